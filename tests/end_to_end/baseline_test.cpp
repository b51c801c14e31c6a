// Tolerations and gates as a pipeline uses them: `enocheck baseline`, `run --baseline --gate`, `report
// --gate`.

#include <gtest/gtest.h>

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "support/json_schema.h"
#include "support/simulator.h"
#include "support/suite_run.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kKnown = "control/durations/1_hcalcs";

class Baseline : public SuiteRun {
 protected:
  /// A run of two cases, one of which fails.
  [[nodiscard]] Outcome broken(const std::vector<std::string>& more = {}) const {
    return run({"--filter", "control/durations/1_*", "--defect", "hcalcs.ignores-duration"}, more);
  }
  [[nodiscard]] Outcome whole(const std::vector<std::string>& more = {}) const {
    return run({"--filter", "control/durations/1_*"}, more);
  }
  [[nodiscard]] Outcome baseline(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "baseline");
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  [[nodiscard]] std::string latest() const { return (out() / "latest").string(); }
  [[nodiscard]] std::string known() const { return (folder() / "known.xml").string(); }
  /// The failure of a broken run becomes a known one.
  void learn(const std::string& review = "9999-12-31") const {
    ASSERT_EQ(broken().exit_code, 1);
    const auto added = baseline({"add", known(), latest(), "--owner", "B. Smith", "--reason", "DEF-1",
                                 "--clause", "CTL-3", "--review", review});
    ASSERT_EQ(added.exit_code, 0) << added.errors;
  }
  void change(const std::string& from, const std::string& to) const {
    auto text = read_text(known()).value_or("");
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from << " is not in " << text;
    place_.write("known.xml", text.replace(at, from.size(), to));
  }
  [[nodiscard]] json case_of(const std::string& id) const {
    const auto document = results();
    for (const auto& one : document.at("cases")) {
      if (one.at("id") == id) { return one; }
    }
    return {};
  }
  static void expect_fits(const json& document, const std::string& schema) {
    for (const auto& fault : JsonSchema(source_dir() / "schemas/enocheck" / schema).faults(document)) {
      ADD_FAILURE() << fault;
    }
  }
};

TEST_F(Baseline, AKnownFailureIsToleratedAndItsVerdictStays) {
  learn();
  for (const auto* const jobs : {"1", "2"}) {
    const auto outcome = broken({"--baseline", known(), "--jobs", jobs});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
    expect_part(outcome.output,
                std::string("tolerated: fail ") + kKnown + " until 9999-12-31 (B. Smith, CTL-3; ");
    EXPECT_EQ(total("fail"), 1U);
    const auto judged = case_of(kKnown);
    EXPECT_EQ(judged.at("verdict"), "fail");
    EXPECT_EQ(judged.at("tolerated").at("reason"), "DEF-1");
    EXPECT_EQ(results().at("gate").at("outcome"), "met");
    EXPECT_EQ(results().at("run").at("baseline"), known());
    expect_fits(results(), "results.schema.json");
  }
  expect_part(read_text(out() / "latest" / "junit.xml").value_or(""), "type=\"tolerated\"");
  expect_part(read_text(out() / "latest" / "report.html").value_or(""), "\"owner\":\"B. Smith\"");
  const auto sarif = json::parse(read_text(out() / "latest" / "results.sarif").value_or("null"));
  EXPECT_EQ(sarif["runs"][0]["results"][0]["suppressions"].size(), 1U);
}

TEST_F(Baseline, AnEntryThatNoLongerHoldsFailsTheGateAndIsNamed) {
  learn("2020-01-31");
  auto outcome = broken({"--baseline", known()});
  EXPECT_EQ(outcome.exit_code, 1);
  expect_part(outcome.output, std::string("gate: expired: ") + kKnown + " was tolerated until 2020-01-31");

  change("2020-01-31", "9999-12-31");
  outcome = whole({"--baseline", known()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(total("fail"), 0U);
  expect_part(outcome.output, std::string("gate: unexpected-pass: ") + kKnown);

  change("got open", "got half open");
  outcome = broken({"--baseline", known()});
  EXPECT_EQ(outcome.exit_code, 1);
  expect_part(outcome.output, std::string("gate: different-failure: ") + kKnown);
  expect_part(outcome.output, "got half open");

  change(kKnown, "control/no_such_case");
  outcome = run({"--area", "labels"}, {"--baseline", known()});
  EXPECT_EQ(outcome.exit_code, 1);
  expect_part(outcome.output, "gate: unmatched: control/no_such_case");
  expect_fits(results(), "results.schema.json");
}

TEST_F(Baseline, AnEntryForACaseOutsideTheSelectionSaysNothing) {
  learn();
  const auto outcome = run({"--area", "labels"}, {"--baseline", known()});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
}

TEST_F(Baseline, IsAddedToListedAndChecked) {
  learn();
  const auto again =
      baseline({"add", known(), latest(), "--owner", "x", "--reason", "y", "--review", "2027-01-01"});
  EXPECT_EQ(again.exit_code, 4) << "it is tolerated already";
  expect_part(again.errors, "nothing to add");

  const auto listed = baseline({"list", known(), "--format", "json"});
  ASSERT_EQ(listed.exit_code, 0) << listed.errors;
  const auto document = json::parse(listed.output);
  expect_fits(document, "baseline.schema.json");
  ASSERT_EQ(document.at("entries").size(), 1U);
  EXPECT_EQ(document["entries"][0]["case"], kKnown);
  EXPECT_EQ(document["entries"][0]["hop"], "hcalcs");
  EXPECT_EQ(document["entries"][0]["clause"], "CTL-3");
  expect_part(baseline({"list", known()}).output, "1 entries for embedded");

  EXPECT_EQ(baseline({"check", known()}).exit_code, 0);
  const auto held = baseline({"check", known(), latest()});
  EXPECT_EQ(held.exit_code, 0) << held.output;
  expect_part(held.output, std::string("tolerated: ") + kKnown);
  change("9999-12-31", "2027-03-31");
  EXPECT_EQ(baseline({"check", known(), "--today", "2027-03-31"}).exit_code, 0);
  const auto over = baseline({"check", known(), "--today", "2027-04-01"});
  EXPECT_EQ(over.exit_code, 1);
  expect_part(over.output, "expired: ");
  ASSERT_EQ(whole().exit_code, 0);
  const auto passes = baseline({"check", known(), latest()});
  EXPECT_EQ(passes.exit_code, 1);
  expect_part(passes.output, "unexpected-pass: ");
}

TEST_F(Baseline, WhatIsWrongIsSaidWithItsPlaceBeforeAnythingRuns) {
  learn();
  const auto expect_refused = [&](const std::string& file, const std::string& part) {
    for (const auto& outcome : {whole({"--baseline", file}), baseline({"list", file})}) {
      EXPECT_EQ(outcome.exit_code, 2) << outcome.output << outcome.errors;
      expect_part(outcome.errors, part);
    }
  };
  const auto text = read_text(known()).value_or("");
  expect_refused(place_.write("cut.xml", text.substr(0, text.size() / 2)), "cut.xml");
  expect_refused(place_.write("later.xml", "<baseline xmlns=\"urn:enocheck:baseline:2\" sut=\"x\"/>"),
                 "later.xml");
  expect_refused(place_.write("hostile.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]>\n" + text), "hostile.xml");
  expect_refused(place_.write("bare.xml",
                              "<baseline xmlns=\"urn:enocheck:baseline:1\" sut=\"x\">\n"
                              "  <tolerate case=\"a\"/>\n</baseline>\n"),
                 "bare.xml: line 2");
  EXPECT_EQ(whole({"--baseline", (folder() / "none.xml").string()}).exit_code, 2);
  EXPECT_EQ(whole({"--gate", "lenient"}).exit_code, 2);
  EXPECT_EQ(baseline({"check", known(), "--today", "tomorrow"}).exit_code, 2);
  EXPECT_EQ(baseline({"add", known(), latest(), "--owner", " ", "--reason", "y", "--review", "2027-01-01"})
                .exit_code,
            2);
  EXPECT_EQ(
      baseline({"add", known(), folder().string(), "--owner", "x", "--reason", "y", "--review", "2027-01-01"})
          .exit_code,
      2)
      << "that folder is no run's";
}

TEST_F(Baseline, AFileThatCannotBeWrittenIsSaidAndLeftAsItWas) {
  learn();
  const auto file = folder() / "no_folder" / "known.xml";
  const auto outcome =
      baseline({"add", file.string(), latest(), "--owner", "x", "--reason", "y", "--review", "2027-01-01"});
  EXPECT_EQ(outcome.exit_code, 2);
  expect_part(outcome.errors, file.string());
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(Baseline, AFinishedRunIsHeldToAnotherGateAndStaysAsItIs) {
  learn();
  const auto kept = read_text(out() / "latest" / "results.json").value_or("");
  const auto page = read_text(out() / "latest" / "report.html").value_or("");
  const auto report = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"report", latest()});
    return place_.run(ENOCHECK_PROGRAM, more);
  };
  const auto failed = report({"--gate", "standard"});
  EXPECT_EQ(failed.exit_code, 1);
  expect_part(failed.output, std::string("against the gate: ") + kKnown);
  const auto junit = (folder() / "junit.xml").string();
  const auto sarif = (folder() / "x.sarif").string();
  const auto met = report({"--baseline", known(), "--junit", junit, "--sarif", sarif});
  EXPECT_EQ(met.exit_code, 0) << met.output << met.errors;
  expect_part(read_text(junit).value_or(""), "type=\"tolerated\"");
  EXPECT_EQ(json::parse(read_text(sarif).value_or("null")).at("version"), "2.1.0");
  EXPECT_EQ(read_text(out() / "latest" / "results.json").value_or(""), kept)
      << "verdicts are never rewritten";
  EXPECT_EQ(read_text(out() / "latest" / "report.html").value_or(""), page);
  EXPECT_EQ(report({"--gate", "nowhere.xml"}).exit_code, 2);
  fs::remove(fs::canonical(out() / "latest") / "results.json");
  const auto cut_off = report({"--baseline", known()});
  EXPECT_EQ(cut_off.exit_code, 5) << "what did not run is not met";
  expect_part(cut_off.errors, "did not come to its end");
}

TEST_F(Baseline, APolicyAsksForMoreThanVerdicts) {
  const auto policy = [&](const std::string& inside) {
    return place_.write("gate.xml", "<gate xmlns=\"urn:enocheck:gate:1\"" + inside);
  };
  EXPECT_EQ(whole({"--gate", policy("><prove requirement=\"CTL-3\"/></gate>")}).exit_code, 0);
  const auto unproven = whole({"--gate", policy("><prove requirement=\"ACC-1\"/></gate>")});
  EXPECT_EQ(unproven.exit_code, 1);
  expect_part(unproven.output, "gate: unproven: ACC-1 is not proven: no case of it passed");
  const auto few = whole({"--gate", policy(" least-passed=\"3\"/>")});
  EXPECT_EQ(few.exit_code, 1);
  expect_part(few.output, "2 cases passed; the gate asks for 3");
  learn();
  EXPECT_EQ(broken({"--baseline", known(), "--gate", policy(" tolerated=\"counts\"/>")}).exit_code, 1);
  const auto wrong = whole({"--gate", policy("><prove requirement=\"ACC-999\"/></gate>")});
  EXPECT_EQ(wrong.exit_code, 2);
  expect_part(wrong.errors, "gate.xml:1: ");
}

TEST_F(Baseline, OnlyARunnerOfGithubIsToldInItsWay) {
  const auto summary = folder() / "summary.md";
  setenv("GITHUB_STEP_SUMMARY", summary.c_str(), 1);
  EXPECT_EQ(broken().output.find("::error"), std::string::npos);
  EXPECT_FALSE(fs::exists(summary));
  setenv("GITHUB_ACTIONS", "true", 1);
  const auto outcome = broken({"--jobs", "2"});
  setenv("GITHUB_STEP_SUMMARY", folder().c_str(), 1);
  const auto unwritable = broken();
  unsetenv("GITHUB_ACTIONS");
  unsetenv("GITHUB_STEP_SUMMARY");
  expect_part(outcome.output, std::string("\n::error title=fail ") + kKnown);
  EXPECT_EQ(outcome.output.find("::error", outcome.output.find("::error") + 1), std::string::npos) << "once";
  expect_part(read_text(summary).value_or(""), "Gate failed");
  EXPECT_EQ(unwritable.exit_code, 1) << "the verdict stands";
  expect_part(unwritable.errors, "GITHUB_STEP_SUMMARY");
}

TEST_F(Baseline, TheLineOfASimulatorThatIsReadyFitsItsSchema) {
  for (const auto* const kind : {"dsp", "esme"}) {
    fs::remove(folder() / "ready.json");
    const SimulatorProcess simulator(place_, {kind, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"});
    expect_fits(json::parse(read_text(folder() / "ready.json").value_or("null")), "ready.schema.json");
  }
}

}  // namespace
}  // namespace enocheck
