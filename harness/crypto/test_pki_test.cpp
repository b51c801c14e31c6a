#include "crypto/test_pki.h"

#include <gtest/gtest.h>

#include <set>

#include "core/hex.h"
#include "crypto/digest.h"

namespace enocheck::crypto {
namespace {

constexpr Eui64 kNetworkOperator(0x90B3D51F30020000U);
constexpr Eui64 kEsme(0x00DB1234567890A0U);

TestPki pki() { return TestPki::create(1).value(); }

TestPki::Credential operator_signing(const TestPki& from, unsigned generation = 0) {
  return from
      .organisation(kNetworkOperator, RemotePartyRole::NetworkOperator, KeyUsage::DigitalSignature,
                    generation)
      .value();
}

TEST(TestPki, MakesTheSameOctetsForTheSameSeed) {
  const auto one = pki();
  const auto two = pki();
  EXPECT_EQ(one.root().der(), two.root().der());
  EXPECT_EQ(one.issuing_authority().der(), two.issuing_authority().der());
  EXPECT_EQ(operator_signing(one).certificate.der(), operator_signing(two).certificate.der());
  EXPECT_EQ(one.device(kEsme, KeyUsage::KeyAgreement)->certificate.der(),
            two.device(kEsme, KeyUsage::KeyAgreement)->certificate.der());
}

// A change here changes every stored vector that was made with the test PKI.
TEST(TestPki, MakesTheSameOctetsInEveryVersion) {
  EXPECT_EQ(encode_hex(sha256(operator_signing(pki()).certificate.der())),
            "A3C7678051282F66FEE71065D705DD19C47A00573C42DE9ABA4B314539E9AEB9");
}

TEST(TestPki, TellsSeedsPartiesRolesUsagesAndGenerationsApart) {
  const auto one = pki();
  const auto other = TestPki::create(2).value();
  std::set<Bytes> certificates = {one.root().der(), one.issuing_authority().der(), other.root().der(),
                                  other.issuing_authority().der()};
  std::set<std::array<std::uint8_t, 65>> keys = {
      one.root().public_key().point(), one.issuing_authority().public_key().point(),
      other.root().public_key().point(), other.issuing_authority().public_key().point()};
  std::set<std::string> serials;
  std::size_t made = 4;
  const auto take = [&](const Result<TestPki::Credential>& credential) {
    ASSERT_TRUE(credential.has_value());
    certificates.insert(credential->certificate.der());
    keys.insert(credential->certificate.public_key().point());
    serials.insert(credential->certificate.serial());
    ++made;
  };
  for (const auto& from : {one, other}) {
    for (const auto usage : {KeyUsage::DigitalSignature, KeyUsage::KeyAgreement}) {
      for (const unsigned generation : {0U, 1U}) {
        take(from.organisation(kNetworkOperator, RemotePartyRole::NetworkOperator, usage, generation));
        take(from.organisation(kNetworkOperator, RemotePartyRole::XmlSigning, usage, generation));
        take(from.organisation(kEsme, RemotePartyRole::NetworkOperator, usage, generation));
        take(from.device(kEsme, usage, generation));
      }
    }
    take(from.organisation_valid(kNetworkOperator, RemotePartyRole::NetworkOperator, KeyUsage::KeyAgreement,
                                 *parse_iso8601("2020-01-01T00:00:00Z"),
                                 *parse_iso8601("2021-01-01T00:00:00Z")));
  }
  EXPECT_EQ(certificates.size(), made);
  EXPECT_EQ(keys.size(), made);
  EXPECT_EQ(serials.size(), made - 4);
}

TEST(TestPki, ChainsFromLeafToRoot) {
  const auto test = pki();
  const auto& root = test.root().public_key();
  const auto& issuing = test.issuing_authority().public_key();
  EXPECT_TRUE(test.root().is_signed_by(root));
  EXPECT_TRUE(test.issuing_authority().is_signed_by(root));
  EXPECT_TRUE(operator_signing(test).certificate.is_signed_by(issuing));
  EXPECT_TRUE(test.device(kEsme, KeyUsage::DigitalSignature)->certificate.is_signed_by(issuing));
  EXPECT_FALSE(operator_signing(test).certificate.is_signed_by(root));
  EXPECT_FALSE(operator_signing(TestPki::create(2).value()).certificate.is_signed_by(issuing));
}

TEST(TestPki, NamesItselfATestEverywhere) {
  const auto test = pki();
  EXPECT_EQ(operator_signing(test).certificate.issuer_name(), "CN=Z1-TEST,OU=07");
  EXPECT_EQ(test.issuing_authority().issuer_name(), "CN=Z1-TEST-ROOT,OU=00");
  EXPECT_EQ(test.issuing_authority().role(), RemotePartyRole::IssuingAuthority);
  EXPECT_EQ(test.root().role(), RemotePartyRole::Root);
  EXPECT_FALSE(test.root().subject().has_value());
  EXPECT_FALSE(test.root().usage().has_value());
}

TEST(TestPki, LaysOutOrganisations) {
  const auto [certificate, key] = operator_signing(pki());
  EXPECT_EQ(certificate.subject(), kNetworkOperator);
  EXPECT_EQ(certificate.role(), RemotePartyRole::NetworkOperator);
  EXPECT_EQ(certificate.usage(), KeyUsage::DigitalSignature);
  EXPECT_EQ(certificate.public_key(), key.public_key());
  EXPECT_EQ(to_iso8601(certificate.not_before()), "2025-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(certificate.not_after()), "2035-01-01T00:00:00.000Z");
  EXPECT_GE(certificate.serial().size(), 38U);
  EXPECT_LE(certificate.serial().size(), 39U);
  // Subject and extensions as in the certificates beside RTDS 4.5.0 (90b3d51f30020000-ka and -ds).
  const auto der = encode_hex(certificate.der());
  EXPECT_NE(der.find("3021310B3009060355040B0C02303331123010060355042D03090090B3D51F30020000"),
            std::string::npos);
  EXPECT_NE(der.find("300E0603551D0F0101FF040403020780"
                     "30110603551D0E040A0408" +
                     encode_hex(certificate.subject_key_id()) +
                     "301D0603551D200101FF04133011300F060D2A863A0001848FB90F01020104"
                     "30130603551D23040C300A8008"),
            std::string::npos);
}

TEST(TestPki, LaysOutDevices) {
  const auto [certificate, key] = pki().device(kEsme, KeyUsage::KeyAgreement).value();
  EXPECT_EQ(certificate.subject(), kEsme);
  EXPECT_FALSE(certificate.role().has_value());
  EXPECT_EQ(certificate.usage(), KeyUsage::KeyAgreement);
  EXPECT_EQ(certificate.public_key(), key.public_key());
  EXPECT_EQ(to_iso8601(certificate.not_after()), "9999-12-31T23:59:59.000Z");
  // As in the certificate of ESME A0 beside RTDS 4.5.0, up to key usage and key ids.
  const auto der = encode_hex(certificate.der());
  EXPECT_NE(der.find("170D3235303130313030303030305A180F39393939313233313233353935395A30003059"),
            std::string::npos)
      << "UTCTime, GeneralizedTime, empty subject";
  EXPECT_NE(
      der.find(
          "300E0603551D0F0101FF040403020308"
          "30110603551D0E040A0408" +
          encode_hex(certificate.subject_key_id()) +
          "30350603551D110101FF042B3029A02706082B06010505070804A01B3019060D2A863A0001848FB90F010202010408"
          "00DB1234567890A0"
          "301C0603551D200101FF04123010300E060C2A863A0001EDEE400102010430130603551D23040C"
          "300A8008"),
      std::string::npos);
}

TEST(TestPki, MakesSubjectKeyIdsByTheRule) {
  const auto [certificate, key] = operator_signing(pki());
  const auto digest = sha1(key.public_key().point());
  auto expected = Bytes(digest.end() - 8, digest.end());
  expected[0] = static_cast<std::uint8_t>(0x40U | (expected[0] & 0x0FU));
  EXPECT_EQ(certificate.subject_key_id(), expected);
}

TEST(TestPki, GivesACertificateTheValidityAskedFor) {
  const auto from = *parse_iso8601("2019-02-03T04:05:06Z");
  const auto until = *parse_iso8601("2050-01-01T00:00:00Z");
  const auto made = pki().organisation_valid(kNetworkOperator, RemotePartyRole::NetworkOperator,
                                             KeyUsage::DigitalSignature, from, until);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->certificate.not_before(), from);
  EXPECT_EQ(made->certificate.not_after(), until);
}

TEST(TestPki, KeysSignAndAgree) {
  const auto [certificate, key] = operator_signing(pki());
  EXPECT_TRUE(certificate.public_key().verify(bytes_of("x"), key.sign(bytes_of("x")).value()));
}

}  // namespace
}  // namespace enocheck::crypto
