#include "user/service_user.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/files.h"
#include "core/hex.h"
#include "crypto/test_pki.h"
#include "duis/xml_signature.h"
#include "gbcs/message.h"
#include "gbcs/protection.h"

namespace enocheck::user {
namespace {

using crypto::KeyUsage;
using crypto::RemotePartyRole;

const Eui64 kEno(0x90B3D51F30020000U);
const Eui64 kDsp(0x90B3D51F30000002U);

std::filesystem::path source_dir() {
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");  // NOLINT(concurrency-mt-unsafe): one thread
  return source != nullptr ? source : ".";
}

duis::ServiceRequest eno_request() {
  return duis::parse_request(read_text(source_dir() / "vectors/duis/7.6/eno_request.xml").value()).value();
}

Bytes pre_command() {
  return decode_hex(read_text(source_dir() / "vectors/gbcs/ECS47/eno_deactivate_precommand.hex").value())
      .value();
}

transform::CorrelationOptions eno_variants() {
  transform::CorrelationOptions options;
  options.further_codes.emplace_back(std::uint16_t{0x7E55});
  return options;
}

/// The ENO with its own keys and the DSP's certificates; the DSP's keys are the test's.
class ServiceUserTest : public testing::Test {
 protected:
  ServiceUserTest()
      : pki_(crypto::TestPki::create(7).value()),
        dsp_(pki_.organisation(kDsp, RemotePartyRole::DspXmlSigning, KeyUsage::DigitalSignature).value()),
        eno_xml_(pki_.organisation(kEno, RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature).value()),
        eno_gbcs_(
            pki_.organisation(kEno, RemotePartyRole::NetworkOperator, KeyUsage::DigitalSignature).value()),
        schema_(xml::SchemaValidator::load(source_dir() / "schemas/enocheck/duis_subset.xsd").value()) {
    keys_.add({eno_xml_.certificate, eno_xml_.key});
    keys_.add({eno_gbcs_.certificate, eno_gbcs_.key});
    keys_.add({dsp_.certificate, std::nullopt});
  }

  [[nodiscard]] ServiceUser user() const { return {kEno, keys_, schema_, OriginatorCounter{2002}}; }

  /// The answer to command variant 4.
  [[nodiscard]] static duis::ServiceResponse answer() {
    duis::ServiceResponse response;
    response.request_id = eno_request().header.request_id;
    response.response_code = "I0";
    response.body = duis::ResponseMessage{"7.6", "7.6", duis::PreCommand{"3.3", pre_command()}};
    return response;
  }
  [[nodiscard]] static duis::ServiceResponse acknowledgement() {
    auto response = answer();
    response.response_code = "I99";
    response.body = duis::ResponseMessage{"7.6", "7.6", duis::NoContent{}};
    return response;
  }
  [[nodiscard]] static std::string signed_by(const crypto::TestPki::Credential& signer,
                                             const duis::ServiceResponse& response) {
    return duis::sign_document(duis::build_response(response).value(), signer.key,
                               duis::identity_of(signer.certificate))
        .value();
  }
  [[nodiscard]] ErrorCode refusal(std::string_view document) const {
    const auto received = user().receive(document);
    EXPECT_FALSE(received.has_value());
    return received ? ErrorCode::Io : received.error().code;
  }

  crypto::TestPki pki_;
  crypto::TestPki::Credential dsp_;
  crypto::TestPki::Credential eno_xml_;
  crypto::TestPki::Credential eno_gbcs_;
  xml::SchemaValidator schema_;
  crypto::KeyStore keys_;
};

TEST_F(ServiceUserTest, HandsOutEachCounterOnce) {
  auto eno = user();
  EXPECT_EQ(eno.next_counter(), OriginatorCounter{2002});
  EXPECT_EQ(eno.next_counter(), OriginatorCounter{2003});
}

TEST_F(ServiceUserTest, SignsRequestsWithItsXmlSigningKey) {
  const auto text = user().signed_document(eno_request()).value();
  const auto document = xml::Document::parse(text).value();
  EXPECT_TRUE(schema_.validate(document).has_value());
  EXPECT_TRUE(duis::verify_signature(document, eno_xml_.certificate.public_key()).has_value());
  EXPECT_FALSE(duis::verify_signature(document, eno_gbcs_.certificate.public_key()).has_value());
  EXPECT_EQ(duis::read_signature(document).value()->signer.serial, eno_xml_.certificate.serial());
}

TEST_F(ServiceUserTest, SignsNoRequestWithoutItsKeyOrOutsideTheSchema) {
  const crypto::KeyStore none;
  const ServiceUser keyless(kEno, none, schema_, OriginatorCounter{1});
  EXPECT_EQ(keyless.signed_document(eno_request()).error().code, ErrorCode::MissingKey);
  auto wrong = eno_request();
  std::get<duis::DeactivateAuxiliaryLoad>(wrong.body).index = 6;
  EXPECT_EQ(user().signed_document(wrong).error().code, ErrorCode::BadValue);
}

TEST_F(ServiceUserTest, SignsAPreCommandThatBelongsToItsRequest) {
  const auto second = user().signed_pre_command(eno_request(), pre_command(), eno_variants()).value();
  EXPECT_EQ(second.header.command_variant, 5);
  EXPECT_EQ(second.header.request_id, eno_request().header.request_id);
  const auto& octets = std::get<duis::SignedPreCommand>(second.body).gbcs_payload;
  const auto message = gbcs::decode_message(octets).value();
  EXPECT_EQ(message.form(), gbcs::Form::Command);
  EXPECT_TRUE(gbcs::signature_is_valid(message, eno_gbcs_.certificate.public_key()));
  // Nothing but the signature was added, and the null signature octet is gone.
  const auto before = pre_command();
  EXPECT_EQ(encode_hex(ByteView(octets).first(octets.size() - 65)),
            encode_hex(ByteView(before).first(before.size() - 1)));
}

TEST_F(ServiceUserTest, SignsNothingThatItDidNotAskFor) {
  auto other = eno_request();
  std::get<duis::DeactivateAuxiliaryLoad>(other.body).duration = 60;
  const auto refused = user().signed_pre_command(other, pre_command(), eno_variants());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::BadValue);
  EXPECT_NE(refused.error().detail.find("duration"), std::string::npos);
  const auto unknown_code = user().signed_pre_command(eno_request(), pre_command(), {});
  EXPECT_EQ(unknown_code.error().code, ErrorCode::BadValue);
}

TEST_F(ServiceUserTest, GivesTheCommandVariantThatIsAskedFor) {
  const auto second = user().signed_pre_command(eno_request(), pre_command(), eno_variants(), 7).value();
  EXPECT_EQ(second.header.command_variant, 7);
}

TEST_F(ServiceUserTest, TakesWhatTheDspSigned) {
  const auto received = user().receive(signed_by(dsp_, answer())).value();
  EXPECT_TRUE(received.is_signed);
  EXPECT_EQ(encode_hex(duis::gbcs_octets_of(received.response)), encode_hex(pre_command()));
}

TEST_F(ServiceUserTest, TakesAnAcknowledgementWithoutSignatureAndSaysSo) {
  const auto received = user().receive(duis::build_response(acknowledgement()).value()).value();
  EXPECT_FALSE(received.is_signed);
  EXPECT_TRUE(user().receive(signed_by(dsp_, acknowledgement()))->is_signed);
}

TEST_F(ServiceUserTest, RefusesContentWithoutSignature) {
  EXPECT_EQ(refusal(duis::build_response(answer()).value()), ErrorCode::BadSignature);
  auto alert = answer();
  alert.request_id = std::nullopt;
  alert.body = duis::DeviceAlertMessage{"8F85", pre_command(), {}};
  EXPECT_EQ(refusal(duis::build_response(alert).value()), ErrorCode::BadSignature);
}

TEST_F(ServiceUserTest, RefusesASignatureThatIsNotADsps) {
  EXPECT_EQ(refusal(signed_by(eno_xml_, answer())), ErrorCode::BadSignature);
  const auto stranger =
      pki_.organisation(Eui64(9), RemotePartyRole::DspXmlSigning, KeyUsage::DigitalSignature).value();
  EXPECT_EQ(refusal(signed_by(stranger, answer())), ErrorCode::MissingKey);
}

TEST_F(ServiceUserTest, RefusesADocumentThatWasChangedAfterSigning) {
  auto text = signed_by(dsp_, acknowledgement());
  const auto at = text.find("<sr:ResponseCode>I99");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 20, "<sr:ResponseCode>I0");
  EXPECT_EQ(refusal(text), ErrorCode::BadSignature);
}

TEST_F(ServiceUserTest, RefusesWhatDoesNotFitTheSchema) {
  auto wrong = acknowledgement();
  wrong.response_code = "Q7";
  EXPECT_EQ(refusal(duis::build_response_unchecked(wrong)), ErrorCode::Schema);
  EXPECT_EQ(refusal("<!DOCTYPE x []><x/>"), ErrorCode::Hostile);
  EXPECT_EQ(refusal("no xml"), ErrorCode::Schema);
}

}  // namespace
}  // namespace enocheck::user
