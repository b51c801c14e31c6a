// `enocheck run --target dsp=…` against `enocheck sim dsp`: two processes, sockets, TLS; and what becomes of
// a run when the other one goes.

#include <gtest/gtest.h>

#include "support/suite_run.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// `enocheck sim dsp` on ports that the system picks.
class DspSimulator : public Simulator {
 public:
  explicit DspSimulator(const Workplace& place, std::vector<std::string> more = {})
      : Simulator(ENOCHECK_PROGRAM, place, arguments(std::move(more))) {}
  /// The options that aim a run at it.
  [[nodiscard]] std::vector<std::string> aim() const {
    return {"--target", "dsp=" + address("duis"), "--control", address("control")};
  }

 private:
  static std::vector<std::string> arguments(std::vector<std::string> more) {
    more.insert(more.begin(),
                {"dsp", "--listen", "127.0.0.1:0", "--smki", "127.0.0.1:0", "--control", "127.0.0.1:0"});
    return more;
  }
};

class DspTarget : public SuiteRun {
 protected:
  DspTarget() : SuiteRun(ENOCHECK_PROGRAM) {}
};

TEST_F(DspTarget, GivesTheVerdictsOfTheEmbeddedTargetCaseByCase) {
  const DspSimulator simulator(place_);
  ASSERT_EQ(run({}).exit_code, 0);
  const auto embedded = verdicts();
  const auto over_http = run(simulator.aim());
  EXPECT_EQ(over_http.exit_code, 0) << over_http.output;
  ASSERT_GT(embedded.size(), 1000U);
  EXPECT_EQ(verdicts().size(), embedded.size());
  expect_same(embedded, verdicts(), "dsp=", {"the target does not let us see: parse"});
  EXPECT_LT(total("skip"), embedded.size() / 3) << "hardly anything is judged";
}

TEST_F(DspTarget, ASeededDefectIsCaughtOverHttpToo) {
  const DspSimulator simulator(place_);
  const auto outcome = run(simulator.aim(), {"--defect", "dsp.skips-gbcs-signature", "--area", "security"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output;
  EXPECT_NE(outcome.output.find("hop=dsp.request-management"), std::string::npos) << outcome.output;
}

TEST_F(DspTarget, RunsInRealTime) {
  const DspSimulator simulator(place_);
  const auto outcome =
      run(simulator.aim(), {"--time", "real", "--filter", "access/rights_gained/*:labels/*/empty"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_GT(results().at("totals").at("pass").get<int>(), 0);
}

TEST_F(DspTarget, WithoutControlPlaysTheWorldThatItIsTold) {
  const DspSimulator simulator(place_, {"--respond-to", "http://127.0.0.1:1/"});
  const auto outcome = run({"--target", "dsp=" + simulator.address("duis")},
                           {"--world", "street", "--filter", "access/*:firmware/*"});
  const auto totals = results().at("totals");
  EXPECT_EQ(totals.at("fail"), 0) << outcome.output;
  EXPECT_GT(totals.at("pass").get<int>(), 0) << outcome.output;
  EXPECT_NE(outcome.output.find("the target's is street"), std::string::npos) << outcome.output;
}

TEST_F(DspTarget, LostMidwayLeavesTheCaseAtHandInconclusiveAndRecordsTheRest) {
  DspSimulator simulator(place_);
  EXPECT_EQ(run_and_lose(simulator, simulator.aim()), 5);
  expect_part(printed(), simulator.address("control"));
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
  const DspSimulator simulator(place_, {"--profile", "before"});
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
  const DspSimulator simulator(place_);
  const auto taken = simulator.address("duis").substr(std::string("http://").size());
  const auto outcome = place_.run(ENOCHECK_PROGRAM, {"sim", "dsp", "--listen", taken});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.errors.find(taken), std::string::npos) << outcome.errors;
}

TEST_F(DspTarget, TheSimulatorEndsOnSigtermWithExitCode0) {
  DspSimulator simulator(place_);
  EXPECT_EQ(simulator.program().end(SIGTERM), 0);
}

/// A **test** authority, and what it and another one signed; made with the openssl program.
class TlsTarget : public DspTarget {
 protected:
  void SetUp() override {
    ASSERT_TRUE(authority("test-ca") && authority("test-other-ca"));
    ASSERT_TRUE(certificate("test-server", "test-ca", "") && certificate("test-client", "test-ca", ""));
    ASSERT_TRUE(certificate("foreign", "test-other-ca", "") && certificate("expired", "test-ca", "expired"));
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (folder() / name).string(); }
  [[nodiscard]] std::vector<std::string> tls(const std::string& own) const {
    return {"--tls-certificate", file(own + ".pem"), "--tls-key",
            file(own + ".key"),  "--tls-trusted",    file("test-ca.pem")};
  }
  [[nodiscard]] Outcome run_over_tls(const DspSimulator& simulator, std::vector<std::string> more) const {
    auto options = tls("test-client");
    options.insert(options.end(), {"--tls-refused", folder().string()});
    options.insert(options.end(), more.begin(), more.end());
    return run(simulator.aim(), options);
  }

 private:
  [[nodiscard]] bool openssl(const std::string& command) const {
    return place_.run("/bin/sh", {"-c", "cd \"" + folder().string() + "\" && openssl " + command})
               .exit_code == 0;
  }
  [[nodiscard]] bool authority(const std::string& name) const {
    return openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=" + name +
                   " -addext basicConstraints=critical,CA:TRUE -keyout " + name + ".key -out " + name +
                   ".pem");
  }
  /// `until`: empty, or "expired".
  [[nodiscard]] bool certificate(const std::string& name, const std::string& issuer,
                                 const std::string& until) const {
    place_.write("ca.conf",
                 "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\n"
                 "default_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n[ext]\n"
                 "subjectAltName=IP:127.0.0.1\n");
    place_.write("index.txt", "");
    const auto dates =
        until.empty() ? std::string("-days 20") : "-startdate 20190101000000Z -enddate 20200101000000Z";
    return openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name + " -keyout " +
                   name + ".key -out " + name + ".csr") &&
           openssl("ca -batch -notext -config ca.conf -extensions ext " + dates + " -cert " + issuer +
                   ".pem -keyfile " + issuer + ".key -in " + name + ".csr -out " + name + ".pem");
  }
};

TEST_F(TlsTarget, MutualTlsLetsInTheOwnCertificateAlone) {
  auto options = tls("test-server");
  options.emplace_back("--tls-require-client");
  const DspSimulator simulator(place_, options);
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
  const DspSimulator simulator(place_, tls("test-server"));
  const auto outcome = run_over_tls(simulator, {"--filter", "security/client_certificate/none"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.output.find("hop=dsp.access-control"), std::string::npos) << outcome.output;
}

TEST_F(TlsTarget, AServerThatIsNotTrustedIsNotCalled) {
  const DspSimulator simulator(place_, tls("test-server"));
  const auto outcome = run({"--target", "dsp=" + simulator.address("duis")},
                           {"--tls-trusted", file("test-other-ca.pem"), "--world", "street"});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.errors.find("not trusted"), std::string::npos) << outcome.errors;
}

}  // namespace
}  // namespace enocheck
