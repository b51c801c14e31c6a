#include "duis/xml_signature.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "crypto/digest.h"
#include "duis/published_signatures.h"
#include "duis/service_request.h"
#include "duis/service_response.h"
#include "duis/signature_element.h"
#include "duis/signature_text.h"
#include "duis/xmlsec_oracle.h"
#include "xml/canonical.h"

namespace enocheck::duis {
namespace {

using published::kDspResponse;
using published::kEnoRequest;
using published::kSupplierRequest;
using published::SignedDocument;

const SignerIdentity kEno{"CN=Z1,OU=07", "40938316298935008147424226388667426413"};

std::string sha256_hex(std::string_view text) { return encode_hex(crypto::sha256(bytes_of(text))); }

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

/// xmlsec1 judges beside us in every test: the outcome must be the same.
class XmlSignature : public testing::Test {
 protected:
  static void SetUpTestSuite() { library_ = new XmlsecLibrary(XmlsecLibrary::start().value()); }
  static void TearDownTestSuite() {
    delete library_;
    library_ = nullptr;
  }

  /// Empty if the document verifies, else why not.
  static std::string refusal(std::string_view text, const crypto::PublicKey& key) {
    const auto document = xml::Document::parse(text);
    if (!document) { return document.error().detail; }
    const auto ours = verify_signature(*document, key);
    const auto theirs = xmlsec_verify_signature(*document, key);
    EXPECT_EQ(ours.has_value(), theirs.has_value()) << text;
    return ours ? std::string() : ours.error().detail;
  }

  static std::string signed_by_eno(std::string_view text) {
    return sign_document(text, published::eno_xml_signing_key(), kEno).value();
  }

 private:
  static inline XmlsecLibrary* library_ = nullptr;
};

class PublishedSignature : public XmlSignature, public testing::WithParamInterface<SignedDocument> {};

TEST_P(PublishedSignature, HasTheCanonicalFormAndDigestThatAreProven) {
  const auto& proven = GetParam();
  EXPECT_EQ(proven.canonical.size(), proven.canonical_octets);
  const auto document = xml::Document::parse(proven.on_wire()).value();
  const auto signature = find_signature(document).value().value();
  const auto content = xml::inclusive_canonical_form(document, signature.signature).value();
  EXPECT_EQ(content, proven.canonical);
  EXPECT_EQ(sha256_hex(content), proven.digest_hex);
  EXPECT_EQ(encode_base64(signature.digest), proven.digest);
  const auto signed_info = xml::exclusive_canonical_form(document, signature.signed_info).value();
  EXPECT_EQ(signed_info.size(), 615U);
  EXPECT_EQ(sha256_hex(signed_info), proven.signed_info_hex);
  EXPECT_EQ(signed_info, canonical_signed_info(signed_info_content(proven.digest)));
}

TEST_P(PublishedSignature, Verifies) {
  const auto& proven = GetParam();
  EXPECT_EQ(refusal(proven.on_wire(), proven.key()), "");
  const auto claim = read_signature(xml::Document::parse(proven.on_wire()).value()).value().value();
  EXPECT_EQ(claim.signer.serial, proven.serial);
  EXPECT_EQ(claim.signer.issuer_name, "CN=Z1,OU=07");
}

TEST_P(PublishedSignature, VerifiesUnderItsOwnKeyOnly) {
  const auto other = GetParam().name == "A" ? kDspResponse.key() : kEnoRequest.key();
  EXPECT_EQ(refusal(GetParam().on_wire(), other), "the signature is not that of the signer's key");
}

TEST_P(PublishedSignature, DoesNotSurviveIndentation) {
  EXPECT_EQ(refusal(replaced(GetParam().on_wire(), "<sr:Body>", "\n  <sr:Body>"), GetParam().key()),
            "the content was changed after signing: its digest differs");
}

TEST_P(PublishedSignature, HasAnotherDigestUnderExclusiveCanonicalisation) {
  const auto& proven = GetParam();
  const auto document = xml::Document::parse(proven.canonical).value();
  const auto form = xml::exclusive_canonical_form(document).value();
  const auto wrong = encode_base64(crypto::sha256(bytes_of(form)));
  if (proven.exclusive_digest.empty()) {
    EXPECT_EQ(wrong, proven.digest);
  } else {
    EXPECT_NE(wrong, proven.digest);
    if (proven.exclusive_digest != "differs") { EXPECT_EQ(wrong, proven.exclusive_digest); }
  }
}

/// One changed octet, at every place: no document but the original verifies, and xmlsec1 says the same.
TEST_P(PublishedSignature, DoesNotSurviveAnyChangedDigitOrLetter) {
  const auto original = GetParam().on_wire();
  const auto key = GetParam().key();
  unsigned judged = 0;
  for (std::size_t at = 0; at < original.size(); ++at) {
    auto changed = original;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto document = xml::Document::parse(changed);
    if (!document) { continue; }
    ++judged;
    // KeyInfo is not signed: what it says is checked against the certificate, not by the signature.
    const bool in_key_info = at > original.find("<ds:KeyInfo>") && at < original.find("</ds:KeyInfo>");
    const auto why = refusal(changed, key);
    EXPECT_TRUE(in_key_info || !why.empty()) << "accepted with octet " << at << " changed:\n" << changed;
  }
  EXPECT_GT(judged, 500U);
}

INSTANTIATE_TEST_SUITE_P(Brief, PublishedSignature,
                         testing::Values(kEnoRequest, kSupplierRequest, kDspResponse),
                         [](const auto& proven) { return std::string(proven.param.name); });

TEST_F(XmlSignature, SignsWhatXmlsecVerifies) {
  for (const auto& document : {kEnoRequest, kSupplierRequest, kDspResponse}) {
    const auto signed_text = signed_by_eno(document.canonical);
    EXPECT_EQ(refusal(signed_text, kEnoRequest.key()), "");
    const auto claim = read_signature(xml::Document::parse(signed_text).value()).value().value();
    EXPECT_EQ(claim.signer.serial, kEno.serial);
  }
}

/// A builder that says "canonical" of a text that is not would make signatures that nobody can verify.
TEST_F(XmlSignature, SignsBuiltDocumentsAsTheyStandOnlyWhereTheyAreCanonical) {
  auto request = parse_request(kEnoRequest.canonical).value();
  auto response = parse_response(kDspResponse.canonical).value();
  std::vector<std::pair<BuiltDocument, bool>> built = {{build_request_document(request).value(), true},
                                                       {build_response_document(response).value(), true}};
  request.body = UpdateDeviceConfigurationALCDescriptions{.switches = {{1, R"(<&>"'> ~)"}}};
  built.emplace_back(build_request_document(request).value(), true);
  request.body = SignedPreCommand{.execution = std::nullopt, .gbcs_payload = {1, 2, 3}};
  built.emplace_back(build_request_document(request).value(), true);
  request.body = ReadALCSData{};  // an empty element
  built.emplace_back(build_request_document(request).value(), false);
  for (const auto& [document, is_canonical] : built) {
    EXPECT_EQ(document.is_canonical, is_canonical) << document.text;
    const auto canonical = xml::inclusive_canonical_form(xml::Document::parse(document.text).value()).value();
    EXPECT_EQ(document.text == canonical, is_canonical) << document.text;
    const auto signed_text = sign_document(document, published::eno_xml_signing_key(), kEno).value();
    EXPECT_EQ(refusal(signed_text, kEnoRequest.key()), "");
  }
}

TEST_F(XmlSignature, VerifiesWhatXmlsecSigns) {
  for (const auto& document : {kEnoRequest, kSupplierRequest, kDspResponse}) {
    const auto signed_text = xmlsec_sign_document(document.canonical, published::eno_xml_signing_key(), kEno);
    ASSERT_TRUE(signed_text) << signed_text.error().detail;
    EXPECT_EQ(refusal(*signed_text, kEnoRequest.key()), "");
  }
}

TEST_F(XmlSignature, XmlsecSaysWhyAndPrintsNothing) {
  const auto changed = replaced(kEnoRequest.on_wire(), ">60<", ">61<");
  testing::internal::CaptureStderr();
  const auto refused = xmlsec_verify_signature(xml::Document::parse(changed).value(), kEnoRequest.key());
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::BadSignature);
  EXPECT_NE(refused.error().detail.find("data and digest do not match"), std::string::npos)
      << refused.error().detail;
}

TEST_F(XmlSignature, LeavesTheDocumentOctetForOctet) {
  const auto* const text = "<?xml version=\"1.0\"?>\n<r  b='1'\ta='&#x41;'><!-- </r> --> &lt; <e/></r>\n";
  const auto signed_text = signed_by_eno(text);
  const auto at = signed_text.find("<ds:Signature ");
  const auto end = signed_text.find("</ds:Signature>") + 15;
  EXPECT_EQ(signed_text.substr(0, at) + signed_text.substr(end), text);
  EXPECT_EQ(signed_text.substr(end), "</r>\n");
  EXPECT_EQ(refusal(signed_text, kEnoRequest.key()), "");
}

TEST_F(XmlSignature, SurvivesWhatCanonicalisationEvensOut) {
  const auto text = kEnoRequest.on_wire();
  const auto key = kEnoRequest.key();
  EXPECT_EQ(refusal("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text + "\n", key), "");
  EXPECT_EQ(refusal(replaced(text, "<sr:Body>", "<sr:Body><!-- no one signs a comment -->"), key), "");
  EXPECT_EQ(refusal(replaced(text, "schemaVersion=\"5.4\"", "  schemaVersion = '5.4' "), key), "");
  EXPECT_EQ(refusal(replaced(text, "WuSE0X06", "\r\n WuSE&#13;\n0X06"), key), "");
  EXPECT_EQ(refusal(replaced(text, "<ds:X509SerialNumber>", "<ds:X509SerialNumber> 00"), key), "");
}

TEST_F(XmlSignature, RefusesAnUnsignedDocument) {
  EXPECT_EQ(refusal(kEnoRequest.canonical, kEnoRequest.key()), "the document is not signed");
  EXPECT_FALSE(read_signature(xml::Document::parse(kEnoRequest.canonical).value()).value());
}

TEST_F(XmlSignature, RefusesASecondSignature) {
  const auto text = kEnoRequest.on_wire();
  const auto from = text.find("<ds:Signature ");
  const auto signature = text.substr(from, text.rfind("</sr:Request>") - from);
  EXPECT_EQ(refusal(replaced(text, "</sr:Request>", signature + "</sr:Request>"), kEnoRequest.key()),
            "the document has several signatures");
  EXPECT_EQ(refusal(replaced(text, "<sr:Header>", signature + "<sr:Header>"), kEnoRequest.key()),
            "the document has several signatures");
}

TEST_F(XmlSignature, RefusesASignatureThatIsNotTheLastChild) {
  EXPECT_EQ(refusal(replaced(kEnoRequest.on_wire(), "</sr:Request>", "<x/></sr:Request>"), kEnoRequest.key()),
            "the signature is not the last child of the root");
}

TEST_F(XmlSignature, RefusesWrapping) {
  const auto text = kEnoRequest.on_wire();
  // The signed document inside another one, and its signature moved to the outer root.
  EXPECT_EQ(refusal("<outer>" + text + "</outer>", kEnoRequest.key()), "the document is not signed");
  const auto from = text.find("<ds:Signature ");
  const auto signature = text.substr(from, text.rfind("</sr:Request>") - from);
  const auto evil = replaced(std::string(kEnoRequest.canonical), "index=\"3\"", "index=\"1\"");
  EXPECT_EQ(refusal(replaced(evil, "</sr:Request>",
                             "<sr:Wrapped>" + text + "</sr:Wrapped>" + signature + "</sr:Request>"),
                    kEnoRequest.key()),
            "the content was changed after signing: its digest differs");
}

/// Deviations from the profile that other verifiers accept: what is replaced, by what.
TEST_F(XmlSignature, RefusesWhatIsOutsideTheProfile) {
  const auto text = kEnoRequest.on_wire();
  const std::vector<std::pair<std::string_view, std::string_view>> deviations{
      {"</ds:Transforms>",
       "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></ds:Transforms>"},
      {"</ds:Transforms>",
       "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/></ds:Transforms>"},
      {"http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"},
      {"http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"},
      {"xmldsig-more#ecdsa-sha256", "xmldsig-more#ecdsa-sha1"},
      {"http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1"},
      {" URI=\"\"", ""},
      {"URI=\"\"", "URI=\"#x\""},
      {"URI=\"\"", "URI=\"\" Type=\"x\""},
      {"<ds:DigestValue>Ga", "<ds:DigestValue>"},
      {"<ds:SignatureValue>WuSE", "<ds:SignatureValue>"},
      {"<ds:SignatureValue>", "<ds:SignatureValue><x/>"},
      {"<ds:X509IssuerName>CN=Z1,OU=07</ds:X509IssuerName>", ""},
      {"40938316298935008147424226388667426413", "1ECC6ED40F92A82835DB58174B4A666D"},
      {"40938316298935008147424226388667426413", ""},
      {"40938316298935008147424226388667426413", "-1"},
      {"<ds:X509Data>", "<ds:KeyName>eno</ds:KeyName><ds:X509Data>"},
      {"</ds:X509Data>", "<ds:X509Certificate>MIIB</ds:X509Certificate></ds:X509Data>"},
      {"</ds:Signature>", "<ds:Object/></ds:Signature>"},
      {"<ds:SignedInfo>", "text<ds:SignedInfo>"},
      {"<ds:SignedInfo>", "<ds:SignedInfo a=\"1\">"},
      {"<ds:SignedInfo>", "<?pi?><ds:SignedInfo>"},
  };
  for (const auto& [what, by] : deviations) {
    const auto why = refusal(replaced(text, what, by), kEnoRequest.key());
    EXPECT_TRUE(why.starts_with("signature outside the DUIS profile: ")) << by << ": " << why;
  }
}

TEST_F(XmlSignature, RefusesTwoReferences) {
  const auto text = kEnoRequest.on_wire();
  const auto from = text.find("<ds:Reference ");
  const auto reference = text.substr(from, text.find("</ds:SignedInfo>") - from);
  const auto why =
      refusal(replaced(text, "</ds:SignedInfo>", reference + "</ds:SignedInfo>"), kEnoRequest.key());
  EXPECT_TRUE(why.starts_with("signature outside the DUIS profile: SignedInfo holds a Reference")) << why;
}

TEST_F(XmlSignature, SignsNothingTwiceAndNothingEmpty) {
  const auto key = published::eno_xml_signing_key();
  for (const auto& text : {kEnoRequest.on_wire(), std::string("<r/>"), std::string("<r>x</r><!-- y -->"),
                           std::string("no XML")}) {
    const auto refused = sign_document(text, key, kEno);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, ErrorCode::Schema) << text;
  }
}

TEST_F(XmlSignature, TakesTheIdentityFromTheCertificate) {
  const auto certificate =
      crypto::Certificate::parse(decode_base64(published::kEnoXmlSigningCertificate).value()).value();
  const auto identity = identity_of(certificate);
  EXPECT_EQ(identity.issuer_name, kEno.issuer_name);
  EXPECT_EQ(identity.serial, kEno.serial);
  EXPECT_EQ(certificate.public_key(), kEnoRequest.key());
}

}  // namespace
}  // namespace enocheck::duis
