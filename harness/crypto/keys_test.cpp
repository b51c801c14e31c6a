#include "crypto/keys.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/hex.h"
#include "crypto/digest.h"
#include "crypto/published_keys.h"

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

TEST(Signature, HasExactly64Octets) {
  EXPECT_TRUE(signature_from(Bytes(64)).has_value());
  for (const std::size_t size : {0U, 63U, 65U, 72U}) {
    EXPECT_EQ(signature_from(Bytes(size)).error().code, ErrorCode::BadValue) << size;
  }
}

// Source: RTDS 4.5.0, ECS47Deactivate_7.6_SUCCESS_COMMAND: the supplier's signature over header and payload.
TEST(Signature, OfAnRtdsCommandVerifies) {
  const auto signed_octets = octets(
      "090100000000000003E90890B3D51F300100000800DB1234567890A00002005522D9200003E9000202000100005E2C77020203"
      "000900"
      "000A0067FF010212003C120312");
  EXPECT_EQ(encode_hex(sha256(signed_octets)),
            "A938A5439397A66F55F0C1F7776534A528405B14A458BF894A29371646C24A8D");
  const auto signature = signature_from(octets(
      "A1D527B45538903A2D4BAAFB218567BA9853332C5352C7765A6A600E065C867F9C6B499BBE14B9EE9A8E89E35D23572D7B4A3E"
      "23DBC01C44A3A3E64EA0FAEFDF"));
  const auto supplier = PublicKey::from_point(octets(published::kSupplierSigning.point)).value();
  EXPECT_TRUE(supplier.verify(signed_octets, *signature));
  const auto broker = PublicKey::from_point(octets(published::kBrokerSigning.point)).value();
  EXPECT_FALSE(broker.verify(signed_octets, *signature));
}

// Synthetic GBCS messages of the domain brief (appendix B), signed with RFC 6979 nonces: what is signed,
// by whom, and the signature.
struct Synthetic {
  std::string_view name;
  published::KeyPair signer;
  std::string_view signed_octets;
  std::string_view signature;
};

constexpr std::array<Synthetic, 5> kSynthetic = {{
    {"SYN-1", published::kNetworkOperatorSigning,
     "090100000000000007D10890B3D51F300200000800DB1234567890A00002005522D9200007D1000202000100005E2C760202030"
     "00900000A0067FF0102120078120212",
     "CAF0A4F7715F10F06F21C9004CC1D0616F34D5A0059F083D72ADD0CA9D083602535449A9EA94AD4FB09554C62478A205BA78CAD"
     "3D48467B6F1B4EB36E4178B89"},
    {"SYN-2", published::kNetworkOperatorSigning,
     "090100000000000007D20890B3D51F300200000800DB1234567890A000027E5522D9200007D2000202000100005E2C760202030"
     "00900000A0067FF0102120078120212",
     "A9EF04CEC62F832396794787D453D98C298427B79ED5DC4C85AE92D70B7AFAEB809B81252794081AF6B329AB9AA1CAB915C11CC"
     "69848F27F5D323EF6DEADFE98"},
    {"SYN-3", published::kNetworkOperatorSigning,
     "090100000000000007D30890B3D51F300200000800DB1234567890A000027E5515D9200007D3000103000900000A0067FF01011"
     "20220",
     "7751757470AD5355D10FDB637551812E409027DF2BF6F5E0AE231EE5B2763B5FC7C8AE877F6236A74BB68172F1136F1ECC126AB"
     "A104F973DA86B96EC87BFC2FD"},
    {"NEG-3", published::kSupplierSigning,
     "090100000000000007D20890B3D51F300200000800DB1234567890A000027E5522D9200007D2000202000100005E2C760202030"
     "00900000A0067FF0102120078120212",
     "3AD48D16FBD08AF180A884F51C9790AAFD46298D20BAF945B835244D4084049FD18FE37BBA1D27CA2BC8F9998FEEFA65BA5CB8F"
     "04619384CE69299D9AC255088"},
    {"NEG-5", published::kNetworkOperatorSigning,
     "090100000000000007D20890B3D51F300200000800DB1234567890A600027E5522D9200007D2000202000100005E2C760202030"
     "00900000A0067FF0102120078120212",
     "77A6D75304EE8A1DEB725C0E4AF02F57C93DEDDC9090761A58F7C7CA8BA4C65DB9F2E0F07D4838A0F7B6A6ACBB58AB3D5FAC185"
     "010C8999C2753EB4B70DFE4DF"},
}};

TEST(Signature, OfSyntheticCommandsIsReproduced) {
  for (const auto& vector : kSynthetic) {
    const auto key = key_of(vector.signer);
    const auto message = octets(vector.signed_octets);
    const auto signature = key.sign_deterministically(message).value();
    EXPECT_EQ(encode_hex(signature), vector.signature) << vector.name;
    EXPECT_TRUE(key.public_key().verify(message, signature)) << vector.name;
  }
}

// The canonical SignedInfo of the domain brief on DUIS (section 4.5): only the digest differs from document
// to document. Signatures made by the published DCC Boxed signing tool.
std::string signed_info(std::string_view digest) {
  return fmt::format(
      "<ds:SignedInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:CanonicalizationMethod "
      "Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:CanonicalizationMethod><ds:SignatureMethod "
      "Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"></ds:SignatureMethod><ds:Reference "
      "URI=\"\"><ds:Transforms><ds:Transform "
      "Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform></ds:Transforms>"
      "<ds:DigestMethod "
      "Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod><ds:DigestValue>{}</"
      "ds:DigestValue></ds:Reference></ds:SignedInfo>",
      digest);
}

struct SignedDocument {
  std::string_view signer_point;
  std::string_view digest;
  std::string_view info_hash;
  std::string_view signature;
};

constexpr std::array<SignedDocument, 3> kSignedDocuments = {{
    {published::kNetworkOperatorXml.point, "Ga6ZQfcP2rGvAbGqR5qgk/W2MikcSLp/vb9aKTDLbz0=",
     "D08BC8EB2B8E1766FE480E4F462E2C637F3F114CE07F2B68BD05C4383A175254",
     "WuSE0X06NCWKm1QMGwiSLCKv4rQ8/pHQlGuhuNbiYLush0VpMeY937YYgiOVJaidmu9LNqLV6XkadaAlpPFZ3g=="},
    {"049F88ABD2205C4415E1E11B32D61220657E2D38E7143F9B884BFACD7E48A9637B455BFFF2D1CC655A5286E86C025A54DE5C45D"
     "E37"
     "6628A80D8FB47134F0BD472E",
     "aGh/PJ0qwCMfL7nnQ6vz6t2ijK19arHrLIfN3Fw2si8=",
     "4384640A17017AA1135ABB21BCE3273E388CE86D9E509E7ACB2EF3B1A9E767EF",
     "cg3fb9AExfoqOaEn2ehtuRZWa03JFJIydbqLhxooUgCLgqZErvr4LcNWYSHgLWMus3NsrHN+b8lcBav5+hr9lw=="},
    {"04752DB1541D82ADC4438C5F887E6D8F21A70584CC8E858ED140685D67B9C17594A444CE5312621DCA1351D987CD656B02A4BD9"
     "5F2"
     "C14FA7E0062D24722532ADF5",
     "jJcMHxYJXBmb5m+gLAfk8dO47jlsTnMGJ1K3JIPOJLo=",
     "67E1F0BDEE9096D4F69CA58F29B9F2A79D8DBD764947C5706A4C6CDF586770DD",
     "6JTWhpN6VRoiUnECN15rGNLI1k85sXTjOEBGgIWUdbR0qV7yZUwN6gDq02STQwwoFEOmJkB5PrDsGKQn5qKfLA=="},
}};

TEST(Signature, OfDuisDocumentsByTheSigningToolVerifies) {
  for (const auto& document : kSignedDocuments) {
    const auto info = signed_info(document.digest);
    EXPECT_EQ(info.size(), 615U);
    EXPECT_EQ(encode_hex(sha256(bytes_of(info))), document.info_hash);
    const auto signature = signature_from(decode_base64(document.signature).value()).value();
    const auto signer = PublicKey::from_point(octets(document.signer_point)).value();
    EXPECT_TRUE(signer.verify(bytes_of(info), signature)) << document.digest;
  }
}

}  // namespace
}  // namespace enocheck::crypto
