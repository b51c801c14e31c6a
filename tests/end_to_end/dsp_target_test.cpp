// `enocheck run --target dsp=…` against `enocheck sim dsp`: two processes, sockets, TLS; and what becomes of
// a run when the other one goes.

#include <gtest/gtest.h>

#include "net/http_client.h"
#include "support/suite_run.h"
#include "support/tls_files.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

class DspTarget : public SuiteRun {};

TEST_F(DspTarget, GivesTheVerdictsOfTheEmbeddedTargetCaseByCase) {
  const Simulator simulator(place_);
  ASSERT_EQ(run({}).exit_code, 0);
  const auto embedded = verdicts();
  const auto over_http = run(simulator.aim());
  EXPECT_EQ(over_http.exit_code, 0) << over_http.output;
  ASSERT_GT(embedded.size(), 1000U);
  EXPECT_EQ(verdicts().size(), embedded.size());
  expect_same(embedded, verdicts(), "over HTTP", {"the target does not let us see: parse"});
  EXPECT_LT(total("skip"), embedded.size() / 3) << "hardly anything is judged";
}

TEST_F(DspTarget, ASeededDefectIsCaughtOverHttpToo) {
  const Simulator simulator(place_);
  const auto outcome = run(simulator.aim(), {"--defect", "dsp.skips-gbcs-signature", "--area", "security"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output;
  EXPECT_NE(outcome.output.find("hop=dsp.request-management"), std::string::npos) << outcome.output;
}

TEST_F(DspTarget, RunsInRealTime) {
  const Simulator simulator(place_);
  const std::vector<std::string> subset = {
      "--filter", "access/rights_gained/*:labels/*/empty:access/boost_association_by_role/*"};
  ASSERT_EQ(run({}, subset).exit_code, 0);
  const auto embedded = verdicts();
  auto real = subset;
  real.insert(real.end(), {"--time", "real"});
  const auto outcome = run(simulator.aim(), real);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(verdicts().size(), embedded.size());
  expect_same(embedded, verdicts(), "in real time", {"the target does not let us see: parse"});
  EXPECT_GT(total("pass"), 0U);
}

TEST_F(DspTarget, WithoutControlPlaysTheWorldThatItIsTold) {
  const Simulator simulator(place_, {"--respond-to", "http://127.0.0.1:1/"});
  const auto outcome = run({"--target", "dsp=" + simulator.address("duis")},
                           {"--world", "street", "--filter", "access/*:firmware/*"});
  const auto totals = results().at("totals");
  EXPECT_EQ(totals.at("fail"), 0) << outcome.output;
  EXPECT_GT(totals.at("pass").get<int>(), 0) << outcome.output;
  EXPECT_NE(outcome.output.find("the target's is street"), std::string::npos) << outcome.output;
}

TEST_F(DspTarget, CountersBeginWhereTheTesterSaysAndGoOnFromThere) {
  const Simulator simulator(place_, {"--respond-to", "http://127.0.0.1:1/"});
  const auto counters = folder() / "counters.txt";
  const auto next_after = [&](const std::string& first) {
    const auto outcome = run({"--target", "dsp=" + simulator.address("duis")},
                             {"--world", "street", "--filter", "access/rights_gained/*", "--counters",
                              counters.string(), "--first-counter", first});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
    const auto text = read_text(counters).value_or("");
    const std::string eno = "90-B3-D5-1F-30-02-00-00 ";
    const auto at = text.find(eno);
    EXPECT_NE(at, std::string::npos) << text;
    return at == std::string::npos ? 0U : std::stoull(text.substr(at + eno.size()));
  };
  const auto first = next_after("5000");
  EXPECT_GT(first, 5000U);
  EXPECT_LT(first, 100'000'000U) << "not the time in milliseconds";
  EXPECT_GT(next_after("5000"), first) << "what was used never comes again";
}

TEST_F(DspTarget, UrlAndPathsAreTheTesters) {
  const Simulator simulator(place_);
  const auto at = [&](const std::string& base, const std::string& below) {
    return run(
        {"--target", "dsp=" + simulator.address("duis") + base, "--control", simulator.address("control")},
        {"--service-s", below + "/serviceS", "--service-t", below + "/serviceT", "--service-d",
         below + "/serviceD", "--filter", "access/boost_association_by_role/*"});
  };
  const auto found = at("/api", "/v1");
  EXPECT_EQ(found.exit_code, 0) << found.output << found.errors;
  EXPECT_GT(total("pass"), 0U);
  const auto elsewhere = at("/api", "/v2");
  EXPECT_EQ(elsewhere.exit_code, 1) << "the paths are used: " << elsewhere.output;
  EXPECT_EQ(at("", "v1").exit_code, 2) << "no path";
}

TEST_F(DspTarget, AWorldFileOfTheTestersOwnCanBePlayed) {
  auto text = read_text(source_dir() / "testcases" / "worlds" / "street.xml").value_or("");
  const std::string mpan = "1200000000017";
  for (auto at = text.find(mpan); at != std::string::npos; at = text.find(mpan)) {
    text.replace(at, mpan.size(), "1300000000018");
  }
  const Simulator simulator(place_, {"--world", place_.write("my_street.xml", text)});
  const auto url = net::parse_url(simulator.address("control"));
  const auto client = net::HttpClient::create(*url);
  const auto state = (*client)->get("/control/v1/state", std::chrono::seconds(30));
  ASSERT_TRUE(state.has_value());
  expect_part(state->body, "\"world\":\"my_street\"");
  text.insert(text.find("<meter "), "<lamp/>");
  const auto wrong =
      place_.run(ENOCHECK_PROGRAM, {"sim", "dsp", "--world", place_.write("dark_street.xml", text)});
  EXPECT_EQ(wrong.exit_code, 2);
  expect_part(wrong.errors, "dark_street.xml: line 5");
}

/// What a target remembers is in the evidence too: each user's counters were others than usual.
TEST_F(DspTarget, ItsEvidenceIsJudgedAgainWithoutIt) {
  const auto judge_again = [&](const std::string& folder) {
    const auto outcome = place_.run(ENOCHECK_PROGRAM, {"rejudge", folder});
    EXPECT_NE(outcome.output.find(" 0 changed, 0 cannot be judged"), std::string::npos) << outcome.output;
    return outcome.exit_code;
  };
  Simulator simulator(place_, {"--respond-to", "http://127.0.0.1:1/"});
  const auto alone = run({"--target", "dsp=" + simulator.address("duis")},
                         {"--world", "street", "--filter", "access/*:firmware/*"});
  const auto remembered = fs::canonical(out() / "latest");
  ASSERT_EQ(run(simulator.aim(), {"--area", "boost"}).exit_code, 0);
  const auto controlled = fs::canonical(out() / "latest");
  simulator.program().end(SIGKILL);
  EXPECT_EQ(judge_again(remembered), alone.exit_code);
  EXPECT_EQ(judge_again(controlled), 0);
}

TEST_F(DspTarget, DoctorTellsAWrongSetUpFromASystemThatDoesNotConform) {
  const auto nobody = place_.run(ENOCHECK_PROGRAM, {"doctor", "--target", "dsp=http://127.0.0.1:1"});
  EXPECT_EQ(nobody.exit_code, 1);
  EXPECT_NE(nobody.output.find("nothing listens there"), std::string::npos) << nobody.output;

  const Simulator simulator(place_);
  const std::vector<std::string> aim = {"doctor", "--target", "dsp=" + simulator.address("duis"), "--world"};
  const auto doctor = [&](std::vector<std::string> more) {
    more.insert(more.begin(), aim.begin(), aim.end());
    return place_.run(ENOCHECK_PROGRAM, more);
  };
  const auto ready = doctor({"street"});
  EXPECT_EQ(ready.exit_code, 0) << ready.output;
  EXPECT_NE(ready.output.find("clocks agree"), std::string::npos) << ready.output;
  const auto other_keys = doctor({"street", "--seed", "47"});
  EXPECT_EQ(other_keys.exit_code, 1) << "the simulator does not know these keys: " << other_keys.output;
  const auto other_world = doctor({"labels"});
  EXPECT_EQ(other_world.exit_code, 1) << "its hub is not there: " << other_world.output;
}

TEST_F(DspTarget, ADryRunCallsNobodyAndSaysWhatWouldBeSent) {
  const auto outcome = run({"--target", "dsp=http://127.0.0.1:1", "--world", "street", "--dry-run"},
                           {"--filter", "access/*:boost/*"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.output.find("  ENO      7.7     variant 1  to 00-DB-12-34-56-78-90-A0\n"),
            std::string::npos)
      << outcome.output;
  EXPECT_NE(outcome.output.find(": skip: "), std::string::npos) << "a DSP does not show switches";
  EXPECT_NE(outcome.output.find("Nothing was sent."), std::string::npos);
  EXPECT_FALSE(fs::exists(out())) << "nothing is recorded";
}

TEST_F(DspTarget, ARegisteredSutNeedsItsNameAlone) {
  const Simulator simulator(place_);
  const auto file = place_.write(
      "lab.xml", "<sut xmlns=\"urn:enocheck:sut:1\" title=\"lab\" start=\"turn the key\" target=\"dsp=" +
                     simulator.address("duis") + "\"><option name=\"control\" value=\"" +
                     simulator.address("control") + "\"/><option name=\"rate\" value=\"1000\"/></sut>");
  const auto outcome = run({"--sut", file}, {"--filter", "control/curtail*"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  const auto overridden =
      run({"--sut", file, "--control", "http://127.0.0.1:1"}, {"--filter", "control/curtail*"});
  EXPECT_EQ(overridden.exit_code, 5) << "the command line wins";
  EXPECT_NE(overridden.errors.find("turn the key"), std::string::npos) << overridden.errors;
}

TEST_F(DspTarget, LostMidwayLeavesTheCaseAtHandInconclusiveAndRecordsTheRest) {
  Simulator simulator(place_);
  EXPECT_EQ(run_and_lose(simulator, simulator.aim()), 5);
  expect_part(printed(), simulator.address("control"));
  expect_part(printed(), "start `enocheck sim dsp` again");
  EXPECT_EQ(total("fail"), 0U);
  EXPECT_EQ(total("error"), 0U);
  EXPECT_GT(total("pass"), 0U);
  EXPECT_GT(total("inconc"), 0U);
}

TEST_F(DspTarget, NobodyThereIsExitCode5AndNamesTheEndpoint) {
  const auto outcome = run({"--target", "dsp=http://127.0.0.1:1"});
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_NE(outcome.errors.find("http://127.0.0.1:1"), std::string::npos) << outcome.errors;
  EXPECT_FALSE(fs::exists(out())) << "nothing was run";
}

TEST_F(DspTarget, WrongOptionsAreExitCode2AndSayWhatToDo) {
  const Simulator simulator(place_, {"--profile", "before"});
  const auto other_profile = run(simulator.aim());
  EXPECT_EQ(other_profile.exit_code, 2);
  EXPECT_NE(other_profile.errors.find("--profile secmp0046"), std::string::npos) << other_profile.errors;
  EXPECT_EQ(run(simulator.aim(), {"--profile", "before", "--area", "timing"}).exit_code, 0);
  EXPECT_EQ(run(simulator.aim(), {"--profile", "before", "--seed", "47"}).exit_code, 2);
  EXPECT_EQ(run(simulator.aim(), {"--profile", "before", "--jobs", "2"}).exit_code, 2);
  EXPECT_EQ(run({"--target", "dsp=ftp://here"}).exit_code, 2);
  EXPECT_EQ(run({"--target", "dsp=http://127.0.0.1:1", "--time", "virtual"}).exit_code, 2);
}

TEST_F(DspTarget, TwoServersOnOnePortIsAClearError) {
  const Simulator simulator(place_);
  const auto taken = simulator.address("duis").substr(std::string("http://").size());
  const auto outcome = place_.run(ENOCHECK_PROGRAM, {"sim", "dsp", "--listen", taken});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.errors.find(taken), std::string::npos) << outcome.errors;
}

TEST_F(DspTarget, TheSimulatorEndsOnSigtermWithExitCode0) {
  Simulator simulator(place_);
  EXPECT_EQ(simulator.program().end(SIGTERM), 0);
}

/// A **test** authority, and what it and another one signed; made with the openssl program.
class TlsTarget : public DspTarget {
 protected:
  void SetUp() override { ASSERT_TRUE(files_.make()); }
  [[nodiscard]] Outcome run_over_tls(const Simulator& simulator, std::vector<std::string> more) const {
    auto options = files_.options("test-client");
    options.insert(options.end(), {"--tls-refused", folder().string()});
    options.insert(options.end(), more.begin(), more.end());
    return run(simulator.aim(), options);
  }

  TlsFiles files_{place_};
};

TEST_F(TlsTarget, MutualTlsLetsInTheOwnCertificateAlone) {
  auto options = files_.options("test-server");
  options.emplace_back("--tls-require-client");
  const Simulator simulator(place_, options);
  const auto outcome =
      run_over_tls(simulator, {"--filter", "security/client_certificate/*:control/curtail*"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  const auto judged = verdicts();
  for (const auto* const row : {"none", "foreign", "expired"}) {
    EXPECT_EQ(judged.at(std::string("security/client_certificate/") + row).verdict, "pass") << row;
  }
  EXPECT_GT(judged.size(), 3U);
}

TEST_F(TlsTarget, AServerThatAsksForNoCertificateFailsSec7) {
  const Simulator simulator(place_, files_.options("test-server"));
  const auto outcome = run_over_tls(simulator, {"--filter", "security/client_certificate/none"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.output.find("hop=dsp.access-control"), std::string::npos) << outcome.output;
}

TEST_F(TlsTarget, ARunWithoutTheCertificateThatIsAskedForDoesNotBegin) {
  auto options = files_.options("test-server");
  options.emplace_back("--tls-require-client");
  const Simulator simulator(place_, options);
  const auto outcome =
      run(simulator.aim(), {"--tls-trusted", files_.path("test-ca.pem"), "--area", "labels"});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output << outcome.errors;
  expect_part(outcome.errors, simulator.address("duis"));
  EXPECT_FALSE(fs::exists(out())) << "nothing was run";
}

TEST_F(TlsTarget, AServerThatIsNotTrustedIsNotCalled) {
  const Simulator simulator(place_, files_.options("test-server"));
  const auto outcome = run({"--target", "dsp=" + simulator.address("duis")},
                           {"--tls-trusted", files_.path("test-other-ca.pem"), "--world", "street"});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.errors.find("not trusted"), std::string::npos) << outcome.errors;
}

}  // namespace
}  // namespace enocheck
