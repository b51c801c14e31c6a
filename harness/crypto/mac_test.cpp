#include "crypto/mac.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/hex.h"
#include "crypto/published_test_keys.h"

namespace enocheck::crypto {
namespace {

using published::octets;

// Source: "The Galois/Counter Mode of Operation" (McGrew, Viega), test case 4: AES-128 with additional data.
constexpr std::string_view kKey = "FEFFE9928665731C6D6A8F9467308308";
constexpr std::string_view kIv = "CAFEBABEFACEDBADDECAF888";
constexpr std::string_view kAad = "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2";
constexpr std::string_view kPlaintext =
    "D9313225F88406E5A55909C5AFF5269A86A7A9531534F7DA2E4C303D8A318A721C3C0C95956809532FCF0E2449A6B525B16AEDF5"
    "AA0DE6"
    "57BA637B39";
constexpr std::string_view kCiphertext =
    "42831EC2217774244B7221B784D0D49CE3AA212F2C02A4E035C17E2329ACA12E21D514B25466931C7D8F6A5AAC84AA051BA30B39"
    "6A0AAC"
    "973D58E091";
constexpr std::string_view kTag = "5BC94FBC3221A5DB94FAE95AE7121A47";

struct Gcm : testing::Test {
  Gcm() {
    std::ranges::copy(octets(kKey), key.reveal().begin());
    std::ranges::copy(octets(kIv), iv.begin());
  }
  Aes128Key key;
  Iv iv{};
};

TEST_F(Gcm, SealsThePublishedExample) {
  const auto expected = std::string(kCiphertext) + std::string(kTag);
  EXPECT_EQ(encode_hex(gcm_seal(key, iv, octets(kAad), octets(kPlaintext), 16)), expected);
  EXPECT_EQ(encode_hex(gcm_seal(key, iv, octets(kAad), octets(kPlaintext))),
            expected.substr(0, expected.size() - 8))
      << "12 octets of tag unless told otherwise";
}

TEST_F(Gcm, OpensWhatItSealed) {
  for (const std::size_t tag_size : {12U, 16U}) {
    for (const std::size_t size : {0U, 1U, 16U, 17U, 200U}) {
      const Bytes plaintext(size, 0x5A);
      const auto sealed = gcm_seal(key, iv, octets(kAad), plaintext, tag_size);
      EXPECT_EQ(gcm_open(key, iv, octets(kAad), sealed, tag_size).value(), plaintext) << size;
    }
  }
}

TEST_F(Gcm, RefusesEveryAlteredOctet) {
  const auto sealed = gcm_seal(key, iv, octets(kAad), octets(kPlaintext));
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    auto altered = sealed;
    altered[at] ^= 0x01U;
    const auto opened = gcm_open(key, iv, octets(kAad), altered);
    ASSERT_FALSE(opened.has_value()) << at;
    EXPECT_EQ(opened.error().code, ErrorCode::BadMac);
  }
  EXPECT_EQ(gcm_open(key, iv, bytes_of("other"), sealed).error().code, ErrorCode::BadMac);
  EXPECT_TRUE(gcm_open(key, iv, octets(kAad), sealed).has_value()) << "a refusal leaves nothing behind";
}

TEST_F(Gcm, NeedsRoomForTheTag) {
  EXPECT_EQ(gcm_open(key, iv, {}, Bytes(11)).error().code, ErrorCode::Truncated);
  EXPECT_EQ(gcm_open(key, iv, {}, gcm_seal(key, iv, {}, {})).value(), Bytes());
}

TEST_F(Gcm, AuthenticatesPartsAsOneMessage) {
  const auto aad = octets(kAad);
  const auto whole = gmac(key, iv, {aad});
  EXPECT_EQ(gmac(key, iv, {ByteView(aad).first(3), ByteView(), ByteView(aad).subspan(3)}), whole);
  EXPECT_NE(gmac(key, iv, {ByteView(aad).first(3)}), whole);
  EXPECT_EQ(encode_hex(whole), encode_hex(gcm_seal(key, iv, aad, {}, 16)));
}

TEST(EqualInConstantTime, ComparesOctetsAndSizes) {
  const Bytes octets_a = {1, 2, 3};
  EXPECT_TRUE(equal_in_constant_time(octets_a, Bytes{1, 2, 3}));
  EXPECT_FALSE(equal_in_constant_time(octets_a, Bytes{1, 2, 4}));
  EXPECT_FALSE(equal_in_constant_time(octets_a, Bytes{1, 2}));
  EXPECT_TRUE(equal_in_constant_time({}, {}));
}

}  // namespace
}  // namespace enocheck::crypto
