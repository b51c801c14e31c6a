#include "gbcs/protection.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "crypto/key_agreement.h"
#include "gbcs/test_examples.h"

namespace enocheck::gbcs {
namespace {

Bytes hex(std::string_view text) { return decode_hex(text).value(); }

crypto::PrivateKey key_of(std::string_view scalar) {
  return crypto::PrivateKey::from_scalar(hex(scalar)).value();
}
crypto::PublicKey point_of(std::string_view point) {
  return crypto::PublicKey::from_point(hex(point)).value();
}

crypto::SharedSecret secret(std::string_view scalar, std::string_view point) {
  return crypto::agree(key_of(scalar), point_of(point)).value();
}

crypto::SharedSecret acb_and_a0() { return secret(examples::kAcbKaScalar, examples::kEsmeA0KaPoint); }

TEST(Protection, WorkedExampleA) {
  const auto octets = hex(examples::kEcs47DeactivateCommand);
  const auto message = decode_message(octets).value();
  const auto z = acb_and_a0();
  EXPECT_EQ(encode_hex(z.reveal()), "ED342441DF01551A6BEAFF3B54ADC981F4C6A7E71DFF4C3E1CC80B3C9F4E5AC0");
  const auto info = key_derivation_info(message.header);
  EXPECT_EQ(encode_hex(info), "6085740608030090B3D51F30010000090100000000000003E900DB1234567890A0");
  EXPECT_EQ(encode_hex(crypto::derive_key(z, info).reveal()), "82ED5E3F1F6C761C0DF6705B64E21088");
  EXPECT_EQ(encode_hex(compute_mac(message.header, message.maced_octets(), z)), "7D60324AE99ABACF410B057C");
  EXPECT_TRUE(mac_is_valid(message, z));
  EXPECT_TRUE(signature_is_valid(message, key_of(examples::kSupplierDsScalar).public_key()));
}

TEST(Protection, WorkedExampleB) {
  const auto octets = hex(examples::kEcs62AddResponse);
  const auto message = decode_message(octets).value();
  const auto z = secret(examples::kSupplierKaScalar, examples::kEsmeA0KaPoint);
  EXPECT_EQ(encode_hex(z.reveal()), "42DA8FAD4C8C9D613976F39F1E79CCC88571EFA43933D57146B533BC6D253E0F");
  const auto info = key_derivation_info(message.header);
  EXPECT_EQ(encode_hex(info), "6085740608030000DB1234567890A0090200000000000003E890B3D51F30010000");
  EXPECT_EQ(encode_hex(crypto::derive_key(z, info).reveal()), "D288091F13F120DA8D2649C3AA543058");
  EXPECT_TRUE(mac_is_valid(message, z));
  EXPECT_FALSE(mac_is_valid(message, acb_and_a0()));
}

TEST(Protection, WorkedExampleC) {
  const auto z = secret(examples::kAcbKaScalar, examples::kChfA2KaPoint);
  EXPECT_EQ(encode_hex(z.reveal()), "9689FAB9F5E2642A4543B3BB8BD2F55C7AB31E45DFA566B18BEEAD0BD46394ED");
  const std::pair<std::string_view, const char*> examples[] = {
      {examples::kCcs01Command, "EF19F400CFF3ABB3692AF5D54069EB47"},
      {examples::kCcs01Response, "96B70F015F3004B7D206218536037621"}};
  for (const auto& [example, key] : examples) {
    const auto octets = hex(example);
    const auto message = decode_message(octets).value();
    EXPECT_EQ(encode_hex(crypto::derive_key(z, key_derivation_info(message.header)).reveal()), key);
    EXPECT_TRUE(mac_is_valid(message, z));
  }
}

TEST(Protection, CriticalUrpCommandIsSignedByTheAcb) {
  const auto octets = hex(examples::kCs03a2UrpCommand);
  const auto message = decode_message(octets).value();
  EXPECT_TRUE(signature_is_valid(message, key_of(examples::kAcbDsScalar).public_key()));
  EXPECT_FALSE(signature_is_valid(message, key_of(examples::kSupplierDsScalar).public_key()));
}

TEST(Protection, AcceptsTheSyntheticVectors) {
  const auto operator_key = key_of(examples::kNetworkOperatorDsScalar).public_key();
  for (const auto example : {examples::kSyn1, examples::kSyn2, examples::kSyn3}) {
    const auto octets = hex(example);
    const auto message = decode_message(octets).value();
    EXPECT_TRUE(mac_is_valid(message, acb_and_a0()));
    EXPECT_TRUE(signature_is_valid(message, operator_key));
  }
  for (const auto example : {examples::kSyn4, examples::kSyn5, examples::kSyn6, examples::kSyn8}) {
    const auto octets = hex(example);
    const auto message = decode_message(octets).value();
    EXPECT_TRUE(mac_is_valid(message, acb_and_a0()));
    EXPECT_EQ(message.signature_form, SignatureForm::Empty);
  }
  const auto to_operator = hex(examples::kSyn7);
  EXPECT_TRUE(mac_is_valid(decode_message(to_operator).value(),
                           secret(examples::kNetworkOperatorKaScalar, examples::kEsmeA0KaPoint)));
}

TEST(Protection, FindsTheOneFaultOfEachNegativeVector) {
  struct Row {
    std::string_view example;
    bool mac;
    bool signature;
  };
  const auto operator_key = key_of(examples::kNetworkOperatorDsScalar).public_key();
  for (const auto& row : {Row{examples::kNeg1, true, false}, Row{examples::kNeg2, true, false},
                          Row{examples::kNeg3, true, false}, Row{examples::kNeg4, false, true}}) {
    const auto octets = hex(row.example);
    const auto message = decode_message(octets).value();
    EXPECT_EQ(mac_is_valid(message, acb_and_a0()), row.mac);
    EXPECT_EQ(signature_is_valid(message, operator_key), row.signature);
  }
  const auto elsewhere = hex(examples::kNeg5);
  const auto message = decode_message(elsewhere).value();
  EXPECT_TRUE(mac_is_valid(message, secret(examples::kAcbKaScalar, examples::kDeviceA6KaPoint)));
  EXPECT_TRUE(signature_is_valid(message, operator_key));
  EXPECT_EQ(message.header.target, Eui64(0x00DB1234567890A6));
}

TEST(Protection, AnyChangedOctetUnderTheMacBreaksIt) {
  const auto good = hex(examples::kSyn2);
  const auto z = acb_and_a0();
  const auto start = decode_message(good).value().grouping_offset;
  for (std::size_t at = start; at < good.size(); ++at) {
    auto octets = good;
    octets[at] ^= 1U;
    const auto message = decode_message(octets);
    EXPECT_FALSE(message && mac_is_valid(*message, z)) << "octet " << at;
  }
}

TEST(Protection, RebuildsTheCommandFromThePreCommand) {
  // The signature of RTDS has a random nonce, so it is taken over; all else is made again.
  const auto expected = hex(examples::kEcs47DeactivateCommand);
  auto signed_pre_command = hex(examples::kEcs47DeactivatePreCommand);
  append_signature(signed_pre_command, decode_message(expected).value().signature);
  EXPECT_EQ(add_mac(signed_pre_command, acb_and_a0()).value(), expected);
}

TEST(Protection, SignsPreCommandsWithAndWithoutTheNullSignature) {
  const auto key = key_of(examples::kNetworkOperatorDsScalar);
  auto pre_command = hex(examples::kEcs47DeactivatePreCommand);
  for (int round = 0; round < 2; ++round) {
    const auto octets = sign_pre_command(pre_command, key).value();
    EXPECT_EQ(octets.size(), hex(examples::kEcs47DeactivatePreCommand).size() + 65);
    const auto message = decode_message(octets).value();
    EXPECT_TRUE(signature_is_valid(message, key.public_key()));
    pre_command.push_back(0);
  }
}

TEST(Protection, SignsOnlyPreCommandsAsPreCommands) {
  const auto key = key_of(examples::kNetworkOperatorDsScalar);
  EXPECT_EQ(sign_pre_command(hex(examples::kEcs47DeactivateCommand), key).error().code, ErrorCode::BadValue);
  EXPECT_EQ(sign_pre_command(hex("DF09"), key).error().code, ErrorCode::Truncated);
  EXPECT_EQ(sign_message({}, key).error().code, ErrorCode::Truncated);
}

TEST(Protection, AddsAMacOnlyWhereOneCanStand) {
  const auto z = acb_and_a0();
  EXPECT_EQ(add_mac(hex(examples::kEcs47DeactivatePreCommand), z).error().code, ErrorCode::Truncated);
  EXPECT_EQ(add_mac(hex(examples::kEcs47DeactivateCommand), z).error().code, ErrorCode::BadValue);
}

TEST(Protection, WithoutMacOrSignatureNothingIsValid) {
  const auto octets = hex(examples::kEcs47DeactivatePreCommand);
  const auto message = decode_message(octets).value();
  EXPECT_FALSE(mac_is_valid(message, acb_and_a0()));
  EXPECT_FALSE(signature_is_valid(message, key_of(examples::kSupplierDsScalar).public_key()));
}

}  // namespace
}  // namespace enocheck::gbcs
