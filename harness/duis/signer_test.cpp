#include "duis/signer.h"

#include <gtest/gtest.h>

#include "crypto/test_pki.h"
#include "duis/published_signatures.h"

namespace enocheck::duis {
namespace {

using crypto::KeyUsage;
using crypto::RemotePartyRole;

crypto::Certificate certificate(std::uint64_t eui, RemotePartyRole role) {
  static const auto pki = crypto::TestPki::create(1).value();
  return pki.organisation(Eui64(eui), role, KeyUsage::DigitalSignature).value().certificate;
}

constexpr std::uint64_t kEno = 0x90B3D51F30020000;
constexpr std::uint64_t kSupplier = 0x90B3D51F30010000;

TEST(Signer, OfARequestIsTheOriginatorWithItsXmlSigningCertificate) {
  const auto request = parse_request(published::kEnoRequest.canonical).value();
  EXPECT_TRUE(check_signer(request, certificate(kEno, RemotePartyRole::XmlSigning)));
  EXPECT_FALSE(check_signer(request, certificate(kSupplier, RemotePartyRole::XmlSigning)));
  const auto refused = check_signer(request, certificate(kEno, RemotePartyRole::NetworkOperator));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::BadSignature);
  EXPECT_TRUE(
      refused.error().detail.starts_with("signed by 90-B3-D5-1F-30-02-00-00, networkOperator, certificate "))
      << refused.error().detail;
}

TEST(Signer, OfAResponseIsTheDspOrOnceTheBroker) {
  const auto response = parse_response(published::kDspResponse.canonical).value();
  EXPECT_TRUE(check_signer(response, certificate(1, RemotePartyRole::DspXmlSigning)));
  EXPECT_TRUE(check_signer(response, certificate(1, RemotePartyRole::AccessControlBroker)));
  EXPECT_FALSE(check_signer(response, certificate(kEno, RemotePartyRole::XmlSigning)));
}

}  // namespace
}  // namespace enocheck::duis
