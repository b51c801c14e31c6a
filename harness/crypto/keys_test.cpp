#include "crypto/keys.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/hex.h"
#include "crypto/published_test_keys.h"

namespace enocheck::crypto {
namespace {

using published::octets;

PrivateKey key_of(const published::KeyPair& pair) {
  return PrivateKey::from_scalar(octets(pair.scalar)).value();
}

// Source: RFC 6979, appendix A.2.5 (P-256, SHA-256).
constexpr std::string_view kRfcScalar = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";

TEST(PrivateKey, SignsAsRfc6979Prescribes) {
  const auto key = PrivateKey::from_scalar(octets(kRfcScalar)).value();
  EXPECT_EQ(
      encode_hex(key.public_key().point()),
      "0460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2"
      "F1B20C2D7E9F5177A3C294D4462299");
  EXPECT_EQ(encode_hex(*key.sign_deterministically(bytes_of("sample"))),
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
            "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
  EXPECT_EQ(encode_hex(*key.sign_deterministically(bytes_of("test"))),
            "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367"
            "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083");
}

TEST(PrivateKey, SignsRepeatablyIfAskedTo) {
  const auto key = key_of(published::kSupplierSigning);
  const auto repeatable = key.signing_repeatably();
  const auto message = bytes_of("sample");
  EXPECT_EQ(*repeatable.sign(message), *repeatable.sign(message));
  EXPECT_EQ(*repeatable.sign(message), *key.sign_deterministically(message));
  EXPECT_NE(*key.sign(message), *key.sign(message)) << "the key itself stays as it is";
}

TEST(PrivateKey, GivesThePublishedPoints) {
  for (const auto& pair :
       {published::kBrokerSigning, published::kBrokerAgreement, published::kSupplierSigning,
        published::kSupplierAgreement, published::kNetworkOperatorSigning,
        published::kNetworkOperatorAgreement, published::kNetworkOperatorXml}) {
    EXPECT_EQ(encode_hex(key_of(pair).public_key().point()), pair.point) << pair.name;
  }
}

TEST(PrivateKey, SignsWithFreshRandomness) {
  const auto key = key_of(published::kSupplierSigning);
  const auto message = bytes_of("the same octets");
  const auto first = key.sign(message).value();
  const auto second = key.sign(message).value();
  EXPECT_NE(first, second);
  EXPECT_TRUE(key.public_key().verify(message, first));
  EXPECT_TRUE(key.public_key().verify(message, second));
  EXPECT_FALSE(key.public_key().verify(bytes_of("other octets"), first));
}

TEST(PrivateKey, RefusesScalarsOutsideTheGroup) {
  const std::string_view order = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";
  const std::string_view largest = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550";
  EXPECT_TRUE(PrivateKey::from_scalar(octets(largest)).has_value());
  for (const auto& bad :
       {octets(order), Bytes(32, 0x00), Bytes(32, 0xFF), Bytes(31, 0x01), Bytes(33, 0x01), Bytes()}) {
    const auto key = PrivateKey::from_scalar(bad);
    ASSERT_FALSE(key.has_value()) << encode_hex(bad);
    EXPECT_EQ(key.error().code, ErrorCode::BadValue);
  }
}

TEST(PrivateKey, ReadsBackItsPem) {
  const auto key = key_of(published::kNetworkOperatorXml);
  const auto pem = key.to_pem().value();
  EXPECT_EQ(pem.rfind("-----BEGIN PRIVATE KEY-----", 0), 0U) << "PKCS#8";
  EXPECT_EQ(PrivateKey::parse(bytes_of(pem)).value().public_key(), key.public_key());
}

// The key of RFC 6979 in each form, as the openssl command line wrote it.
constexpr std::string_view kPkcs8 =
    "308187020100301306072A8648CE3D020106082A8648CE3D030107046D306B0201010420C9AFA9D845BA75166B5C215767B1D693"
    "4E50C3"
    "DB36E89B127B8A622B120F6721A1440342000460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB679"
    "03FE10"
    "08B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";
constexpr std::string_view kSec1 =
    "30770201010420C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721A00A06082A8648CE3D030107A1"
    "440342"
    "000460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1"
    "B20C2D"
    "7E9F5177A3C294D4462299";

std::string pem(std::string_view name, std::string_view der) {
  return fmt::format("-----BEGIN {0}-----\n{1}\n-----END {0}-----\n", name, encode_base64(octets(der)));
}

TEST(PrivateKey, ReadsPkcs8AndSec1AsDerAndPem) {
  const auto expected = PrivateKey::from_scalar(octets(kRfcScalar)).value().public_key();
  EXPECT_EQ(PrivateKey::parse(octets(kPkcs8)).value().public_key(), expected);
  EXPECT_EQ(PrivateKey::parse(octets(kSec1)).value().public_key(), expected);
  // `openssl ecparam -genkey` writes the curve's name before the key.
  const auto parameters = pem("EC PARAMETERS", "06082A8648CE3D030107");
  EXPECT_EQ(PrivateKey::parse(bytes_of(pem("PRIVATE KEY", kPkcs8))).value().public_key(), expected);
  EXPECT_EQ(PrivateKey::parse(bytes_of(pem("EC PRIVATE KEY", kSec1))).value().public_key(), expected);
  EXPECT_EQ(PrivateKey::parse(bytes_of(parameters + pem("EC PRIVATE KEY", kSec1))).value().public_key(),
            expected);
}

TEST(PrivateKey, RefusesEveryTruncation) {
  for (const auto& whole : {octets(kPkcs8), octets(kSec1), copy_of(bytes_of(pem("PRIVATE KEY", kPkcs8)))}) {
    // The last octet of a PEM file is its line break, which may be missing.
    const auto needed = whole.size() - (whole.back() == '\n' ? 1 : 0);
    for (std::size_t kept = 0; kept < needed; ++kept) {
      const auto key = PrivateKey::parse(ByteView(whole).first(kept));
      ASSERT_FALSE(key.has_value()) << "accepted " << kept << " of " << whole.size() << " octets";
      EXPECT_EQ(key.error().code, ErrorCode::BadValue);
    }
  }
}

TEST(PrivateKey, RefusesTrailingOctets) {
  auto der = octets(kPkcs8);
  der.push_back(0x00);
  EXPECT_EQ(PrivateKey::parse(der).error().code, ErrorCode::BadValue);
}

TEST(PrivateKey, RefusesAForeignPublicPoint) {
  auto der = octets(kPkcs8);
  const auto foreign = octets(published::kSupplierSigning.point);
  std::ranges::copy(foreign, der.end() - 65);
  EXPECT_EQ(PrivateKey::parse(der).error().code, ErrorCode::BadValue);
}

TEST(PrivateKey, RefusesOtherCurvesAndKinds) {
  const std::string_view p384 =
      "3081B6020100301006072A8648CE3D020106052B8104002204819E30819B02010104302883A4909F82CCB2998EC216C590407E"
      "3E29FC462059BC6101FB5500739083073EBC145866B671AB233705358BDF7948A16403620004F4D4DA0BD5E0F99F009CCD7110"
      "BC4B91032F931E165FA14EEB10BA13B30E64F9D215B7757AB6AD36B9E9F36BB76668FB769569AD7BB0D930974920BFFCD17E5E"
      "ED15AE2590E9E9DC91C6FB69D7EC5B5A09A4BFC41061F83852C5D0A8F2ED4883";
  const std::string_view ed25519 =
      "302E020100300506032B657004220420D4EE72DBF913584AD5B6D8F1F769F8AD3AFE7C28CBF1D4FBE097A88F44755842";
  const std::string_view secp256k1 =
      "303E020100301006072A8648CE3D020106052B8104000A042730250201010420C9AFA9D845BA75166B5C215767B1D6934E50C3"
      "DB36E8"
      "9B127B8A622B120F6721";
  for (const auto bad : {p384, ed25519, secp256k1}) {
    const auto key = PrivateKey::parse(octets(bad));
    ASSERT_FALSE(key.has_value());
    EXPECT_EQ(key.error().code, ErrorCode::BadValue);
  }
}

TEST(PublicKey, RefusesWhatIsNotAPointOfTheCurve) {
  const auto good = octets(published::kEsmeAgreement);
  ASSERT_TRUE(PublicKey::from_point(good).has_value());
  auto off_curve = good;
  off_curve.back() ^= 0x01U;
  auto compressed = good;
  compressed[0] = 0x03;
  auto infinity = Bytes(65, 0x00);
  auto zero = infinity;
  zero[0] = 0x04;
  const Bytes too_short(good.begin(), good.end() - 1);
  for (const auto& bad : {off_curve, compressed, infinity, zero, too_short, Bytes()}) {
    const auto key = PublicKey::from_point(bad);
    ASSERT_FALSE(key.has_value()) << encode_hex(bad);
    EXPECT_EQ(key.error().code, ErrorCode::BadValue);
  }
}

TEST(PublicKey, RefusesAlteredAndDegenerateSignatures) {
  const auto key = key_of(published::kSupplierSigning);
  const auto message = bytes_of("message");
  const auto good = key.sign(message).value();
  for (std::size_t octet = 0; octet < good.size(); ++octet) {
    auto altered = good;
    altered.at(octet) ^= 0x80U;
    EXPECT_FALSE(key.public_key().verify(message, altered)) << octet;
  }
  Signature all_ones{};
  all_ones.fill(0xFF);
  EXPECT_FALSE(key.public_key().verify(message, Signature{}));
  EXPECT_FALSE(key.public_key().verify(message, all_ones));
  EXPECT_TRUE(key.public_key().verify(message, good)) << "a refusal leaves nothing behind";
}

}  // namespace
}  // namespace enocheck::crypto
