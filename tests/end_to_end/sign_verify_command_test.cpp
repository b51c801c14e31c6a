// `enocheck sign` and `enocheck verify` as their users run them.

#include <gtest/gtest.h>

#include "core/hex.h"
#include "crypto/test_pki.h"
#include "duis/published_signatures.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

using crypto::KeyUsage;
using crypto::RemotePartyRole;

constexpr std::uint64_t kEno = 0x90B3D51F30020000;
constexpr std::uint64_t kSupplier = 0x90B3D51F30010000;

/// The pre-command of the brief's worked 7.6, of the supplier.
constexpr std::string_view kPreCommand =
    "DF09010000000000"
    "0003E90890B3D51F300100000800DB1234567890A00002005522D9200003E9000202000100005E2C77020203000900000A0067FF"
    "010212"
    "003C120312";

class SignVerify : public testing::Test {
 protected:
  /// Certificate and key of an organisation as files `stem`.pem and `stem`.key in `folder`.
  void issue(const std::string& stem, std::uint64_t eui, RemotePartyRole role) {
    const auto credential = pki_.organisation(Eui64(eui), role, KeyUsage::DigitalSignature).value();
    place_.write(stem + ".pem", credential.certificate.to_pem());
    place_.write(stem + ".key", credential.key.to_pem().value());
    place_.write(stem + ".der", text_of(credential.certificate.der()));
  }

  void SetUp() override {
    std::filesystem::create_directories(place_.folder() / "keys");
    issue("keys/90b3d51f30020000-xml", kEno, RemotePartyRole::XmlSigning);
    issue("keys/90b3d51f30020000-ds", kEno, RemotePartyRole::NetworkOperator);
    issue("keys/90b3d51f30010000-xml", kSupplier, RemotePartyRole::XmlSigning);
    issue("keys/90b3d51f30010000-ds", kSupplier, RemotePartyRole::Supplier);
    issue("keys/90b3d51f30000002-xml", 0x90B3D51F30000002, RemotePartyRole::DspXmlSigning);
  }

  [[nodiscard]] std::string file(const std::string& name) const { return (place_.folder() / name).string(); }

  [[nodiscard]] Outcome enocheck(const std::vector<std::string>& arguments) const {
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  [[nodiscard]] Outcome verify(const std::string& document, const std::string& engine = "enocheck") const {
    return enocheck({"verify", "--keystore", file("keys"), "--engine", engine, document});
  }

  Workplace place_;

 private:
  crypto::TestPki pki_ = crypto::TestPki::create(46).value();
};

TEST_F(SignVerify, SignsAndVerifiesARequestWithFiles) {
  const auto request = place_.write("request.xml", duis::published::kEnoRequest.canonical);
  const auto stem = file("keys/90b3d51f30020000-xml");
  for (const auto* const ending : {".pem", ".der"}) {
    const auto made = enocheck({"sign", "--key", stem + ".key", "--cert", stem + ending, request});
    ASSERT_EQ(made.exit_code, 0) << made.errors;
    EXPECT_EQ(made.errors, "");
    const auto document = place_.write("signed.xml", made.output);
    const auto verdict = enocheck({"verify", "--cert", stem + ending, document});
    EXPECT_EQ(verdict.exit_code, 0) << verdict.output;
    EXPECT_TRUE(verdict.output.starts_with("valid: ")) << verdict.output;
    EXPECT_NE(verdict.output.find("signed by 90-B3-D5-1F-30-02-00-00, xmlSigning, certificate "),
              std::string::npos);
  }
}

TEST_F(SignVerify, FindsKeysOfRequestsAndResponses) {
  for (const auto& published :
       {duis::published::kEnoRequest, duis::published::kSupplierRequest, duis::published::kDspResponse}) {
    const auto made = enocheck({"sign", "--keystore", file("keys"), "--compact",
                                place_.write("published.xml", published.on_wire())});
    ASSERT_EQ(made.exit_code, 0) << made.errors;
    const auto document = place_.write("signed.xml", made.output);
    EXPECT_EQ(verify(document).exit_code, 0);
    EXPECT_EQ(verify(document, "xmlsec1").exit_code, 0);
  }
}

TEST_F(SignVerify, RefusesWhatWasChanged) {
  const auto request = place_.write("request.xml", duis::published::kEnoRequest.canonical);
  auto text = enocheck({"sign", "--keystore", file("keys"), request}).output;
  const auto at = text.find(">60<");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 4, ">61<");
  const auto document = place_.write("changed.xml", text);
  const auto verdict = verify(document);
  EXPECT_EQ(verdict.exit_code, 1);
  EXPECT_EQ(verdict.output,
            "not valid: " + document + ": the content was changed after signing: its digest differs\n");
  const auto second_opinion = verify(document, "xmlsec1");
  EXPECT_EQ(second_opinion.exit_code, 1);
  EXPECT_EQ(second_opinion.errors, "");
}

TEST_F(SignVerify, KnowsWhoMaySign) {
  const auto request = place_.write("request.xml", duis::published::kEnoRequest.canonical);
  for (const auto* const other : {"keys/90b3d51f30010000-xml", "keys/90b3d51f30020000-ds"}) {
    const auto made =
        enocheck({"sign", "--key", file(other) + ".key", "--cert", file(other) + ".pem", request});
    ASSERT_EQ(made.exit_code, 0) << made.errors;
    EXPECT_NE(made.errors.find("takes its XML signing certificate"), std::string::npos) << made.errors;
    const auto document = place_.write("signed.xml", made.output);
    EXPECT_EQ(verify(document).exit_code, 1);
    EXPECT_EQ(enocheck({"verify", "--any-signer", "--keystore", file("keys"), document}).exit_code, 0);
  }
}

TEST_F(SignVerify, KnowsCertificatesBySerialNumber) {
  const auto verdict = verify(place_.write("published.xml", duis::published::kEnoRequest.on_wire()));
  EXPECT_EQ(verdict.exit_code, 1);
  EXPECT_NE(verdict.output.find("it names certificate 40938316298935008147424226388667426413"),
            std::string::npos);
  const auto certificate =
      place_.write("eno.der", text_of(decode_base64(duis::published::kEnoXmlSigningCertificate).value()));
  EXPECT_EQ(enocheck({"verify", "--cert", certificate, file("published.xml")}).exit_code, 0);
}

TEST_F(SignVerify, RefusesUnsignedAndPlaceholders) {
  const auto verdict = verify(place_.write("request.xml", duis::published::kEnoRequest.canonical));
  EXPECT_EQ(verdict.exit_code, 1);
  EXPECT_NE(verdict.output.find("it is not signed"), std::string::npos);
  auto placeholder = duis::published::kEnoRequest.on_wire();
  placeholder.replace(placeholder.find("Ga6ZQfcP2rGvAbGqR5qgk"), 44, "ZGVmYXVsdA==");
  EXPECT_EQ(verify(place_.write("template.xml", placeholder)).exit_code, 1);
}

TEST_F(SignVerify, SignsPreCommandsForTheirOriginator) {
  const auto pre_command = place_.write("pre_command.hex", kPreCommand);
  const auto made = enocheck({"sign", "--keystore", file("keys"), pre_command});
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  EXPECT_EQ(made.output.size(), kPreCommand.size() + 2 * 65 + 1);
  const auto message = place_.write("signed.hex", made.output);
  EXPECT_NE(verify(message).output.find("signed by 90-B3-D5-1F-30-01-00-00, supplier, "), std::string::npos);
  EXPECT_EQ(verify(message).exit_code, 0);
  EXPECT_EQ(verify(pre_command).exit_code, 1) << "not signed";
  const auto stem = file("keys/90b3d51f30020000-ds");
  const auto other = enocheck({"sign", "--key", stem + ".key", "--cert", stem + ".pem", pre_command});
  ASSERT_EQ(other.exit_code, 0);
  EXPECT_EQ(verify(place_.write("other.hex", other.output)).exit_code, 1);
}

TEST_F(SignVerify, RefusesXmlKeysUnderGbcs) {
  const auto stem = file("keys/90b3d51f30010000-xml");
  const auto made = enocheck({"sign", "--key", stem + ".key", "--cert", stem + ".pem",
                              place_.write("pre_command.hex", kPreCommand)});
  const auto verdict = verify(place_.write("signed.hex", made.output));
  EXPECT_EQ(verdict.exit_code, 1);
  EXPECT_NE(verdict.output.find("takes its digital signature key"), std::string::npos) << verdict.output;
}

TEST_F(SignVerify, SaysWhatIsWrongWithItsInput) {
  const auto request = place_.write("request.xml", duis::published::kEnoRequest.on_wire());
  const auto stem = file("keys/90b3d51f30020000-xml");
  const auto other = file("keys/90b3d51f30010000-xml");
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"sign", request}, "give either a certificate with --cert, or a --keystore"},
      {{"sign", "--keystore", file("keys"), request}, "has a signature: --compact replaces it"},
      {{"sign", "--keystore", file("nothing"), request}, "nothing"},
      {{"sign", "--key", other + ".key", "--cert", stem + ".pem", request},
       "is not the key of the certificate"},
      {{"sign", "--keystore", file("keys"), place_.write("x.xml", "<x/>")}, "no DUIS Re"},
      {{"sign", "--keystore", file("keys"), place_.write("x.hex", "00")}, "x.hex: "},
      {{"verify", request}, "give either a certificate with --cert, or a --keystore"},
      {{"verify", "--keystore", file("keys"), file("keys")}, "is a folder: a run's goes with --key alone"},
      {{"verify", "--keystore", file("keys"), file("absent.xml")}, "absent.xml"},
      {{"verify", "--keystore", file("keys"), place_.write("bad.xml", "<x>")}, "line 1, column "},
      {{"verify", "--keystore", file("keys"), place_.write("dtd.xml", "<!DOCTYPE x><x/>")}, "a DOCTYPE"},
      {{"verify", "--engine", "other", "--keystore", file("keys"), request}, "--engine"},
  };
  for (const auto& [arguments, expected] : cases) {
    const auto outcome = enocheck(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << expected << "\n" << outcome.output;
    EXPECT_NE(outcome.errors.find(expected), std::string::npos) << outcome.errors;
  }
}

}  // namespace
}  // namespace enocheck
