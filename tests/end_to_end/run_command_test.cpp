// `enocheck run`, `list`, `check` and `defects` as their users run them: exit codes, JSON, the run folder.

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>

#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "support/background_program.h"
#include "support/json_schema.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class RunCommand : public testing::Test {
 protected:
  [[nodiscard]] Outcome enocheck(std::vector<std::string> arguments) const {
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  /// `run` with these arguments, into a folder of this test.
  [[nodiscard]] Outcome run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"run", "--out", out().string()});
    return enocheck(std::move(arguments));
  }
  [[nodiscard]] fs::path out() const { return place_.folder() / "results"; }
  [[nodiscard]] fs::path latest() const { return out() / "latest"; }
  [[nodiscard]] json results() const {
    return json::parse(read_text(latest() / "results.json").value_or("null"), nullptr, false);
  }
  /// A copy of the data that a test may spoil.
  [[nodiscard]] fs::path copied_data() const {
    const auto data = place_.folder() / "data";
    fs::create_directories(data);
    for (const auto* const part : {"testcases", "schemas"}) {
      fs::copy(source_dir() / part, data / part, fs::copy_options::recursive);
    }
    fs::create_directory_symlink(source_dir() / "vectors", data / "vectors");
    return data;
  }
  static void replace_in(const fs::path& file, const std::string& from, const std::string& to) {
    auto text = read_text(file).value_or("");
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file << " has no " << from;
    text.replace(at, from.size(), to);
    std::ofstream(file) << text;
  }
  static void expect_fits(const json& document, const std::string& schema) {
    for (const auto& fault : JsonSchema(source_dir() / "schemas" / "enocheck" / schema).faults(document)) {
      ADD_FAILURE() << fault;
    }
  }

  Workplace place_;
};

TEST_F(RunCommand, JudgesACurtailmentAndLeavesAllItSaw) {
  const auto outcome = run({"--filter", "control/deactivate_opens_switch/*"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  const auto written = results();
  expect_fits(written, "results.schema.json");
  ASSERT_EQ(written["cases"].size(), 2U);
  const auto& first = written["cases"][0];
  EXPECT_EQ(first["verdict"], "pass");
  EXPECT_GT(first["checks"], 10);
  EXPECT_GT(first["virtual_ms"], 3'600'000) << "an hour of curtailment passed";
  const auto evidence = latest() / first["evidence"].get<std::string>();
  EXPECT_TRUE(fs::exists(evidence / "0001-user-to-dsp.xml"));
  EXPECT_EQ(enocheck({"decode", evidence.string()}).exit_code, 0) << "all that `decode` is given it can read";
  const auto files = files_below(evidence, ".hex");
  ASSERT_TRUE(files.has_value());
  EXPECT_GT(files->size(), 5U);
  EXPECT_TRUE(fs::exists(latest() / "junit.xml"));
  EXPECT_TRUE(fs::exists(latest() / "run.log"));
  EXPECT_NE(outcome.output.find("2 cases against embedded, profile secmp0046: 2 pass"), std::string::npos);
}

TEST_F(RunCommand, RefusesTheEnoBeforeTheChangeAndAcceptsItAfter) {
  const auto verdicts = [&](const std::string& profile) {
    EXPECT_EQ(run({"--filter", "access/rights_gained/*", "--profile", profile}).exit_code, 0);
    std::map<std::string, std::string> found;
    const auto written = results();
    for (const auto& one : written["cases"]) { found[one["id"]] = one["verdict"]; }
    return found;
  };
  const auto before = verdicts("before");
  EXPECT_EQ(before.at("access/rights_gained/before_7.6"), "pass");
  EXPECT_EQ(before.at("access/rights_gained/after_7.6"), "skip");
  const auto after = verdicts("secmp0046");
  EXPECT_EQ(after.at("access/rights_gained/before_7.6"), "skip");
  EXPECT_EQ(after.at("access/rights_gained/after_7.6"), "pass");
}

/// One cell of the expected rights is turned round: the suite's table is not the simulator's.
TEST_F(RunCommand, FailsIfOneExpectedCellIsFlipped) {
  const auto data = copied_data();
  replace_in(data / "testcases/access/rights_gained.xml", R"(in-force="true" code="accepted")",
             R"(in-force="true" code="E2")");
  const auto outcome = run({"--data", data.string(), "--filter", "access/rights_gained/after_7.6"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output;
  const auto failed = results()["cases"][0];
  EXPECT_EQ(failed["verdict"], "fail");
  EXPECT_EQ(failed["hop"], "dsp.access-control");
  EXPECT_EQ(failed["expected"], "E2");
  EXPECT_FALSE(failed["proof"].get<std::string>().empty());
  EXPECT_TRUE(fs::exists(latest() / failed["proof"].get<std::string>()));
  for (const auto* const part : {"access/rights_gained/after_7.6", "ACC-1", "hop=dsp.access-control",
                                 "expected E2", "enocheck run --filter 'access/rights_gained/after_7.6'"}) {
    EXPECT_NE(outcome.output.find(part), std::string::npos) << part;
  }
}

TEST_F(RunCommand, HasAnExitCodeForEveryEnd) {
  EXPECT_EQ(run({"--filter", "no.such.case"}).exit_code, 4);
  EXPECT_FALSE(fs::exists(out())) << "nothing was run, nothing is left";
  EXPECT_EQ(run({"--profile", "no_such_profile"}).exit_code, 2);
  EXPECT_EQ(run({"--target", "no_such_target"}).exit_code, 2);
  EXPECT_EQ(run({"--no-such-option"}).exit_code, 2);
  EXPECT_EQ(run({"--shard", "2/2"}).exit_code, 2);
  EXPECT_EQ(run({"--filter", "access/*", "--out", "/proc/nowhere"}).exit_code, 2);
}

TEST_F(RunCommand, RefusesDataThatDoesNotFitItsSchema) {
  const auto data = copied_data();
  replace_in(data / "testcases/access/rights_gained.xml", R"(level="required")", R"(level="always")");
  const auto outcome = run({"--data", data.string()});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.errors.find("testcases/access/rights_gained.xml"), std::string::npos) << outcome.errors;
}

TEST_F(RunCommand, RefusesDataThatDoesNotHoldTogether) {
  const auto data = copied_data();
  replace_in(data / "testcases/control/second_curtailment.xml", R"(ref="CTL-1")", R"(ref="CTL-111")");
  const auto outcome = run({"--data", data.string(), "--area", "labels"});
  EXPECT_EQ(outcome.exit_code, 2) << "CTL-1 would have lost its cases without a word";
  EXPECT_NE(outcome.errors.find("no requirement CTL-111"), std::string::npos) << outcome.errors;
}

TEST_F(RunCommand, RefusesIdsThatAFilterCannotName) {
  const auto data = copied_data();
  fs::rename(data / "testcases/access/rights_gained.xml", data / "testcases/access/rights-gained.xml");
  const auto outcome = run({"--data", data.string(), "--area", "labels"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.errors.find("rename the file"), std::string::npos) << outcome.errors;
}

/// A case that asks for the pre-command of a request that never has one: nobody but its author is at fault.
TEST_F(RunCommand, AHarnessErrorIsNoFail) {
  const auto data = copied_data();
  replace_in(data / "testcases/control/duration_zero.xml", "<steps>",
             R"(<steps><send as="EIS" srv="7.7" to="FIVE" id="read"/><submit of="read"/>)");
  EXPECT_EQ(run({"--data", data.string(), "--filter", "control/duration_zero*"}).exit_code, 3);
  EXPECT_EQ(results()["cases"][0]["verdict"], "error");
}

/// What was seen before the disk was full is judged and printed all the same.
TEST_F(RunCommand, AFullDiskHidesNoFailure) {
  const auto limited = [&](const std::string& blocks) {
    return place_.run(
        "/bin/bash",
        {"-c", "trap \"\" XFSZ; ulimit -f " + blocks + "; exec " + ENOCHECK_PROGRAM +
                   " run --area control --defect esme.reset-does-nothing --out " + out().string()});
  };
  const auto full = limited("4");
  EXPECT_EQ(full.exit_code, 3) << full.output << full.errors;
  EXPECT_NE(full.errors.find("is not whole"), std::string::npos) << full.errors;
  EXPECT_NE(full.output.find("cases against embedded"), std::string::npos) << "the summary";
}

TEST_F(RunCommand, TakesNothingThatItDoesNotUnderstand) {
  const auto config = place_.write("typo.toml", "[run]\nareas=\"labels\"\n");
  EXPECT_EQ(run({"--config", config, "--area", "labels"}).exit_code, 2) << "another selection than was meant";
  const auto good = place_.write("good.toml", "[run]\narea=\"labels\"\n");
  EXPECT_EQ(run({"--config", good}).exit_code, 0);
  for (const auto* const seed : {"-1", "99999999999999999999999", "1e3"}) {
    EXPECT_EQ(run({"--area", "labels", std::string("--seed=") + seed}).exit_code, 2) << seed;
  }
}

TEST_F(RunCommand, SaysThatTheEnvironmentLeavesCasesOut) {
  setenv("GTEST_FILTER", "labels.*", 1);
  const auto outcome = run({"--area", "labels", "--area", "boost"});
  unsetenv("GTEST_FILTER");
  EXPECT_NE(outcome.errors.find("GTEST_FILTER=labels.*"), std::string::npos) << outcome.errors;
}

TEST_F(RunCommand, ContestedCasesAloneDoNotFailTheGateUnlessItIsStrict) {
  const auto data = copied_data();
  const auto file = data / "testcases/access/rights_gained.xml";
  replace_in(file, R"(in-force="true" code="accepted")", R"(in-force="true" code="E2")");
  replace_in(file, R"(tags="matrix")", R"(tags="matrix" contested="true")");
  const std::vector<std::string> arguments = {"--data", data.string(), "--filter",
                                              "access/rights_gained/after_7.6"};
  const auto outcome = run(arguments);
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_NE(outcome.output.find("warning: 1 failing case"), std::string::npos) << outcome.output;
  auto strict = arguments;
  strict.insert(strict.end(), {"--gate", "strict"});
  EXPECT_EQ(run(strict).exit_code, 1);
}

std::map<std::string, std::string> verdicts_of(const json& results) {
  std::map<std::string, std::string> verdicts;
  for (const auto& one : results["cases"]) { verdicts[one["id"]] = one["verdict"]; }
  return verdicts;
}

TEST_F(RunCommand, WorkersComeToTheSameVerdicts) {
  EXPECT_EQ(run({"--area", "firmware"}).exit_code, 0);
  const auto alone = verdicts_of(results());
  EXPECT_EQ(run({"--area", "firmware", "--jobs", "3"}).exit_code, 0);
  EXPECT_GT(alone.size(), 10U);
  EXPECT_EQ(verdicts_of(results()), alone);
}

TEST_F(RunCommand, ShardsTogetherAreTheWhole) {
  EXPECT_EQ(run({"--area", "firmware"}).exit_code, 0);
  const auto whole = verdicts_of(results());
  EXPECT_EQ(run({"--area", "firmware", "--shard", "0/2"}).exit_code, 0);
  auto parts = verdicts_of(results());
  setenv("GTEST_SHARD_INDEX", "1", 1);
  setenv("GTEST_TOTAL_SHARDS", "2", 1);
  EXPECT_EQ(run({"--area", "firmware"}).exit_code, 0);
  unsetenv("GTEST_SHARD_INDEX");
  unsetenv("GTEST_TOTAL_SHARDS");
  const auto second = verdicts_of(results());
  EXPECT_LT(second.size(), whole.size());
  parts.insert(second.begin(), second.end());
  EXPECT_EQ(parts, whole);
}

/// A run in a process of its own, which a test sends signals to.
struct Started : BackgroundProgram {
  Started(const fs::path& out, const std::vector<std::string>& more)
      : BackgroundProgram(ENOCHECK_PROGRAM, arguments(out, more)) {}

 private:
  static std::vector<std::string> arguments(const fs::path& out, const std::vector<std::string>& more) {
    std::vector<std::string> words = {"run", "--progress", "none", "--out", out.string()};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

bool has_lines(const fs::path& file, std::size_t lines) {
  const auto text = read_text(file).value_or("");
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) >= lines;
}

TEST_F(RunCommand, AnInterruptedRunKeepsWhatItHas) {
  Started started(out(), {});
  ASSERT_TRUE(started.until([&] { return has_lines(latest() / "0.journal.jsonl", 10); }));
  kill(started.process, SIGINT);
  EXPECT_EQ(started.exit_code(), 130);
  const auto kept = results();
  expect_fits(kept, "results.schema.json");
  EXPECT_GE(kept["cases"].size(), 4U);
  EXPECT_EQ(kept["totals"]["error"], 0) << "the case at hand was finished";
}

/// Ctrl-C on a terminal goes to the whole process group.
TEST_F(RunCommand, AnInterruptWithWorkersIsNoErrorOfTheirs) {
  Started started(out(), {"--jobs", "2"});
  ASSERT_TRUE(started.until([&] { return has_lines(latest() / "1.journal.jsonl", 6); }));
  kill(-started.process, SIGINT);
  EXPECT_EQ(started.exit_code(), 130);
  const auto kept = results();
  EXPECT_GE(kept["cases"].size(), 2U);
  EXPECT_EQ(kept["totals"]["error"], 0);
}

/// The first child of a process; 0 while it has none.
pid_t child_of(pid_t process) {
  std::ifstream children("/proc/" + std::to_string(process) + "/task/" + std::to_string(process) +
                         "/children");
  pid_t child = 0;
  children >> child;
  return child;
}

bool is_stopped(pid_t process) {
  const auto status = read_text("/proc/" + std::to_string(process) + "/stat").value_or("");
  return status.find(") T ") != std::string::npos;
}

/// Stops a worker while a case of its journal has begun and not ended: each case has two lines.
void stop_within_a_case(pid_t worker, const fs::path& journal) {
  for (;;) {
    kill(worker, SIGSTOP);
    while (!is_stopped(worker)) {}
    const auto text = read_text(journal).value_or("");
    if (std::count(text.begin(), text.end(), '\n') % 2 == 1) { return; }
    kill(worker, SIGCONT);
  }
}

TEST_F(RunCommand, AWorkerThatDiesTakesOneCaseAndNotTheRun) {
  Started started(out(), {"--jobs", "2", "--area", "firmware", "--area", "access", "--area", "control"});
  ASSERT_TRUE(started.until([&] { return has_lines(latest() / "1.journal.jsonl", 4); }));
  const auto worker = child_of(started.process);
  ASSERT_NE(worker, 0);
  stop_within_a_case(worker, latest() / "1.journal.jsonl");
  kill(worker, SIGABRT);  // SIGKILL comes from outside: then the case is tried again
  kill(worker, SIGCONT);
  EXPECT_EQ(started.exit_code(), 3) << "an error of the harness";
  const auto kept = results();
  EXPECT_EQ(kept["totals"]["error"], 1);
  EXPECT_EQ(run({"--area", "firmware", "--area", "access", "--area", "control"}).exit_code, 0);
  EXPECT_EQ(kept["cases"].size(), results()["cases"].size()) << "all the others were run";
}

TEST_F(RunCommand, ListsCasesAsTextAndJson) {
  const auto listed = enocheck({"list", "--requirement", "FW-1", "--format", "json"});
  EXPECT_EQ(listed.exit_code, 0);
  const auto cases = json::parse(listed.output, nullptr, false);
  expect_fits(cases, "list.schema.json");
  EXPECT_GT(cases["cases"].size(), 0U);
  EXPECT_NE(enocheck({"list", "--area", "access"}).output.find("access/rights_gained/after_7.6  [ACC-1]"),
            std::string::npos);
  EXPECT_EQ(enocheck({"list", "--tag", "no_such_tag"}).exit_code, 4);
}

TEST_F(RunCommand, CheckFindsWhatDoesNotHoldTogether) {
  const auto data = copied_data();
  replace_in(data / "testcases/access/rights_gained.xml", R"(as="ENO2")", R"(as="NOBODY")");
  const auto outcome = enocheck({"check", "--data", data.string()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.output.find("testcases/access/rights_gained.xml:"), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("no user NOBODY"), std::string::npos) << outcome.output;
}

/// One rule of a simulator is broken: the suite sees it, and says where.
TEST_F(RunCommand, DefectsRunSaysWhichCaseCaughtADefect) {
  const auto outcome = enocheck({"defects", "run", "--defect", "dsp.grants-7.5-to-ED", "--format", "json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  const auto killed = json::parse(outcome.output, nullptr, false);
  expect_fits(killed, "defects.schema.json");
  ASSERT_EQ(killed["defects"].size(), 1U);
  EXPECT_EQ(killed["defects"][0]["component"], "dsp.access-control");
  EXPECT_EQ(killed["defects"][0]["killed"], true);
  EXPECT_EQ(killed["defects"][0]["killed_by"].size(), 1U);
  EXPECT_EQ(killed["kill_rate"], 1.0);
  const auto alive = enocheck({"defects", "run", "--defect", "dsp.grants-7.5-to-ED", "--area", "labels"});
  EXPECT_EQ(alive.exit_code, 1) << alive.output;
  EXPECT_EQ(enocheck({"defects", "run", "--defect", "no.such-defect"}).exit_code, 2);
  EXPECT_NE(enocheck({"defects", "list"}).output.find("dsp.grants-7.5-to-ED"), std::string::npos);
}

/// What a failure looks like, without a system that fails: the record says that it was made to.
TEST_F(RunCommand, CanBreakTheSimulatorsOnPurpose) {
  const std::vector<std::string> one = {"--filter", "control/durations/1_hcalcs", "--defect",
                                        "hcalcs.ignores-duration"};
  const auto outcome = run(one);
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.output.find("broken on purpose: hcalcs.ignores-duration"), std::string::npos);
  EXPECT_NE(outcome.output.find("--defect hcalcs.ignores-duration"), std::string::npos)
      << "the command to reproduce it";
  const auto written = results();
  expect_fits(written, "results.schema.json");
  EXPECT_EQ(written["run"]["defect"], "hcalcs.ignores-duration");
  EXPECT_EQ(written["cases"][0]["hop"], "hcalcs");
  EXPECT_EQ(
      run({"--jobs", "2", "--filter", "control/durations/1_hcalcs", "--defect", "hcalcs.ignores-duration"})
          .exit_code,
      1);
  EXPECT_EQ(run({"--defect", "no.such-defect"}).exit_code, 2);
}

}  // namespace
}  // namespace enocheck
