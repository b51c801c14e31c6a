// `enocheck run --target pc=exec:…` as its users run it: against both reference adapters, and against
// adapters that are broken in one way each.

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>

#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Twelve cases that an adapter passes by answering "no" to each.
constexpr const char* kTwelve = "parse.alert_is_no_answer/*";

class AdapterTarget : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("python3 -c pass >/dev/null 2>&1") != 0) {  // NOLINT(cert-env33-c,concurrency-mt-unsafe)
      GTEST_SKIP() << "python3 is not on this machine: apt-get install python3";
    }
  }
  [[nodiscard]] Outcome run(const std::string& command, std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.begin(), {"run", "--target=pc=exec:" + command, "--progress=none", "--out",
                                         (place_.folder() / "results").string()});
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  [[nodiscard]] Outcome run_broken(const std::string& way, std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.end(), {"--filter", kTwelve, "--adapter-timeout", "PT1S"});
    return run(broken(way), arguments);
  }
  [[nodiscard]] static std::string broken(const std::string& way) {
    return "python3 " + (source_dir() / "tests/end_to_end/broken_adapters/broken.py").string() + " " + way;
  }
  [[nodiscard]] static std::string python() {
    return "python3 " + (source_dir() / "runners/adapters/example_python/adapter.py").string();
  }
  [[nodiscard]] fs::path latest() const { return place_.folder() / "results" / "latest"; }
  [[nodiscard]] json results() const {
    return json::parse(read_text(latest() / "results.json").value_or("null"), nullptr, false);
  }
  [[nodiscard]] std::size_t total(const char* verdict) const {
    return results()["totals"].value(verdict, std::size_t{0});
  }
  static void expect_part(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " is not in: " << text;
  }

  Workplace place_;
};

TEST_F(AdapterTarget, LoopbackPassesEverythingThatAParserIsAsked) {
  const auto outcome = run(ENOCHECK_LOOPBACK, {"--area", "parse"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_GE(total("pass"), 60U);
  EXPECT_EQ(total("skip"), 0U) << outcome.output;
  const auto evidence = latest() / "evidence/parse/mmc_of_alerts/ecs80_alert";
  EXPECT_TRUE(fs::exists(evidence / "0001-message-to-parser.hex"));
  EXPECT_TRUE(fs::exists(evidence / "0002-parser-to-user.mmc"));
}

TEST_F(AdapterTarget, SkipsWhatItDoesNotLetUsSee) {
  const auto outcome =
      run(ENOCHECK_LOOPBACK, {"--filter", "control.deactivate_opens_switch/*:" + std::string(kTwelve)});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(total("pass"), 12U);
  EXPECT_EQ(total("skip"), 2U);
  expect_part(outcome.output, "the target does not let us see: duis");
}

TEST_F(AdapterTarget, GivesEachWorkerAnAdapterOfItsOwn) {
  const auto outcome = run(ENOCHECK_LOOPBACK, {"--area", "parse", "--jobs", "2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(total("skip"), 0U);
  EXPECT_TRUE(fs::exists(latest() / "adapter_1.stderr"));
  EXPECT_TRUE(fs::exists(latest() / "adapter_2.stderr"));
}

TEST_F(AdapterTarget, PythonExampleIsHonest) {
  const auto outcome = run(python(), {"--area", "parse"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_GE(total("pass"), 60U) << "what headers tell it can judge";
  EXPECT_GE(total("skip"), 60U) << "the rest it says that it cannot";
  expect_part(outcome.output, "this example does not read payloads");
}

TEST_F(AdapterTarget, LosesOneCaseToAFaultInTheMiddleAndGoesOn) {
  const std::map<std::string, std::string> ways = {
      {"crash", "killed by signal 6"},
      {"exit", "ended with exit code 9"},
      {"half", "ended with exit code 0"},
      {"hang", "no answer to \"correlate\" within 1000 ms"},
      {"garbage", "no JSON object: \"Traceback (most recent call last):\""},
      {"huge", "a line of more than 4 MiB"},
      {"no-answer", "has no \"belongs\""},
      {"error", "the licence server is not reachable"},
  };
  for (const auto& [way, part] : ways) {
    const auto outcome = run_broken(way + "-at-7");
    EXPECT_EQ(outcome.exit_code, 5) << way << outcome.output << outcome.errors;
    EXPECT_EQ(total("inconc"), 1U) << way;
    EXPECT_EQ(total("pass"), 11U) << way << ": the run goes on";
    expect_part(outcome.output, part);
    expect_part(outcome.output, "adapter `" + broken(way + "-at-7") + "`");
  }
}

TEST_F(AdapterTarget, KeepsWhatAnAdapterSaidOnStandardError) {
  const auto outcome = run_broken("crash-at-7");
  expect_part(read_text(latest() / "adapter_0.stderr").value_or(""), "broken.py: about to crash");
  expect_part(outcome.output, "on its standard error: \"broken.py: about to crash\"");
  expect_part(outcome.output, "adapter_0.stderr");
}

TEST_F(AdapterTarget, GivesUpOnAnAdapterThatNeverGetsThrough) {
  const auto outcome = run_broken("exit");
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_EQ(total("inconc"), 12U) << "every case has its verdict";
  expect_part(outcome.output, "was lost 5 times in a row");
}

TEST_F(AdapterTarget, RecordsEveryCaseOfEveryWorkerThatLosesItsAdapter) {
  const auto outcome = run_broken("crash-at-3", {"--jobs", "2"});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output << outcome.errors;
  EXPECT_EQ(results()["cases"].size(), 12U);
  EXPECT_GE(total("inconc"), 2U) << "each worker's adapter crashes at its third call";
}

TEST_F(AdapterTarget, DoesNotBeginWithAnAdapterThatIsNotWhatItShouldBe) {
  const std::map<std::string, std::string> ways = {
      {"lie", "claims to have done \"x-"},
      {"wrong-protocol", "speaks protocol 2, this enocheck speaks 1"},
      {"no-operations", "has no operation correlate"},
      {"dies-early", "no module named vendor"},
  };
  for (const auto& [way, part] : ways) {
    const auto outcome = run_broken(way);
    EXPECT_EQ(outcome.exit_code, 5) << way << outcome.output << outcome.errors;
    expect_part(outcome.errors, part);
    expect_part(outcome.errors, "adapter `" + broken(way) + "`");
    EXPECT_FALSE(fs::exists(latest())) << way << ": nothing is recorded";
  }
}

TEST_F(AdapterTarget, TellsWrongUsageFromAnEndpointThatIsLost) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
      {{"--target=pc=exec:enocheck-has-no-such-adapter"}, "enocheck-has-no-such-adapter is not in PATH"},
      {{"--target=pc=exec:"}, "there is no command"},
      {{"--target=pc=exec:sh \"open"}, "is not closed"},
      {{"--target=pc=exec:/etc/passwd"}, "no file that may be executed"},
      {{"--target=pc=ftp://x"}, "this build knows embedded, "},
      {{"--target=pc=exec:cat", "--defect", "esme.reset-does-nothing"}, "--defect breaks the simulators"},
      {{"--target=pc=exec:cat", "--adapter-timeout", "soon"}, "soon is no span of time"},
  };
  for (const auto& [arguments, part] : wrong) {
    auto all = arguments;
    all.insert(all.begin(), "run");
    const auto outcome = place_.run(ENOCHECK_PROGRAM, all);
    EXPECT_EQ(outcome.exit_code, 2) << arguments.front() << outcome.output << outcome.errors;
    expect_part(outcome.errors, part);
  }
}

TEST_F(AdapterTarget, HoldsMmcAgainstTheSchemaThatItIsGiven) {
  const auto schema = source_dir() / "schemas/enocheck/duis_subset.xsd";  // of other documents
  const auto outcome =
      run(ENOCHECK_LOOPBACK, {"--filter", "parse.switches_of_the_eno", "--mmc-schema", schema.string()});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
  expect_part(outcome.output, "hop=parse-and-correlate: the MMC document does not fit the published schema");
}

TEST_F(AdapterTarget, LeavesNoAdapterBehind) {
  const auto script =
      place_.write("adapter.sh", "echo $$ > '" + (place_.folder() / "pid").string() + "'\nexec \"$@\"\n");
  const auto outcome =
      run("sh " + script + " " + broken("hang"), {"--filter", kTwelve, "--adapter-timeout", "PT0.3S"});
  EXPECT_EQ(outcome.exit_code, 5);
  const auto pid = std::stoi(read_text(place_.folder() / "pid").value_or("0"));
  ASSERT_GT(pid, 1);
  EXPECT_NE(kill(pid, 0), 0) << "it still runs";
}

}  // namespace
}  // namespace enocheck
