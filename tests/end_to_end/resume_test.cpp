// Runs that are killed, interrupted and gone on with: nothing is lost, and the result is the same.

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <random>

#include "support/background_program.h"
#include "support/json_schema.h"
#include "support/run_folders.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::vector<std::string> kCases = {"--area", "boost", "--area", "labels"};

class Resume : public testing::Test {
 protected:
  [[nodiscard]] Outcome enocheck(const std::vector<std::string>& arguments) const {
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  [[nodiscard]] std::vector<std::string> run_arguments(const fs::path& out,
                                                       const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"run", "--progress", "none", "--out", out.string()};
    arguments.insert(arguments.end(), kCases.begin(), kCases.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  /// A run that nobody disturbed; its folder.
  [[nodiscard]] fs::path undisturbed() const {
    const auto outcome = enocheck(run_arguments(place_.folder() / "whole"));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
    return fs::canonical(place_.folder() / "whole" / "latest");
  }
  [[nodiscard]] Outcome resume(const fs::path& folder, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"run", "--progress", "none", "--resume", folder.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return enocheck(arguments);
  }
  /// As a process that was killed before the end leaves it: `kept` octets of the journal.
  static void cut_journal(const fs::path& folder, std::size_t kept) {
    for (const auto* const file : {"MANIFEST.sig", "MANIFEST", "results.json"}) { fs::remove(folder / file); }
    fs::resize_file(folder / "0.journal.jsonl", kept);
  }
  static void expect_same(const fs::path& folder, const fs::path& whole) {
    const auto results = comparable_results(folder);
    EXPECT_EQ(results["totals"], comparable_results(whole)["totals"]);
    EXPECT_EQ(results == comparable_results(whole), true) << "results.json differs";
    EXPECT_EQ(comparable_evidence(folder) == comparable_evidence(whole), true) << "evidence differs";
    for (const auto& [id, times] : times_finished(folder)) { EXPECT_EQ(times, 1U) << id; }
  }
  Workplace place_;
};

/// Kills a run when its journals have some lines, and a moment later at that: at any instant.
void kill_at(BackgroundProgram& running, const fs::path& out, std::size_t lines, std::size_t moment) {
  running.until([&] { return journal_lines(out) >= lines; });
  for (volatile std::size_t spin = 0; spin < moment;) { spin = spin + 1; }
  running.end(SIGKILL);
}

TEST_F(Resume, KilledAt20MomentsItComesToTheSame) {
  const auto whole = undisturbed();
  const auto all_lines = journal_lines(place_.folder() / "whole");
  ASSERT_GT(all_lines, 100U);
  std::mt19937_64 random(46);
  std::size_t resumed = 0;
  for (std::size_t moment = 0; resumed < 20; ++moment) {
    ASSERT_LT(moment, 60U) << "the runs end before they are killed";
    const auto out = place_.folder() / "killed";
    fs::remove_all(out);
    {
      BackgroundProgram running(ENOCHECK_PROGRAM, run_arguments(out, {"--jobs", moment % 2 == 0 ? "1" : "2"}),
                                "/dev/null", "/dev/null");
      const auto lines = 1 + random() % (all_lines - 10);
      kill_at(running, out, lines, random() % 20'000'000);
    }
    const auto folder = fs::canonical(out / "latest");
    EXPECT_EQ(
        enocheck({"report", folder.string(), "--out", (place_.folder() / "page.html").string()}).exit_code, 0)
        << "it is readable as it is";
    if (fs::exists(folder / "MANIFEST.sig")) { continue; }  // it was quicker
    ++resumed;
    const auto outcome = resume(folder);
    ASSERT_EQ(outcome.exit_code, 0) << "moment " << moment << ": " << outcome.output << outcome.errors;
    expect_same(folder, whole);
    const auto record = json::parse(read_text(folder / "results.json").value_or(""), nullptr, false);
    EXPECT_EQ(record["run"]["resumed"].size(), 1U);
    const JsonSchema schema(source_dir() / "schemas" / "enocheck" / "results.schema.json");
    EXPECT_EQ(schema.faults(record), std::vector<std::string>{});
    if (HasFailure()) { FAIL() << "moment " << moment; }
  }
}

TEST_F(Resume, ALineThatIsHalfWrittenIsNoObstacle) {
  const auto whole = undisturbed();
  const auto out = place_.folder() / "cut";
  const auto size = fs::file_size(whole / "0.journal.jsonl");
  const auto first_line = read_text(whole / "0.journal.jsonl").value_or("").find('\n') + 1;
  std::mt19937_64 random(5);
  for (int round = 0; round < 6; ++round) {
    ASSERT_EQ(enocheck(run_arguments(out)).exit_code, 0);
    const auto folder = fs::canonical(out / "latest");
    cut_journal(folder, first_line + random() % (size - first_line - 100));
    fs::resize_file(folder / "evidence.pcapng", fs::file_size(folder / "evidence.pcapng") / 2);
    { std::ofstream(folder / "junit.xml.part") << "half a file"; }
    const auto outcome = resume(folder);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
    EXPECT_FALSE(fs::exists(folder / "junit.xml.part"));
    EXPECT_EQ(comparable_results(folder) == comparable_results(whole), true);
    fs::remove_all(out);
  }
}

TEST_F(Resume, AFinishedCaseThatLostEvidenceIsRunAgain) {
  const auto whole = undisturbed();
  const auto out = place_.folder() / "lost";
  ASSERT_EQ(enocheck(run_arguments(out)).exit_code, 0);
  const auto folder = fs::canonical(out / "latest");
  cut_journal(folder, fs::file_size(folder / "0.journal.jsonl"));
  const auto files = files_below(folder / "evidence", ".xml").value_or(std::vector<fs::path>{});
  ASSERT_GT(files.size(), 10U);
  fs::resize_file(files[3], 0);  // as a power cut leaves it
  ASSERT_EQ(resume(folder).exit_code, 0);
  EXPECT_EQ(comparable_results(folder) == comparable_results(whole), true);
  EXPECT_EQ(comparable_evidence(folder) == comparable_evidence(whole), true);
}

TEST_F(Resume, AnInterruptedRunIsGoneOnWithFromAnywhere) {
  const auto whole = undisturbed();
  const auto out = place_.folder() / "interrupted";
  BackgroundProgram running(ENOCHECK_PROGRAM, run_arguments(out), "/dev/null", place_.folder() / "said");
  ASSERT_TRUE(running.until([&] { return journal_lines(out) >= 10; }));
  ASSERT_EQ(running.end(SIGINT), 130);
  const auto folder = fs::canonical(out / "latest");
  EXPECT_NE(read_text(place_.folder() / "said").value_or("").find("--resume '" + folder.string()),
            std::string::npos);
  const auto here = fs::current_path();
  fs::current_path("/");
  const auto outcome = resume(folder);
  fs::current_path(here);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  expect_same(folder, whole);
  const auto log = read_text(folder / "run.log").value_or("");
  EXPECT_NE(log.find("run resumed done="), std::string::npos);
  EXPECT_NE(log.find("run finished cases="), std::string::npos);
}

TEST_F(Resume, AWorkerThatIsKilledCostsNothing) {
  const auto whole = undisturbed();
  const auto out = place_.folder() / "worker";
  BackgroundProgram running(ENOCHECK_PROGRAM, run_arguments(out, {"--jobs", "2"}), "/dev/null", "/dev/null");
  ASSERT_TRUE(running.until([&] { return journal_lines(out) >= 10; }));
  const auto pid = std::to_string(running.process);
  pid_t worker = 0;
  std::ifstream("/proc/" + pid + "/task/" + pid + "/children") >> worker;
  ASSERT_NE(worker, 0);
  kill(worker, SIGKILL);
  EXPECT_EQ(running.exit_code(), 0);
  expect_same(fs::canonical(out / "latest"), whole);
}

TEST_F(Resume, ARunThatStillGoesIsLeftAlone) {
  const auto out = place_.folder() / "going";
  BackgroundProgram running(ENOCHECK_PROGRAM, run_arguments(out), "/dev/null", "/dev/null");
  ASSERT_TRUE(running.until([&] { return journal_lines(out) >= 4; }));
  kill(running.process, SIGSTOP);
  const auto outcome = resume(fs::canonical(out / "latest"));
  kill(running.process, SIGCONT);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.errors.find("still going"), std::string::npos) << outcome.errors;
  EXPECT_EQ(running.exit_code(), 0) << "it was not disturbed";
}

class ResumeRefuses : public Resume {
 protected:
  void expect_refused(const fs::path& folder, const std::string& why,
                      const std::vector<std::string>& more = {}) const {
    const auto outcome = resume(folder, more);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output;
    EXPECT_NE(outcome.errors.find(why), std::string::npos) << outcome.errors;
  }
  /// A run of one case that was killed at its end; its folder.
  [[nodiscard]] fs::path killed(const std::vector<std::string>& more = {}) const {
    const auto out = place_.folder() / "results";
    auto arguments = run_arguments(out, more);
    arguments.insert(arguments.end(), {"--filter", "boost.*"});
    EXPECT_EQ(enocheck(arguments).exit_code, 0);
    const auto folder = fs::canonical(out / "latest");
    cut_journal(folder, fs::file_size(folder / "0.journal.jsonl") - 20);
    return folder;
  }
  static void replace(const fs::path& file, const std::string& what, const std::string& by) {
    auto text = read_text(file).value_or("");
    const auto at = text.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    ASSERT_TRUE(write_file(file, bytes_of(text.replace(at, what.size(), by))).has_value());
  }
};

TEST_F(ResumeRefuses, WhatIsNoRunThatCanGoOn) {
  expect_refused(place_.folder(), "no run's folder");
  expect_refused(undisturbed(), "has come to its end");
  const auto folder = killed();
  expect_refused(folder, "leave out --jobs", {"--jobs", "2"});
  const auto journal = folder / "0.journal.jsonl";
  replace(journal, "\"options\":[", "\"options\":[\"--no-such-option=1\",");
  expect_refused(folder, "no-such-option");
  replace(journal, "\"tool_version\":\"", "\"tool_version\":\"0.0.");
  expect_refused(folder, "is of enocheck 0.0.");
  ASSERT_TRUE(write_file(journal, bytes_of("{\"run\":7}\n")).has_value());
  expect_refused(folder, "0.journal.jsonl");
}

TEST_F(ResumeRefuses, ASuiteThatHasChanged) {
  const auto shipped = read_text(source_dir() / "testcases/profiles/secmp0046.xml").value_or("");
  const auto profile = fs::path(place_.write("mine.xml", shipped));
  const auto folder = killed({"--profile", profile.string()});
  replace(profile, "PT30S", "PT29S");
  expect_refused(folder, "the suite has changed");
  replace(profile, "PT29S", "PT30S");
  EXPECT_EQ(resume(folder).exit_code, 0) << "as it was it goes on";
}

}  // namespace
}  // namespace enocheck
