#include "crypto/key_agreement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/hex.h"
#include "crypto/digest.h"
#include "crypto/mac.h"
#include "crypto/published_test_keys.h"

namespace enocheck::crypto {
namespace {

using published::octets;

/// One MAC of an RTDS message, step by step.
/// Source: RTDS 4.5.0; intermediate values from the worked examples of the domain brief on GBCS (1.10
/// to 1.12).
struct Example {
  std::string_view name;
  published::KeyPair own;
  std::string_view peer;
  std::string_view z;
  std::string_view other_info;
  std::string_view key;
  std::string_view iv;
  std::string_view aad;
  std::string_view tag;
};

constexpr std::array<Example, 3> kExamples = {{
    {"ECS47Deactivate_7.6_SUCCESS_COMMAND", published::kBrokerAgreement, published::kEsmeAgreement,
     "ED342441DF01551A6BEAFF3B54ADC981F4C6A7E71DFF4C3E1CC80B3C9F4E5AC0",
     "6085740608030090B3D51F30010000090100000000000003E900DB1234567890A0", "82ED5E3F1F6C761C0DF6705B64E21088",
     "90B3D51F3001000000000000",
     "110000000000DF090100000000000003E90890B3D51F300100000800DB1234567890A00002005522D9200003E90002020001000"
     "05E2C77"
     "020203000900000A0067FF010212003C12031240A1D527B45538903A2D4BAAFB218567BA9853332C5352C7765A6A600E065C867"
     "F9C6B49"
     "9BBE14B9EE9A8E89E35D23572D7B4A3E23DBC01C44A3A3E64EA0FAEFDF",
     "7D60324AE99ABACF410B057C3B239BB9"},
    {"ECS62Add_7.9_SUCCESS_RESPONSE", published::kSupplierAgreement, published::kEsmeAgreement,
     "42DA8FAD4C8C9D613976F39F1E79CCC88571EFA43933D57146B533BC6D253E0F",
     "6085740608030000DB1234567890A0090200000000000003E890B3D51F30010000", "D288091F13F120DA8D2649C3AA543058",
     "00DB1234567890A000000000",
     "110000000000DF090200000000000003E80800DB1234567890A00890B3D51F300100000002005F18DA200003E80000050000000"
     "000050200"
     "020002000200020000",
     "6C943607717B0A584F8C5B369EAF67C6"},
    {"CCS01_8.11_SUCCESS_COMMAND", published::kBrokerAgreement, published::kHubAgreement,
     "9689FAB9F5E2642A4543B3BB8BD2F55C7AB31E45DFA566B18BEEAD0BD46394ED",
     "6085740608030090B3D51F300000020901000000000000051600DB1234567890A2", "EF19F400CFF3ABB3692AF5D54069EB47",
     "90B3D51F3000000200000000",
     "110000000000DF090100000000000005160890B3D51F300000020800DB1234567890A20012000190B3D51F30010000000000000"
     "00003EA4D"
     "D920000516000303006800001E0300FF0102006800001E0300FF0302006800001E0300FF02030204090800DB1234567890A0160"
     "109103031"
     "3233343536373839414243444546160012005A03FF00",
     "7C0607034DC39F5F321539660231182D"},
}};

TEST(KeyAgreement, GivesTheSecretsOfTheWorkedExamples) {
  for (const auto& example : kExamples) {
    const auto own = PrivateKey::from_scalar(octets(example.own.scalar)).value();
    const auto peer = PublicKey::from_point(octets(example.peer)).value();
    EXPECT_EQ(encode_hex(agree(own, peer).value().reveal()), example.z) << example.name;
  }
}

TEST(KeyAgreement, DerivesTheKeysOfTheWorkedExamples) {
  for (const auto& example : kExamples) {
    SharedSecret z;
    std::ranges::copy(octets(example.z), z.reveal().begin());
    EXPECT_EQ(encode_hex(derive_key(z, octets(example.other_info)).reveal()), example.key) << example.name;
  }
}

TEST(KeyAgreement, ReadsTheKeyFromTheFrontOfTheDigest) {
  const auto input = octets("00000001" + std::string(kExamples[0].z) + std::string(kExamples[0].other_info));
  EXPECT_EQ(encode_hex(sha256(input)), "82ED5E3F1F6C761C0DF6705B64E2108809F164F1C0F01C55EEEC45A7218D0FEA");
}

TEST(KeyAgreement, GivesTheMacsOfTheWorkedExamples) {
  for (const auto& example : kExamples) {
    Aes128Key key;
    std::ranges::copy(octets(example.key), key.reveal().begin());
    Iv iv{};
    std::ranges::copy(octets(example.iv), iv.begin());
    EXPECT_EQ(encode_hex(gmac(key, iv, {octets(example.aad)})), example.tag) << example.name;
  }
}

// The same hub and broker in the other direction: the response's key follows from its own header.
TEST(KeyAgreement, GivesTheResponseAKeyOfItsOwn) {
  SharedSecret z;
  std::ranges::copy(octets(kExamples[2].z), z.reveal().begin());
  const auto key =
      derive_key(z, octets("6085740608030000DB1234567890A20902000000000000051690B3D51F30000002"));
  EXPECT_EQ(encode_hex(key.reveal()), "96B70F015F3004B7D206218536037621");
}

TEST(KeyAgreement, IsTheSameFromBothSides) {
  const auto broker = PrivateKey::from_scalar(octets(published::kBrokerAgreement.scalar)).value();
  const auto supplier = PrivateKey::from_scalar(octets(published::kSupplierAgreement.scalar)).value();
  EXPECT_EQ(agree(broker, supplier.public_key()).value().reveal(),
            agree(supplier, broker.public_key()).value().reveal());
}

// Encrypted attributes: CRA octet 04, AAD 31. Source: domain brief on GBCS, 1.13.
TEST(KeyAgreement, EncryptsSensitiveAttributesForBothSides) {
  const auto other_info = octets("6085740608030000DB1234567890A0090400000000000003E890B3D51F30020000");
  const auto own = PrivateKey::from_scalar(octets(published::kNetworkOperatorAgreement.scalar)).value();
  const auto esme = PublicKey::from_point(octets(published::kEsmeAgreement)).value();
  const auto key = derive_key(agree(own, esme).value(), other_info);
  Iv iv{};
  std::ranges::copy(octets("00DB1234567890A000000000"), iv.begin());
  const Bytes aad = {0x31};
  const auto plaintext = octets("06000004D2");
  const auto sealed = gcm_seal(key, iv, aad, plaintext);
  EXPECT_EQ(sealed.size(), plaintext.size() + 12);
  EXPECT_NE(copy_of(ByteView(sealed).first(plaintext.size())), plaintext);
  EXPECT_EQ(gcm_open(key, iv, aad, sealed).value(), plaintext);
}

}  // namespace
}  // namespace enocheck::crypto
