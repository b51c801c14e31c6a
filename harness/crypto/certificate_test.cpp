#include "crypto/certificate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/hex.h"
#include "crypto/digest.h"
#include "crypto/published_test_keys.h"

namespace enocheck::crypto {
namespace {

using published::octets;

// The network operator's XML signing certificate of the ZAZ1 test PKI, as the domain brief on DUIS prints it.
constexpr std::string_view kXmlSigning =
    "MIIBfzCCASWgAwIBAgIQHsxu1A+"
    "SqCg121gXS0pmbTAKBggqhkjOPQQDAjAaMQswCQYDVQQLDAIwNzELMAkGA1UEAwwCWjEwIBcNMTgwMTAxMDAw"
    "MDAwWhgPMjExODAxMDEwMDAwMDBaMCExCzAJBgNVBAsMAjg3MRIwEAYDVQQtAwkAkLPVHzACAAAwWTATBgcqhkjOPQIBBggqhkjOPQMB"
    "BwNCAAQQ"
    "IxLIBq3D+KSBlo1AlMD9M0gI3mo8tuOb/eW/"
    "vgpoZkda5it3d3aaMCLe+ADoytx39XVcnWDcl3tPgkfKwDgto0QwQjAdBgNVHSABAf8EEzARMA8G"
    "DSqGOgABhI+5DwECAQQwEQYDVR0OBAoECEzP3ZIyFCn+MA4GA1UdDwEB/"
    "wQEAwIHgDAKBggqhkjOPQQDAgNIADBFAiB5vsajLifbwUibaV9Sa44M"
    "B/4Uy+KhyNLivrF+vrTprgIhAOjALNdx/XCVd5VQE+eoYOd+HPRM9J28Nj0P2X02YAps";

Bytes xml_signing_der() { return decode_base64(kXmlSigning).value(); }

TEST(Certificate, ReadsAnOrganisation) {
  const auto certificate = Certificate::parse(xml_signing_der()).value();
  EXPECT_EQ(certificate.subject(), Eui64(0x90B3D51F30020000U));
  EXPECT_EQ(certificate.role(), RemotePartyRole::XmlSigning);
  EXPECT_EQ(certificate.usage(), KeyUsage::DigitalSignature);
  EXPECT_EQ(certificate.serial(), "40938316298935008147424226388667426413");
  EXPECT_EQ(certificate.issuer_name(), "CN=Z1,OU=07");
  EXPECT_EQ(encode_hex(certificate.public_key().point()), published::kNetworkOperatorXml.point);
  EXPECT_EQ(to_iso8601(certificate.not_before()), "2018-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(certificate.not_after()), "2118-01-01T00:00:00.000Z");
  EXPECT_EQ(encode_hex(certificate.subject_key_id()), "4CCFDD92321429FE");
  EXPECT_EQ(certificate.der(), xml_signing_der());
}

TEST(Certificate, IsValidFromItsFirstToItsLastInstant) {
  const auto certificate = Certificate::parse(xml_signing_der()).value();
  EXPECT_TRUE(certificate.is_valid_at(certificate.not_before()));
  EXPECT_TRUE(certificate.is_valid_at(certificate.not_after()));
  EXPECT_FALSE(certificate.is_valid_at(certificate.not_before() - Duration(1)));
  EXPECT_FALSE(certificate.is_valid_at(certificate.not_after() + Duration(1)));
}

TEST(Certificate, ReadsBackItsPem) {
  const auto certificate = Certificate::parse(xml_signing_der()).value();
  const auto again = Certificate::parse(bytes_of(certificate.to_pem()));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->der(), certificate.der());
}

TEST(Certificate, ToleratesARoleInThreeDecimalDigits) {
  auto der = xml_signing_der();
  // OU "87" becomes "137": one octet more in the string and in everything around it.
  const auto ou = octets("302131 0B 3009 0603 55040B 0C02 3837");
  const auto at = std::search(der.begin(), der.end(), ou.begin(), ou.end());
  ASSERT_NE(at, der.end());
  const auto longer = octets("302231 0C 300A 0603 55040B 0C03 313337");
  const auto next = der.erase(at, at + static_cast<std::ptrdiff_t>(ou.size()));
  der.insert(next, longer.begin(), longer.end());
  ++der.at(3);  // certificate: its length ends here
  ++der.at(7);  // to-be-signed part
  const auto certificate = Certificate::parse(der);
  ASSERT_TRUE(certificate.has_value()) << certificate.error().detail;
  EXPECT_EQ(certificate->role(), RemotePartyRole::DspXmlSigning);
}

TEST(Certificate, RefusesEveryTruncation) {
  const auto whole = xml_signing_der();
  for (std::size_t kept = 0; kept < whole.size(); ++kept) {
    const auto certificate = Certificate::parse(ByteView(whole).first(kept));
    ASSERT_FALSE(certificate.has_value()) << "accepted " << kept << " of " << whole.size() << " octets";
    EXPECT_EQ(certificate.error().code, ErrorCode::BadValue);
  }
}

TEST(Certificate, RefusesTruncatedPem) {
  const auto pem = Certificate::parse(xml_signing_der()).value().to_pem();
  for (std::size_t kept = 0; kept + 1 < pem.size(); ++kept) {
    EXPECT_FALSE(Certificate::parse(bytes_of(pem.substr(0, kept))).has_value()) << kept;
  }
}

TEST(Certificate, RefusesTrailingOctets) {
  auto der = xml_signing_der();
  der.push_back(0x00);
  EXPECT_EQ(Certificate::parse(der).error().code, ErrorCode::BadValue);
}

TEST(Certificate, RefusesAnotherCurveAndAPointOffTheCurve) {
  const auto good = xml_signing_der();
  const auto curve = octets("2A8648CE3D030107");
  auto other_curve = good;
  const auto at = std::search(other_curve.begin(), other_curve.end(), curve.begin(), curve.end());
  ASSERT_NE(at, other_curve.end());
  *(at + 7) = 0x06;  // prime239v3
  EXPECT_EQ(Certificate::parse(other_curve).error().code, ErrorCode::BadValue);

  const auto point = octets(published::kNetworkOperatorXml.point);
  auto off_curve = good;
  const auto where = std::search(off_curve.begin(), off_curve.end(), point.begin(), point.end());
  ASSERT_NE(where, off_curve.end());
  *(where + 1) ^= 0x01U;
  EXPECT_EQ(Certificate::parse(off_curve).error().code, ErrorCode::BadValue);
}

// This certificate names `CN=Z1` as its issuer, but it is its own key that signed it.
TEST(Certificate, KnowsWhoSignedIt) {
  const auto certificate = Certificate::parse(xml_signing_der()).value();
  EXPECT_TRUE(certificate.is_signed_by(certificate.public_key()));
  const auto stranger = PublicKey::from_point(octets(published::kBrokerSigning.point)).value();
  EXPECT_FALSE(certificate.is_signed_by(stranger));
  auto altered = xml_signing_der();
  altered.back() ^= 0x01U;
  EXPECT_FALSE(Certificate::parse(altered).value().is_signed_by(certificate.public_key()));
}

TEST(RemotePartyRole, HasTheNamesOfTheSpecification) {
  EXPECT_EQ(name_of(RemotePartyRole::NetworkOperator), "networkOperator");
  EXPECT_EQ(name_of(RemotePartyRole::DspXmlSigning), "dspXmlSigning");
  EXPECT_EQ(name_of(static_cast<RemotePartyRole>(42)), "role 42");
}

}  // namespace
}  // namespace enocheck::crypto
