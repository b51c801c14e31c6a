// enocheck against the DCC Boxed signing tool (npm @smartdcc/duis-sign-wrap 0.1.2, a Java program, run as
// such): each verifies what the other signs, under the public ZAZ1 test keys (npm
// @smartdcc/dccboxed-keystore).

#include <cstdlib>

#include <gtest/gtest.h>

#include "crypto/key_store.h"
#include "duis/service_request.h"
#include "duis/xml_signature.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEno = "90-B3-D5-1F-30-02-00-00";
constexpr std::string_view kSupplier = "90-B3-D5-1F-30-01-00-00";
constexpr int kToolRefuses = 10;  // its exit code for a schema or signature failure

fs::path npm_packages() {
  if (const char* const given = std::getenv("ENOCHECK_NPM_DIR")) { return given; }
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
  return fs::path(source != nullptr ? source : ".") / "tests/interop/node_modules";
}

class DuisSigningTool : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(jar_) || !fs::exists(keystore_)) {
      GTEST_SKIP() << "no signing tool below " << npm_packages()
                   << ": run npm ci in tests/interop, or set ENOCHECK_NPM_DIR";
    }
    if (place_.run("java", {"-version"}).exit_code != 0) {
      GTEST_SKIP() << "no Java runtime: apt-get install default-jre-headless";
    }
  }

  [[nodiscard]] Outcome tool(const std::string& task, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"-cp", jar_.string(), "uk.co.smartdcc.boxed.xmldsig." + task});
    return place_.run("java", arguments);
  }
  [[nodiscard]] Outcome enocheck(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin() + 1, {"--keystore", keystore_.string()});
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }

  [[nodiscard]] const fs::path& keystore() const { return keystore_; }

  Workplace place_;

 private:
  fs::path jar_ = npm_packages() / "@smartdcc/duis-sign-wrap/dist/tool.jar";
  fs::path keystore_ = npm_packages() / "@smartdcc/dccboxed-keystore/keystore.json";
};

/// A request in the version that this build of the tool knows.
std::string request(std::string_view originator, duis::CommandVariant variant, const std::string& number,
                    duis::RequestBody body) {
  duis::ServiceRequest request;
  request.schema_version = "5.1";
  request.header.request_id =
      duis::parse_request_id(fmt::format("{}:00-DB-12-34-56-78-90-A0:1001", originator)).value();
  request.header.command_variant = variant;
  request.header.service_reference = number.substr(0, number.find('.', number.find('.') + 1));
  request.header.service_reference_variant = number;
  request.body = std::move(body);
  return duis::build_request(request).value();
}

/// One request of each kind in scope.
std::vector<std::string> requests() {
  const auto at = parse_iso8601("2026-01-01T00:00:00Z").value();
  const std::array<duis::BoostFlag, 5> flags{{{1, true}, {2, false}, {3, true}, {4, false}, {5, true}}};
  return {
      request(kSupplier, 4, "6.14.1", duis::UpdateDeviceConfigurationALCDescriptions{{{2, "EV & CHARGER"}}}),
      request(kSupplier, 4, "7.5", duis::ActivateAuxiliaryLoad{1, 30}),
      request(kEno, 4, "7.6", duis::DeactivateAuxiliaryLoad{3, 60}),
      request(kEno, 5, "7.6", duis::SignedPreCommand{std::nullopt, Bytes(200, 0xDF)}),
      request(kEno, 1, "7.7", duis::ReadALCSData{at}),
      request(kEno, 4, "7.8", duis::ResetAuxiliaryLoad{5}),
      request(kEno, 1, "7.9", duis::AddAuxiliaryLoadToBoostButton{std::nullopt, flags}),
      request(kEno, 1, "7.10", duis::RemoveAuxiliaryLoadFromBoostButton{at, flags}),
      request(kEno, 1, "7.11", duis::ReadBoostButtonDetails{std::nullopt, at, at}),
      request(kSupplier, 4, "7.13", duis::SetAuxiliaryControllerState{2, at, at, 100, true}),
  };
}

TEST_F(DuisSigningTool, ValidatesWhatEnocheckSigns) {
  for (const auto& text : requests()) {
    const auto made = enocheck({"sign", place_.write("request.xml", text)});
    ASSERT_EQ(made.exit_code, 0) << made.errors;
    const auto verdict = tool("Validate", {place_.write("signed.xml", made.output)});
    EXPECT_EQ(verdict.exit_code, 0) << text << "\n" << verdict.errors;
    EXPECT_EQ(verdict.output.substr(0, text.find('>')), text.substr(0, text.find('>')));
  }
}

TEST_F(DuisSigningTool, SignsWhatEnocheckVerifies) {
  for (const auto& text : requests()) {
    const auto made = tool("Sign", {"--preserveCounter", place_.write("request.xml", text)});
    ASSERT_EQ(made.exit_code, 0) << made.errors;
    const auto document = place_.write("signed.xml", made.output);
    for (const auto* const engine : {"enocheck", "xmlsec1"}) {
      const auto verdict = enocheck({"verify", "--engine", engine, document});
      EXPECT_EQ(verdict.exit_code, 0) << engine << ": " << verdict.output << verdict.errors << made.output;
    }
  }
}

TEST_F(DuisSigningTool, RefusesWhatWasChangedAsEnocheckDoes) {
  auto text = enocheck({"sign", place_.write("request.xml", requests().at(2))}).output;
  const auto at = text.find(">60<");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 4, ">61<");
  const auto changed = place_.write("changed.xml", text);
  EXPECT_EQ(tool("Validate", {changed}).exit_code, kToolRefuses);
  EXPECT_EQ(enocheck({"verify", changed}).exit_code, 1);
}

// Two things that the tool is known to let pass, and a DSP must not.
TEST_F(DuisSigningTool, AcceptsTheWrongSignerWhereEnocheckRefuses) {
  const auto keys = crypto::KeyStore::load(keystore()).value();
  const auto* const supplier = keys.find(Eui64::parse(kSupplier).value(), crypto::RemotePartyRole::XmlSigning,
                                         crypto::KeyUsage::DigitalSignature);
  ASSERT_NE(supplier, nullptr);
  const auto text =
      duis::sign_document(requests().at(2), *supplier->private_key, duis::identity_of(supplier->certificate));
  const auto document = place_.write("signed.xml", text.value());
  EXPECT_EQ(tool("Validate", {document}).exit_code, 0);
  const auto verdict = enocheck({"verify", document});
  EXPECT_EQ(verdict.exit_code, 1);
  EXPECT_NE(verdict.output.find("signed by 90-B3-D5-1F-30-01-00-00"), std::string::npos) << verdict.output;
}

TEST_F(DuisSigningTool, AcceptsUnsignedResponsesWhereEnocheckRefuses) {
  const auto response =
      place_.write("response.xml",
                   "<sr:Response xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" "
                   "schemaVersion=\"5.1\"><sr:Header>"
                   "<sr:ResponseCode>I0</sr:ResponseCode><sr:ResponseDateTime>2026-01-01T00:00:00.000Z</"
                   "sr:ResponseDateTime>"
                   "</sr:Header><sr:Body><sr:ResponseMessage><sr:ServiceReference>7.6</sr:ServiceReference>"
                   "<sr:ServiceReferenceVariant>7.6</sr:ServiceReferenceVariant></sr:ResponseMessage></"
                   "sr:Body></sr:Response>");
  EXPECT_EQ(tool("Validate", {response}).exit_code, 0);
  EXPECT_EQ(enocheck({"verify", response}).exit_code, 1);
}

}  // namespace
}  // namespace enocheck
