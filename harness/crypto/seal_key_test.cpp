#include "crypto/seal_key.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "crypto/keys.h"

namespace enocheck::crypto {
namespace {

const Bytes kMessage = {'a', 'b', 'c'};

/// RFC 8032, section 7.1, test 3, as PKCS#8.
Bytes published_ed25519() {
  return *decode_hex(
      "302e020100300506032b657004220420"
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
}

TEST(SealKey, SignsAsRfc8032Says) {
  const auto key = SealKey::parse(published_ed25519());
  ASSERT_TRUE(key.has_value()) << key.error().detail;
  const auto signature = key->sign(Bytes{0xAF, 0x82});
  ASSERT_TRUE(signature.has_value());
  EXPECT_EQ(encode_hex(*signature),
            "6291D657DEEC24024827E69C3ABE01A30CE548A284743A445E3680D7DB5AC3AC"
            "18FF9B538D16F290AE67F760984DC6594A7C15E9716ED28DC027BECEEA1EC40A");
}

TEST(SealKey, EveryChangedBitOfMessageOrSignatureIsFound) {
  const auto p256 = PrivateKey::from_scalar(Bytes(32, 0x17));
  ASSERT_TRUE(p256.has_value());
  const auto pem = *p256->to_pem();
  for (const auto& key : {SealKey::generate(), SealKey::parse(bytes_of(pem))}) {
    ASSERT_TRUE(key.has_value()) << key.error().detail;
    auto signature = *key->sign(kMessage);
    const auto stranger = SealKey::generate();
    ASSERT_TRUE(key->public_key().verify(kMessage, signature));
    EXPECT_FALSE(stranger->public_key().verify(kMessage, signature));
    EXPECT_FALSE(key->public_key().verify(Bytes{'a', 'b', 'd'}, signature));
    for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
      const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
      signature[bit / 8] ^= mask;
      EXPECT_FALSE(key->public_key().verify(kMessage, signature)) << "bit " << bit;
      signature[bit / 8] ^= mask;
    }
    signature.push_back(0);
    EXPECT_FALSE(key->public_key().verify(kMessage, signature)) << "an octet more";
  }
}

TEST(SealKey, ItsPublicHalfIsReadWithTextBeforeIt) {
  const auto key = SealKey::generate();
  ASSERT_TRUE(key.has_value());
  const auto text = "Made for a test.\n" + key->public_key().to_pem();
  const auto read = SealPublicKey::parse(bytes_of(text));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(*read, key->public_key());
  EXPECT_EQ(read->fingerprint().size(), 64U);
  EXPECT_EQ(text.find("PRIVATE"), std::string::npos);
}

TEST(SealKey, WhatIsNoKeyIsRefused) {
  for (const auto* const text : {"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}) {
    EXPECT_FALSE(SealKey::parse(bytes_of(text)).has_value()) << text;
    EXPECT_FALSE(SealPublicKey::parse(bytes_of(text)).has_value()) << text;
  }
  // X25519 agrees on keys and signs nothing.
  const auto x25519 = SealKey::parse(*decode_hex(
      "302e020100300506032b656e042204205aac1e9f5a4a1f3fd3b6b9a5b1fbc1e9c6e9e0f6e6f9a3c3f3f2c7b9d3c5a161"));
  ASSERT_FALSE(x25519.has_value());
  EXPECT_NE(x25519.error().detail.find("another kind"), std::string::npos) << x25519.error().detail;
}

TEST(SealKey, PrivateKeysInDerAreTold) {
  EXPECT_TRUE(starts_with_private_key(published_ed25519()));
  auto longer = published_ed25519();
  longer.push_back(0x55);
  EXPECT_TRUE(starts_with_private_key(longer)) << "whatever follows";
  longer.resize(20);
  EXPECT_FALSE(starts_with_private_key(longer));
  EXPECT_FALSE(starts_with_private_key(Bytes{0x30, 0x03, 0x02, 0x01, 0x00}));
}

}  // namespace
}  // namespace enocheck::crypto
