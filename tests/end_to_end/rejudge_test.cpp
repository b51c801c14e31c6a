// `enocheck rejudge`: the evidence of a run judged again, whole, edited and broken; and what a run's folder
// never holds.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "catalogue/loader.h"
#include "core/hex.h"
#include "crypto/digest.h"
#include "support/json_schema.h"
#include "support/run_program.h"
#include "sut/credentials.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string kCase = "control/deactivate_opens_switch/eis";
const std::string kCases = "control/deactivate_opens_switch/*";

json json_in(const fs::path& file) { return json::parse(read_text(file).value_or("null"), nullptr, false); }

void replace_in(const fs::path& file, const std::string& from, const std::string& to) {
  auto text = read_text(file).value_or("");
  const auto at = text.find(from);
  ASSERT_NE(at, std::string::npos) << file << " has no " << from;
  text.replace(at, from.size(), to);
  std::ofstream(file) << text;
}

class Rejudge : public testing::Test {
 protected:
  /// A run with these arguments; its folder.
  [[nodiscard]] fs::path run(std::vector<std::string> arguments, int exit_code) const {
    arguments.insert(arguments.begin(), {"run", "--progress", "none", "--out", out().string()});
    const auto outcome = place_.run(ENOCHECK_PROGRAM, arguments);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.output << outcome.errors;
    return fs::canonical(out() / "latest");
  }
  [[nodiscard]] Outcome rejudge(const fs::path& folder, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {"rejudge", folder.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    if (!data_.empty()) { arguments.insert(arguments.begin(), {"--data", data_.string()}); }
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  /// The folder that judging again has left beside the run.
  [[nodiscard]] fs::path rejudged() const {
    fs::path last;
    for (const auto& entry : fs::directory_iterator(out())) {
      const bool is_one = entry.path().string().find("-rejudged") != std::string::npos;
      if (is_one && entry.path() > last) { last = entry.path(); }
    }
    EXPECT_FALSE(last.empty()) << "nothing was written beside the run";
    return last;
  }
  [[nodiscard]] json rejudgement() const { return json_in(rejudged() / "rejudgement.json"); }
  [[nodiscard]] json verdict(const std::string& id) const {
    const auto results = json_in(rejudged() / "results.json");
    for (const auto& one : results["cases"]) {
      if (one["id"] == id) { return one; }
    }
    return {};
  }
  /// From now on today's suite is a copy, which a test may edit.
  [[nodiscard]] fs::path edit_suite() {
    data_ = place_.folder() / "data";
    fs::create_directories(data_);
    for (const auto* const part : {"testcases", "schemas"}) {
      fs::copy(source_dir() / part, data_ / part, fs::copy_options::recursive);
    }
    fs::create_directory_symlink(source_dir() / "vectors", data_ / "vectors");
    return data_ / "testcases";
  }
  [[nodiscard]] static std::map<std::string, std::string> digests_of(const fs::path& folder) {
    std::map<std::string, std::string> all;
    for (const auto& file : files_below(folder, "").value_or(std::vector<fs::path>{})) {
      all[file.string()] = encode_hex(crypto::sha256(read_file(file).value_or(Bytes{})));
    }
    return all;
  }
  [[nodiscard]] fs::path out() const { return place_.folder() / "results"; }

  Workplace place_;
  fs::path data_;
};

TEST_F(Rejudge, TheSameSuiteGivesTheSameVerdictsAndLeavesTheRunAsItWas) {
  const auto folder =
      run({"--filter", "control/durations/*:control/deactivate_opens_switch/*:access/rights_gained/*:parse/*",
           "--defect", "hcalcs.ignores-duration"},
          1);
  const auto before = digests_of(folder);
  ASSERT_GT(before.size(), 100U);
  const auto outcome = rejudge(out() / "latest");
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
  EXPECT_EQ(digests_of(folder), before);
  EXPECT_EQ(fs::canonical(out() / "latest"), folder) << "a judgement is no run";
  const auto told = rejudgement();
  for (const auto& fault :
       JsonSchema(source_dir() / "schemas/enocheck/rejudgement.schema.json").faults(told)) {
    ADD_FAILURE() << fault;
  }
  const auto results = json_in(rejudged() / "results.json");
  for (const auto& fault :
       JsonSchema(source_dir() / "schemas/enocheck/results.schema.json").faults(results)) {
    ADD_FAILURE() << fault;
  }
  EXPECT_EQ(results["run"]["rejudged"], folder.filename().string());
  EXPECT_EQ(told["totals"]["changed"], 0);
  EXPECT_EQ(told["totals"]["unjudged"], 0);
  const auto then = json_in(folder / "results.json");
  ASSERT_EQ(then["cases"].size(), results["cases"].size());
  EXPECT_EQ(told["totals"]["stands"], then["cases"].size());
  EXPECT_GT(then["totals"]["fail"], 0);
  EXPECT_GT(then["totals"]["pass"], 0);
  EXPECT_GT(then["totals"]["skip"], 0);
  for (std::size_t index = 0; index < then["cases"].size(); ++index) {
    const auto& a = then["cases"][index];
    const auto& b = results["cases"][index];
    for (const auto* const field : {"id", "verdict", "reason", "hop", "expected", "got", "step", "checks",
                                    "virtual_ms", "observations", "commands", "curtailments", "proof"}) {
      EXPECT_EQ(a[field], b[field]) << a["id"] << " " << field;
    }
  }
}

TEST_F(Rejudge, WorkersJudgeAsOneDoes) {
  const auto folder = run({"--filter", "control/durations/*", "--jobs", "2"}, 0);
  EXPECT_EQ(rejudge(folder, {"--jobs", "2"}).exit_code, 0);
  const auto totals = rejudgement()["totals"];
  EXPECT_EQ(totals["stands"], json_in(folder / "results.json")["cases"].size());
  EXPECT_EQ(totals["unjudged"], 0);
}

TEST_F(Rejudge, AnEditedExpectationChangesTheVerdictAndIsNamed) {
  const auto folder = run({"--filter", "access/rights_gained/*"}, 0);
  replace_in(edit_suite() / "access/rights_gained.xml", R"(in-force="true" code="accepted")",
             R"(in-force="true" code="E2")");
  const auto outcome = rejudge(folder);
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.output.find(
                "changed access/rights_gained/after_7.6: pass then, fail today hop=dsp.access-control"),
            std::string::npos)
      << outcome.output;
  EXPECT_NE(outcome.output.find("the case has changed"), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("enocheck rejudge '" + folder.string() +
                                "' --filter 'access/rights_gained/after_7.6'"),
            std::string::npos)
      << outcome.output;
  const auto failed = verdict("access/rights_gained/after_7.6");
  EXPECT_EQ(failed["verdict"], "fail");
  EXPECT_EQ(failed["hop"], "dsp.access-control");
  EXPECT_TRUE(fs::exists(rejudged() / failed["proof"].get<std::string>()));
  for (const auto& one : rejudgement()["cases"]) {
    const bool edited = one["then"]["fingerprint"] != one["today"]["fingerprint"];
    EXPECT_EQ(edited, one["id"].get<std::string>().starts_with("access/rights_gained/after_")) << one["id"];
  }
}

TEST_F(Rejudge, AFailThatTodaysSuiteExpectsPasses) {
  const auto folder = run({"--filter", kCase, "--defect", "hcalcs.ignores-duration"}, 1);
  const auto file = edit_suite() / "control/deactivate_opens_switch.xml";
  replace_in(file, R"(<advance by="PT6M"/>
    <expect-switch meter="ESME1" index="2" state="closed"/>
    <expect-load meter="ESME1" index="2" watts="7360"/>)",
             R"(<advance by="PT6M"/>
    <expect-switch meter="ESME1" index="2" state="open"/>)");
  const auto outcome = rejudge(folder);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  const auto told = rejudgement()["cases"][0];
  EXPECT_EQ(told["outcome"], "changed");
  EXPECT_EQ(told["then"]["verdict"], "fail");
  EXPECT_EQ(told["today"]["verdict"], "pass");
  EXPECT_EQ(told["why"], json::array({"the case has changed"}));
}

TEST_F(Rejudge, WhatWasNeverAskedIsInconclusive) {
  const auto folder = run({"--filter", kCases}, 0);
  replace_in(edit_suite() / "control/deactivate_opens_switch.xml", R"(duration="60")", R"(duration="61")");
  const auto outcome = rejudge(folder);
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output << outcome.errors;
  const auto told = rejudgement();
  EXPECT_EQ(told["totals"]["unjudged"], told["cases"].size());
  EXPECT_NE(
      told["cases"][0]["why"][0].get<std::string>().find("does not tell what the target would have done"),
      std::string::npos)
      << told["cases"][0]["why"];
}

TEST_F(Rejudge, ACaseThatIsGoneIsInconclusiveAndARenamedOneIsFound) {
  const auto folder = run({"--filter", kCases + ":control/all_five_open"}, 0);
  const auto suite = edit_suite() / "control";
  fs::remove(suite / "all_five_open.xml");
  replace_in(suite / "deactivate_opens_switch.xml", R"(id="eis")", R"(id="supplier")");
  replace_in(suite / "deactivate_opens_switch.xml", R"( tags=")",
             R"( aliases="control/deactivate_opens_switch/${alias}" tags=")");
  replace_in(suite / "deactivate_opens_switch.xml", R"(<column name="user"/>)",
             R"(<column name="alias"/> <column name="user"/>)");
  replace_in(suite / "deactivate_opens_switch.xml", R"(user="ENO")", R"(alias="was_eno" user="ENO")");
  replace_in(suite / "deactivate_opens_switch.xml", R"(user="EIS")", R"(alias="eis" user="EIS")");
  const auto outcome = rejudge(folder);
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output << outcome.errors;
  EXPECT_EQ(verdict("control/all_five_open")["verdict"], "inconc");
  EXPECT_EQ(verdict("control/all_five_open")["reason"], "today's suite has no such case");
  EXPECT_EQ(verdict("control/deactivate_opens_switch/supplier")["verdict"], "pass");
  EXPECT_EQ(rejudge(folder, {"--filter", "control/deactivate_opens_switch/*"}).exit_code, 0);
  EXPECT_EQ(rejudge(folder, {"--filter", "control/all_five_open"}).exit_code, 5);
}

TEST_F(Rejudge, ARunThatWasKilledIsJudgedAsFarAsItCame) {
  const auto folder = run({"--filter", kCases}, 0);
  fs::remove(folder / "results.json");
  auto journal = read_text(folder / "0.journal.jsonl").value_or("");
  const auto last = journal.rfind('\n', journal.size() - 2) + 1;
  std::ofstream(folder / "0.journal.jsonl") << journal.substr(0, last + 20);
  const auto outcome = rejudge(folder);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.errors.find("did not come to its end"), std::string::npos) << outcome.errors;
  EXPECT_EQ(rejudgement()["totals"]["stands"], 1);
}

TEST_F(Rejudge, AnotherProfileIsNamedAsTheCause) {
  const auto folder = run({"--filter", "access/rights_gained/*"}, 0);
  const auto outcome = rejudge(folder, {"--profile", "before"});
  EXPECT_NE(outcome.output.find("profile secmp0046 then, before today"), std::string::npos) << outcome.output;
  EXPECT_EQ(verdict("access/rights_gained/after_7.6")["verdict"], "skip");
}

/// Each way in which the evidence of one case may be broken, and what is then said.
TEST_F(Rejudge, BrokenEvidenceIsNeverAPass) {
  const auto folder = run({"--filter", kCases}, 0);
  const auto calls = folder / "evidence" / kCase / "calls.jsonl";
  const auto whole = read_text(calls).value_or("");
  ASSERT_FALSE(whole.empty());
  const auto expect_unjudged = [&](const std::string& why) {
    const auto outcome = rejudge(folder);
    EXPECT_EQ(outcome.exit_code, 5) << why << outcome.output << outcome.errors;
    EXPECT_EQ(verdict(kCase)["verdict"], "inconc") << why;
    const auto reason = verdict(kCase)["reason"].get<std::string>();
    EXPECT_NE(reason.find(why), std::string::npos) << reason;
    EXPECT_EQ(rejudgement()["totals"], (json{{"stands", 1}, {"changed", 0}, {"unjudged", 1}})) << why;
    std::ofstream(calls) << whole;
  };
  const auto replaced = [&](const std::string& from, const std::string& to) {
    auto text = whole;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  std::ofstream(calls) << whole.substr(0, whole.size() / 2);
  expect_unjudged("is cut off");
  std::ofstream(calls) << whole.substr(0, whole.rfind('\n', whole.size() - 2) + 1);
  expect_unjudged("is cut off");
  std::ofstream(calls) << replaced(R"("answered":["no"])", R"("answered":["yes"])");
  expect_unjudged("was altered");
  std::ofstream(calls) << replaced(R"({"call":)", "nonsense");
  expect_unjudged("calls.jsonl:2: ");
  std::ofstream(calls) << "";
  expect_unjudged("is cut off");
  fs::copy_file(folder / "evidence/control/deactivate_opens_switch/eno/calls.jsonl", calls,
                fs::copy_options::overwrite_existing);
  expect_unjudged("control/deactivate_opens_switch/eis");
  fs::remove(calls);
  expect_unjudged("is gone");
  const auto document = folder / "evidence" / kCase / "0001-user-to-dsp.xml";
  const auto sent = read_text(document).value_or("");
  std::ofstream(document) << sent << " ";
  expect_unjudged("was altered");
  fs::remove(document);
  expect_unjudged("0001-user-to-dsp.xml");
  std::ofstream(document) << sent;
  EXPECT_EQ(rejudge(folder).exit_code, 0) << "mended";
}

TEST_F(Rejudge, EvidenceOfAnotherRunIsNotTakenForThisOne) {
  const auto failed = run({"--filter", kCase, "--defect", "hcalcs.ignores-duration"}, 1);
  const auto passed = run({"--filter", kCase}, 0);
  fs::remove_all(failed / "evidence" / kCase);
  fs::copy(passed / "evidence" / kCase, failed / "evidence" / kCase, fs::copy_options::recursive);
  EXPECT_EQ(rejudge(failed).exit_code, 5);
  EXPECT_NE(verdict(kCase)["reason"].get<std::string>().find("and not of this one, fail"), std::string::npos)
      << verdict(kCase)["reason"];
}

TEST_F(Rejudge, AFolderThatHasNothingToJudgeIsWrongUsage) {
  const auto refused = [&](const fs::path& folder, const std::string& why,
                           std::vector<std::string> more = {}) {
    const auto outcome = rejudge(folder, std::move(more));
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output << outcome.errors;
    EXPECT_NE(outcome.errors.find(why), std::string::npos) << outcome.errors;
  };
  refused(place_.folder(), "is no run's folder");
  const auto kept_nothing = run({"--filter", kCase, "--capture", "none"}, 0);
  EXPECT_FALSE(fs::exists(kept_nothing / "evidence" / kCase / "calls.jsonl"));
  refused(kept_nothing, "--capture none");
  const auto old = run({"--filter", kCase}, 0);
  refused(old, "is not written to", {"--out", old.string()});
  refused(old, "is not written to", {"--out", (old / "deeper").string()});
  EXPECT_EQ(rejudge(old).exit_code, 0);
  refused(rejudged(), "name that run");
  EXPECT_EQ(rejudge(old, {"--filter", "access/*"}).exit_code, 4);
  replace_in(old / "0.journal.jsonl", R"("capture":"all",)", "");
  refused(old, "did not yet keep what was called");
  replace_in(old / "0.journal.jsonl", R"({"run":)", "nonsense");
  refused(old, "0.journal.jsonl");
}

TEST_F(Rejudge, OfARunThatKeptItsFailuresTheseAreJudged) {
  const auto folder = run({"--filter", kCases + ":access/rights_gained/*", "--defect",
                           "hcalcs.ignores-duration", "--capture", "failed"},
                          1);
  const auto outcome = rejudge(folder);
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.errors.find("are left out"), std::string::npos) << outcome.errors;
  EXPECT_EQ(rejudgement()["totals"]["stands"], json_in(folder / "results.json")["totals"]["fail"]);
  fs::remove(folder / "evidence" / kCase / "calls.jsonl");
  EXPECT_EQ(rejudge(folder).exit_code, 1);
  EXPECT_EQ(verdict(kCase)["verdict"], "inconc") << "a failure whose record is gone is not left out";
}

/// Every way in which a key may be written.
std::vector<std::string> spellings_of(const crypto::PrivateKey& key) {
  const auto pem = key.to_pem().value_or("");
  const auto begin = pem.find('\n') + 1;
  const auto der = decode_base64(pem.substr(begin, pem.find("-----END") - begin)).value_or(Bytes{});
  // PKCS#8 around ECPrivateKey: version 1, then the scalar as 32 octets.
  const Bytes before = {0x02, 0x01, 0x01, 0x04, 0x20};
  const auto at = std::search(der.begin(), der.end(), before.begin(), before.end());
  EXPECT_GE(der.end() - at, 37);
  if (der.end() - at < 37) { return {}; }
  const Bytes scalar(at + 5, at + 37);
  const auto upper = encode_hex(scalar);
  auto lower = upper;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  std::vector<std::string> all = {upper, lower, std::string(text_of(scalar))};
  for (std::size_t shift = 0; shift < 3; ++shift) {  // base64, wherever in a triple the scalar begins
    Bytes shifted(shift, 0);
    shifted.insert(shifted.end(), scalar.begin(), scalar.end());
    all.push_back(encode_base64(shifted).substr(4, 36));
  }
  return all;
}

/// The private keys of all parties of a world, in every spelling.
std::vector<std::string> secrets() {
  std::vector<std::string> all;
  const auto add = [&](const crypto::PrivateKey& key) {
    for (auto& spelling : spellings_of(key)) { all.push_back(std::move(spelling)); }
  };
  const auto loader = catalogue::Loader::open(source_dir());
  const auto credentials = sut::Credentials::create(46, true);
  if (!loader || !credentials) { return all; }
  const auto world = loader->world("street");
  if (!world) { return all; }
  const auto harness = (*credentials)->of_harness({{world->id, *world}});
  const auto dsp = (*credentials)->of_dsp(*world);
  if (!harness || !dsp) { return {}; }
  for (const auto* const store : {&*harness, dsp->get()}) {
    for (const auto& entry : store->entries()) {
      if (entry.private_key) { add(*entry.private_key); }
    }
  }
  for (const auto& meter : world->meters) {
    for (const auto& device : {meter.esme, meter.hub}) {
      const auto own = (*credentials)->of_device(*world, meter, device);
      if (!own) { return {}; }
      add(own->signing);
      add(own->agreement);
    }
  }
  return all;
}

/// The first of the secrets in a file, or nothing.
std::string secret_in(const std::string& text, const std::vector<std::string>& secrets) {
  for (const auto& secret : secrets) {
    if (text.find(secret) != std::string::npos) { return secret; }
  }
  return "";
}

/// Keys that are not made from the seed: the run says where they were, and none of them is in its folder.
TEST_F(Rejudge, ARunWithAKeyStoreIsJudgedWithIt) {
  const auto loader = catalogue::Loader::open(source_dir());
  const auto credentials = sut::Credentials::create(47);
  ASSERT_TRUE(loader && credentials);
  const auto world = loader->world("street");
  ASSERT_TRUE(world.has_value());
  const auto keys = (*credentials)->of_harness({{world->id, *world}});
  ASSERT_TRUE(keys.has_value());
  crypto::KeyStore organisations;
  std::vector<std::string> secrets;
  for (const auto& entry : keys->entries()) {
    if (!entry.private_key) { continue; }
    organisations.add(entry);
    for (auto& spelling : spellings_of(*entry.private_key)) { secrets.push_back(std::move(spelling)); }
  }
  const auto store = place_.folder() / "keys";
  const auto stored = crypto::write_test_key_store(store, organisations);
  ASSERT_TRUE(stored.has_value()) << stored.error().detail;
  const auto folder = run({"--filter", kCases, "--keystore", store.string()}, 0);
  const auto outcome = rejudge(folder);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(rejudgement()["totals"]["stands"], 2);
  ASSERT_GT(secrets.size(), 20U);
  for (const auto& file : files_below(folder, "").value_or(std::vector<fs::path>{})) {
    EXPECT_EQ(secret_in(read_text(file).value_or(""), secrets), "") << file;
  }
  fs::remove_all(store);
  EXPECT_EQ(rejudge(folder).exit_code, 2) << "without the keys nothing can be sent again";
}

TEST_F(Rejudge, ARunsFolderHasNoPrivateKeyInIt) {
  const auto all = secrets();
  ASSERT_GT(all.size(), 100U) << "keys of the users, of the DSP and of the devices";
  ASSERT_EQ(secret_in("x" + all[7] + "y", all), all[7]) << "what is there is found";
  const auto folder = run({"--filter", "control/deactivate_opens_switch/*:security/altered_*:parse/*"}, 0);
  EXPECT_EQ(rejudge(folder).exit_code, 0);
  std::size_t searched = 0;
  for (const auto& file : files_below(out(), "").value_or(std::vector<fs::path>{})) {
    const auto text = read_text(file).value_or("");
    searched += text.size();
    EXPECT_EQ(secret_in(text, all), "") << file;
    EXPECT_EQ(text.find("PRIVATE KEY"), std::string::npos) << file;
  }
  EXPECT_GT(searched, 100'000U);
}

}  // namespace
}  // namespace enocheck
