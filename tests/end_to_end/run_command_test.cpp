// `enocheck run`, `list`, `check` and `defects` as their users run them: exit codes, JSON, the run folder.

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "support/json_schema.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path source_dir() {
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
  return source == nullptr ? fs::current_path() : fs::path(source);
}

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

TEST_F(RunCommand, AHarnessErrorIsNoFail) {
  const auto data = copied_data();
  replace_in(data / "testcases/access/rights_gained.xml", R"(as="ENO2")", R"(as="NOBODY")");
  EXPECT_EQ(run({"--data", data.string(), "--filter", "access/rights_gained/after_7.6"}).exit_code, 3);
  EXPECT_EQ(results()["cases"][0]["verdict"], "error");
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
class Started {
 public:
  Started(const fs::path& out, const std::vector<std::string>& more) {
    std::vector<std::string> words = {"enocheck", "run", "--progress", "none", "--out", out.string()};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> arguments;
    for (auto& word : words) { arguments.push_back(word.data()); }
    arguments.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&process, ENOCHECK_PROGRAM, nullptr, nullptr, arguments.data(), environ), 0);
  }
  /// Waits until `holds`, or the process has ended; false if it ended first.
  bool until(const std::function<bool()>& holds) {
    while (!holds()) {
      if (waitpid(process, &status_, WNOHANG) == process) {
        ended_ = true;
        return false;
      }
    }
    return true;
  }
  int exit_code() {
    if (!ended_) { waitpid(process, &status_, 0); }
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
  }
  pid_t process = 0;

 private:
  int status_ = 0;
  bool ended_ = false;
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

/// The first child of a process; 0 while it has none.
pid_t child_of(pid_t process) {
  std::ifstream children("/proc/" + std::to_string(process) + "/task/" + std::to_string(process) +
                         "/children");
  pid_t child = 0;
  children >> child;
  return child;
}

TEST_F(RunCommand, AWorkerThatDiesTakesOneCaseAndNotTheRun) {
  Started started(out(), {"--jobs", "2", "--area", "firmware", "--area", "access", "--area", "control"});
  ASSERT_TRUE(started.until([&] { return has_lines(latest() / "1.journal.jsonl", 4); }));
  const auto worker = child_of(started.process);
  ASSERT_NE(worker, 0);
  kill(worker, SIGKILL);
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
