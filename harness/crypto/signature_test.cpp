#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

#include "core/hex.h"
#include "crypto/digest.h"
#include "crypto/keys.h"
#include "crypto/published_test_keys.h"

namespace enocheck::crypto {
namespace {

using published::octets;

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
    const auto key = PrivateKey::from_scalar(octets(vector.signer.scalar)).value();
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
