// curl against `enocheck sim dsp`: what a client of another make does wrong, and that it harms nobody.

#include <gtest/gtest.h>

#include "support/simulator.h"
#include "support/tls_files.h"

namespace enocheck {
namespace {

class CurlTest : public testing::Test {
 protected:
  void SetUp() override {
    if (place_.run("curl", {"--version"}).exit_code != 0) { GTEST_SKIP() << "no curl: apt-get install curl"; }
  }
  /// Gives the status that curl was answered with ("000" for none), and curl's own exit code.
  [[nodiscard]] Outcome curl(const std::string& url, std::vector<std::string> options) const {
    options.insert(options.end(),
                   {"--silent", "--max-time", "60", "--output", (place_.folder() / "answer").string(),
                    "--write-out", "%{http_code}", url});
    return place_.run("curl", options);
  }
  [[nodiscard]] std::string status(const std::string& url, std::vector<std::string> options) const {
    return curl(url, std::move(options)).output;
  }
  static std::vector<std::string> posting(const std::string& what, const std::string& type) {
    return {"--data-binary", what, "--header", "Content-Type: " + type};
  }
  /// A document that is XML and no DUIS request is answered at the HTTP level: the server lives.
  void expect_alive(const std::string& url, std::vector<std::string> with = {}) const {
    auto options = posting("<no-request/>", "application/xml");
    options.insert(options.end(), with.begin(), with.end());
    EXPECT_EQ(status(url, options), "400");
  }

  Workplace place_;
};

TEST_F(CurlTest, WrongContentTypePathAndMethodAreRefused) {
  const Simulator simulator(place_);
  const auto service = simulator.address("duis") + "/api/v1/serviceS";
  EXPECT_EQ(status(service, posting("<no-request/>", "text/plain")), "415");
  EXPECT_EQ(status(service, posting("<no-request/>", "application/json")), "415");
  EXPECT_EQ(status(service, {}), "405") << "GET";
  EXPECT_EQ(status(simulator.address("duis") + "/api/v1/serviceX", posting("x", "application/xml")), "404");
  EXPECT_EQ(status(service, posting("<a>&lol;", "application/xml; charset=UTF-8")), "400");
  expect_alive(service);
}

TEST_F(CurlTest, OversizedBodyAndHeaderAreRefused) {
  const Simulator simulator(place_);
  const auto service = simulator.address("duis") + "/api/v1/serviceS";
  const auto huge = place_.write("huge.xml", "<a>" + std::string(4U << 20U, 'x') + "</a>");
  EXPECT_EQ(status(service, posting("@" + huge, "application/xml")), "413");
  const auto header = place_.write("header.txt", "X-Long: " + std::string(64U << 10U, 'x') + "\n");
  EXPECT_EQ(status(service, {"--header", "@" + header, "--data-binary", "x"}), "431");
  expect_alive(service);
}

TEST_F(CurlTest, SlowBodyIsCutOffAndOthersAreServedMeanwhile) {
  const Simulator simulator(place_);
  const auto service = simulator.address("duis") + "/api/v1/serviceS";
  const auto body = place_.write("body.xml", "<a>" + std::string(20'000, 'x') + "</a>");
  BackgroundProgram slow("curl", {"--silent", "--max-time", "60", "--limit-rate", "100", "--data-binary",
                                  "@" + body, "--header", "Content-Type: application/xml", service});
  expect_alive(service);
  const int code = slow.exit_code();
  EXPECT_TRUE(code == 55 || code == 56 || code == 52) << "sending or receiving failed, not " << code;
  expect_alive(service);
}

TEST_F(CurlTest, MutualTlsRefusesWrongClientCertificates) {
  const TlsFiles files(place_);
  ASSERT_TRUE(files.make());
  auto options = files.options("test-server");
  options.emplace_back("--tls-require-client");
  const Simulator simulator(place_, options);
  const auto service = simulator.address("duis") + "/api/v1/serviceS";
  const std::vector<std::string> trusting = {"--cacert", files.path("test-ca.pem")};
  const auto showing = [&](const std::string& name) {
    auto with = trusting;
    with.insert(with.end(), {"--cert", files.path(name + ".pem"), "--key", files.path(name + ".key")});
    return with;
  };
  for (const auto& refused : {trusting, showing("foreign"), showing("expired")}) {
    const auto outcome = curl(service, refused);
    EXPECT_EQ(outcome.output, "000") << refused.back();
    EXPECT_NE(outcome.exit_code, 0) << refused.back();
  }
  EXPECT_EQ(curl(service, {"--cacert", files.path("test-other-ca.pem")}).exit_code, 60)
      << "60: curl does not trust the server";
  expect_alive(service, showing("test-client"));
}

}  // namespace
}  // namespace enocheck
