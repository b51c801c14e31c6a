// `enocheck history` and `enocheck compare` over runs that `enocheck run` has left.

#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "support/json_schema.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class HistoryCommand : public testing::Test {
 protected:
  [[nodiscard]] Outcome enocheck(const std::vector<std::string>& arguments) const {
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  [[nodiscard]] Outcome run(std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.begin(), {"run", "--progress", "none", "--out", out().string(), "--filter",
                                         "control/durations/1_*"});
    return enocheck(arguments);
  }
  [[nodiscard]] Outcome history(std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.begin(), {"history", "--history", file().string()});
    return enocheck(arguments);
  }
  [[nodiscard]] Outcome compare(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"compare", "--out", out().string()});
    return enocheck(arguments);
  }
  [[nodiscard]] fs::path latest() const { return fs::canonical(out() / "latest"); }
  [[nodiscard]] fs::path out() const { return place_.folder() / "results"; }
  [[nodiscard]] fs::path file() const { return out() / "history.db"; }
  static json fitting(const std::string& text, const std::string& schema) {
    const auto document = json::parse(text, nullptr, false);
    for (const auto& fault : JsonSchema(source_dir() / "schemas" / "enocheck" / schema).faults(document)) {
      ADD_FAILURE() << fault;
    }
    return document;
  }
  Workplace place_;
};

TEST_F(HistoryCommand, EveryRunIsInIt) {
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_EQ(run({"--jobs", "2"}).exit_code, 0);
  EXPECT_EQ(run({"--defect", "hcalcs.ignores-duration"}).exit_code, 1);
  EXPECT_EQ(run({"--history", "none"}).exit_code, 0);
  const auto shown = history({"--target", "embedded", "--format", "json"});
  EXPECT_EQ(shown.exit_code, 0) << shown.errors;
  const auto broken = fitting(shown.output, "history.schema.json");
  EXPECT_EQ(broken["subject"]["defect"], "hcalcs.ignores-duration") << "the newest run";
  ASSERT_EQ(broken["runs"].size(), 1U);
  EXPECT_EQ(broken["runs"][0]["totals"]["fail"], 1);
  ASSERT_EQ(broken["failing"].size(), 1U);
  EXPECT_EQ(broken["failing"][0]["case"], "control/durations/1_hcalcs");
  EXPECT_EQ(broken["failing"][0]["hop"], "hcalcs");
  EXPECT_EQ(broken["others"][0]["runs"], 2);
  const auto text = history({"--defect", "hcalcs.ignores-duration"}).output;
  EXPECT_NE(text.find("control/durations/1_hcalcs: since"), std::string::npos) << text;
  EXPECT_NE(history({"--format", "html"}).output.find("<h1>History of runs</h1>"), std::string::npos);
}

TEST_F(HistoryCommand, IsMadeAnewFromRunFolders) {
  EXPECT_EQ(run().exit_code, 0);
  const auto first = latest();
  fs::remove(file());
  const auto added = history({"--format", "json", "--add", first.string()});
  EXPECT_EQ(added.exit_code, 0) << added.errors;
  EXPECT_EQ(json::parse(added.output)["runs"][0]["id"], first.filename().string());
}

/// Nothing that is wrong with the history is wrong with the run.
TEST_F(HistoryCommand, ARunDoesNotFailOverIt) {
  const auto bad = place_.write("bad.db", "this is no database, and long enough to have a header of one");
  for (const auto& file : {bad, std::string("/proc/nowhere/history.db")}) {
    const auto outcome = run({"--history", file});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
    EXPECT_NE(outcome.errors.find("warning: this run is not in the history: " + file), std::string::npos)
        << outcome.errors;
  }
  EXPECT_EQ(read_text(bad).value(), "this is no database, and long enough to have a header of one");
}

TEST_F(HistoryCommand, WhatCannotBeReadIsUsage) {
  const auto missing = history();
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_NE(missing.errors.find("enocheck history --add"), std::string::npos) << missing.errors;
  EXPECT_EQ(run().exit_code, 0);
  const auto none = history({"--profile", "before"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_NE(none.errors.find("has 1 run, and none with that"), std::string::npos) << none.errors;
  fs::resize_file(file(), fs::file_size(file()) / 2);
  const auto cut = history();
  EXPECT_EQ(cut.exit_code, 2) << cut.output;
  EXPECT_NE(cut.errors.find(file().string()), std::string::npos) << cut.errors;
}

TEST_F(HistoryCommand, ComparesTwoRuns) {
  EXPECT_EQ(run().exit_code, 0);
  const auto first = latest();
  EXPECT_EQ(run().exit_code, 0);
  const auto second = latest();
  const auto same = compare({first.string(), second.filename().string()});
  EXPECT_EQ(same.exit_code, 0) << same.output << same.errors;
  EXPECT_NE(same.output.find("0 verdicts changed, 2 did not"), std::string::npos) << same.output;
  EXPECT_NE(same.output.find("too few runs for a finding: 1 and 1"), std::string::npos) << same.output;
  const auto unchanged = compare({first.string(), second.string(), "--case", "control/durations/1_hcalcs"});
  EXPECT_NE(unchanged.output.find("no message differs"), std::string::npos) << unchanged.output;

  EXPECT_EQ(run({"--defect", "hcalcs.ignores-duration"}).exit_code, 1);
  const auto changed = compare({first.string(), (out() / "latest").string(), "--format", "json"});
  EXPECT_EQ(changed.exit_code, 1) << changed.errors;
  const auto told = fitting(changed.output, "comparison.schema.json");
  ASSERT_EQ(told["changes"].size(), 1U);
  EXPECT_EQ(told["changes"][0]["before"], "pass");
  EXPECT_EQ(told["changes"][0]["after"], "fail");
  EXPECT_EQ(told["changes"][0]["hop"], "hcalcs");
  EXPECT_FALSE(told["changes"][0]["evidence"].is_null());
  EXPECT_EQ(told["different"][0], "seeded defect: none, then hcalcs.ignores-duration");
  const auto html = compare({first.string(), (out() / "latest").string(), "--format", "html"}).output;
  EXPECT_NE(html.find("The first message that differs: "), std::string::npos);
}

TEST_F(HistoryCommand, ARunThatIsGoneIsSaid) {
  EXPECT_EQ(run().exit_code, 0);
  const auto first = latest();
  const auto unknown = compare({first.string(), "20200101T000000Z-embedded"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.errors.find("20200101T000000Z-embedded: is no folder"), std::string::npos)
      << unknown.errors;
  fs::rename(first, place_.folder() / "elsewhere");
  const auto gone = compare({first.filename().string(), (place_.folder() / "elsewhere").string()});
  EXPECT_EQ(gone.exit_code, 2);
  EXPECT_NE(gone.errors.find("is gone"), std::string::npos) << gone.errors;
}

}  // namespace
}  // namespace enocheck
