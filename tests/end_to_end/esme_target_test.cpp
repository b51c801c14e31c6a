// `enocheck run --target esme=…`: meters behind TCP (`enocheck sim esme`), meters behind adapters, and what
// becomes of a run when they are broken or go.

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "support/esme_simulator.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// Why a case may be left out on a bench that is not in process. Whatever else is a fault.
const std::vector<std::string> kMaySkip = {
    "the target does not let us see: parse",
    "the target does not let us see: tls",
    "the case is about a feeder; a bench has meters alone",
    "nothing went to the meter or came from it: the case is about others",
    "which is not on the bench",
};
/// … and behind an adapter, that tells nothing of what passes in a home.
std::vector<std::string> may_skip_behind_adapter() {
  auto all = kMaySkip;
  all.insert(all.end(), {"the target does not let us see: what passes in a home",
                         "lets nobody disturb what passes in a home"});
  return all;
}

class EsmeTarget : public SuiteRun {
 protected:
  /// The verdicts in process, of the whole suite; judged once.
  [[nodiscard]] const Verdicts& embedded() const {
    static const Verdicts all = [this] {
      EXPECT_EQ(run({}).exit_code, 0);
      return verdicts();
    }();
    return all;
  }
  static std::vector<std::string> behind(const std::string& command) {
    return {"--target", "esme=exec:" + command};
  }
};

TEST_F(EsmeTarget, GivesTheVerdictsOfTheEmbeddedTargetOverTcp) {
  ASSERT_GT(embedded().size(), 1000U);
  const EsmeSimulator simulator(place_);
  const auto outcome = run(simulator.aim());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(verdicts().size(), embedded().size());
  expect_same(embedded(), verdicts(), "over TCP", kMaySkip);
  EXPECT_GT(total("pass"), embedded().size() / 3) << "hardly anything is judged";
}

TEST_F(EsmeTarget, GivesTheVerdictsOfTheEmbeddedTargetBehindTheReferenceAdapter) {
  const auto outcome = run(behind(ENOCHECK_LOOPBACK), {"--area", "firmware", "--area", "control", "--area",
                                                       "labels", "--area", "boost", "--area", "security"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  const auto judged = verdicts();
  expect_same(embedded(), judged, "behind an adapter", may_skip_behind_adapter());
  for (const auto* const area : {"firmware/", "control/", "labels/", "boost/", "security/"}) {
    EXPECT_TRUE(std::any_of(judged.begin(), judged.end(), [&](const auto& one) {
      return one.first.starts_with(area) && one.second.verdict == "pass";
    })) << area;
  }
}

TEST_F(EsmeTarget, ASeededDefectIsCaughtOverTcp) {
  const EsmeSimulator simulator(place_);
  const auto outcome =
      run(simulator.aim(), {"--defect", "esme.accepts-replayed-counter", "--filter", "security/replay*"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
  expect_part(outcome.output, "hop=esme");
}

TEST_F(EsmeTarget, ASeededDefectIsCaughtBehindAnAdapter) {
  const auto outcome = run(behind(std::string(ENOCHECK_LOOPBACK) + " --defect hcalcs.ignores-duration"),
                           {"--filter", "control.durations/*"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
  expect_part(outcome.output, "or of the HCALCS: what passes between them is not seen");
}

TEST_F(EsmeTarget, LostMidwayLeavesTheCaseAtHandInconclusiveAndRecordsTheRest) {
  EsmeSimulator simulator(place_);
  EXPECT_EQ(run_and_lose(simulator, simulator.aim()), 5);
  expect_part(printed(), "esme=" + simulator.address("esme"));
  expect_part(printed(), "start `enocheck sim esme` again");
  EXPECT_EQ(total("fail"), 0U);
  EXPECT_EQ(total("error"), 0U);
  EXPECT_GT(total("pass"), 0U);
  EXPECT_GT(total("inconc"), 0U);
  EXPECT_EQ(results()["cases"].size(), embedded().size()) << "each has its verdict";
}

TEST_F(EsmeTarget, OneMeterOfTheWorldInRealTime) {
  const EsmeSimulator simulator(place_, {"--world", "street", "--meter", "ESME1"});
  const auto outcome =
      run({"--target", "esme=" + simulator.address("esme")},
          {"--world", "street", "--meter", "ESME1", "--filter",
           "access.boost_association_by_role/eno_*:control.deactivate_opens_switch/*:boost.button/*"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(total("pass"), 2U) << outcome.output;
  expect_part(outcome.output, "the target does not let us see: charger");
}

TEST_F(EsmeTarget, PythonExampleBringsCommandsToAMeter) {
  if (std::system("python3 -c pass >/dev/null 2>&1") != 0) {  // NOLINT(cert-env33-c,concurrency-mt-unsafe)
    GTEST_SKIP() << "python3 is not on this machine: apt-get install python3";
  }
  const EsmeSimulator simulator(place_, {"--world", "street", "--meter", "ESME1"});
  const auto adapter = "python3 " + (source_dir() / "runners/adapters/example_python/adapter.py").string() +
                       " " + simulator.address("esme").substr(std::string("tcp://").size());
  const std::vector<std::string> what = {"--world", "street",   "--meter",
                                         "ESME1",   "--filter", "access.boost_association_by_role/eno_*"};
  const auto outcome = run(behind(adapter + " 00-DB-12-34-56-78-90-A0"), what);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(total("pass"), 2U) << outcome.output;
  const auto elsewhere = run(behind(adapter + " 00-DB-12-34-56-79-02-A0"), what);
  EXPECT_EQ(elsewhere.exit_code, 0) << elsewhere.output << elsewhere.errors;
  EXPECT_EQ(total("skip"), 2U) << elsewhere.output;
  expect_part(elsewhere.output, "00-DB-12-34-56-78-90-A0 is not behind this adapter");
}

TEST_F(EsmeTarget, NobodyThereIsExitCode5AndNamesTheEndpoint) {
  const auto outcome = run({"--target", "esme=tcp://127.0.0.1:1"}, {"--world", "street", "--meter", "ESME1"});
  EXPECT_EQ(outcome.exit_code, 5);
  expect_part(outcome.errors, "esme=tcp://127.0.0.1:1");
  EXPECT_FALSE(fs::exists(out())) << "nothing was run";
}

TEST_F(EsmeTarget, WrongOptionsAreExitCode2AndSayWhatToDo) {
  const EsmeSimulator simulator(place_, {"--profile", "before"});
  const auto tcp = "esme=" + simulator.address("esme");
  const std::string loopback = ENOCHECK_LOOPBACK;
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
      {{"--target", tcp}, "--world and --meter"},
      {{"--target", tcp, "--control", simulator.address("control")}, "--profile secmp0046"},
      {{"--target", tcp, "--control", "127.0.0.1"}, "--control"},
      {{"--target", "esme=tcp://nowhere:port", "--world", "street", "--meter", "ESME1"}, "--target"},
      {{"--target", tcp, "--world", "street", "--meter", "ESME1", "--time", "virtual"}, "--time virtual"},
      {{"--target", tcp, "--world", "street", "--meter", "ESME1", "--defect", "esme.reset-does-nothing"},
       "--defect breaks the simulators"},
      {{"--target", tcp, "--world", "street", "--meter", "ESME1", "--jobs", "2"}, "--jobs"},
      {{"--target", "esme=exec:" + loopback, "--jobs", "2"}, "--jobs"},
      {{"--target", "esme=exec:" + loopback, "--control", simulator.address("control")}, "--control"},
      {{"--target", "esme=exec:enocheck-has-no-such-adapter"}, "is not in PATH"},
      {{"--target", "esme=http://127.0.0.1:1"}, "this build knows embedded, "},
  };
  for (const auto& [arguments, part] : wrong) {
    const auto outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments[1] << outcome.output << outcome.errors;
    expect_part(outcome.errors, part);
  }
  EXPECT_EQ(run(simulator.aim(), {"--profile", "before", "--area", "firmware"}).exit_code, 0);
}

TEST_F(EsmeTarget, ASimulatorSaysWhyItDoesNotStart) {
  const EsmeSimulator simulator(place_);
  const auto taken = simulator.address("esme").substr(std::string("tcp://").size());
  const std::vector<std::tuple<std::string, std::string, std::string>> wrong = {
      {"--listen", taken, taken},
      {"--meter", "ESME7", "ESME7"},
      {"--world", "nowhere", "there is no world nowhere"},
      {"--defect", "esme.sings", "no defect esme.sings"},
  };
  for (const auto& [option, value, part] : wrong) {
    const auto outcome =
        place_.run(ENOCHECK_PROGRAM, {"sim", "esme", "--control", "127.0.0.1:0", option, value});
    EXPECT_EQ(outcome.exit_code, 2) << outcome.errors;
    expect_part(outcome.errors, part);
  }
}

TEST_F(EsmeTarget, TheSimulatorEndsOnSigtermWithExitCode0) {
  EsmeSimulator simulator(place_);
  EXPECT_EQ(simulator.program().end(SIGTERM), 0);
}

/// Adapters that are broken in one way each; what works of them is a meter that takes everything and says
/// nothing.
class BrokenMeter : public EsmeTarget {
 protected:
  void SetUp() override {
    if (std::system("python3 -c pass >/dev/null 2>&1") != 0) {  // NOLINT(cert-env33-c,concurrency-mt-unsafe)
      GTEST_SKIP() << "python3 is not on this machine: apt-get install python3";
    }
  }
  [[nodiscard]] static std::string broken(const std::string& way) {
    return "python3 " + (source_dir() / "tests/end_to_end/broken_adapters/broken.py").string() + " " + way;
  }
  /// Ten cases in which no answer is to be expected.
  [[nodiscard]] Outcome run_broken(const std::string& way) const {
    return run(behind(broken(way)), {"--filter", "security.forged_response/*:security.forged_read_answers/*",
                                     "--adapter-timeout", "PT1S"});
  }
};

TEST_F(BrokenMeter, AMeterThatSaysNothingFails) {
  const auto outcome = run(behind(broken("mute")), {"--filter", "control.deactivate_opens_switch/*"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
  EXPECT_EQ(total("pass"), 0U);
  expect_part(outcome.output, "hop=esme");
}

TEST_F(BrokenMeter, LosesOneCaseToAFaultInTheMiddleAndGoesOn) {
  const std::vector<std::pair<std::string, std::string>> ways = {
      {"crash", "killed by signal 6"},
      {"exit", "ended with exit code 9"},
      {"half", "ended with exit code 0"},
      {"hang", "within 1000 ms"},
      {"garbage", "no JSON object: \"Traceback (most recent call last):\""},
      {"huge", "a line of more than 4 MiB"},
      {"no-answer", "has no \"done\":true"},
      {"bad-event", "an event that is no \"sent\""},
      {"error", "the licence server is not reachable"},
  };
  for (const auto& [way, part] : ways) {
    const auto outcome = run_broken(way + "-at-30");
    EXPECT_EQ(outcome.exit_code, 5) << way << outcome.output << outcome.errors;
    EXPECT_EQ(total("inconc"), 1U) << way;
    EXPECT_EQ(total("pass"), 9U) << way << ": the run goes on";
    expect_part(outcome.output, part);
  }
}

TEST_F(BrokenMeter, GivesUpOnAnAdapterThatNeverGetsThrough) {
  const auto outcome = run_broken("exit");
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_EQ(total("inconc"), 10U) << "every case has its verdict";
  expect_part(outcome.output, "was lost 5 times in a row");
}

TEST_F(BrokenMeter, DoesNotBeginWithAnAdapterThatIsNotWhatItShouldBe) {
  const std::vector<std::pair<std::string, std::string>> ways = {
      {"lie", "claims to have done \"x-"},
      {"wrong-protocol", "speaks protocol 2, this enocheck speaks 1"},
      {"no-operations", "has no operation deliver"},
      {"dies-early", "no module named vendor"},
  };
  for (const auto& [way, part] : ways) {
    const auto outcome = run_broken(way);
    EXPECT_EQ(outcome.exit_code, 5) << way << outcome.output << outcome.errors;
    expect_part(outcome.errors, part);
    EXPECT_FALSE(fs::exists(out() / "latest")) << way << ": nothing is recorded";
  }
}

}  // namespace
}  // namespace enocheck
