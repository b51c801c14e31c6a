#include "gbcs/payload_asn1.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/message.h"
#include "gbcs/test_examples.h"

namespace enocheck::gbcs {
namespace {

Bytes hex(std::string_view text) { return decode_hex(text).value(); }

TEST(Der, ReadsAJoin) {
  // CS03A1 success of RTDS 4.5.0: method A initiator, device 9A, an HCALCS.
  const auto payload = hex("3010 020100 0408 00DB12345678909A 020104");
  const auto nodes = decode_der(payload).value();
  ASSERT_EQ(nodes.size(), 1U);
  const auto& members = nodes[0].children;
  ASSERT_EQ(members.size(), 3U);
  EXPECT_EQ(integer_of(members[0]), 0);
  EXPECT_EQ(encode_hex(members[1].content), "00DB12345678909A");
  EXPECT_EQ(members[1].offset, 5U);
  EXPECT_EQ(integer_of(members[2]), 4);
}

TEST(Der, ReadsLengthsThatAreNotMinimal) {
  const auto octets = hex(examples::kCs02aResponse);
  const auto message = decode_message(octets).value();
  ASSERT_EQ(encode_hex(message.payload.first(4)), "3082009F");
  const auto nodes = decode_der(message.payload).value();
  ASSERT_EQ(nodes.size(), 1U);
  ASSERT_EQ(nodes[0].children.size(), 2U) << "supplier and network operator";
  EXPECT_EQ(integer_of(nodes[0].children[1].children[0]), 3);
  EXPECT_EQ(nodes[0].children[1].children[3].children.size(), 2U);
}

TEST(Der, ReadsPayloadsWithoutASequence) {
  const auto result = hex("020100");
  EXPECT_EQ(integer_of(decode_der(result).value()[0]), 0);
  const auto nothing = hex("0500");
  EXPECT_STREQ(der_tag_name(decode_der(nothing).value()[0].tag), "NULL");
}

TEST(Der, ReadsIntegersWithTheirSign) {
  const auto payload =
      hex("0203008F66 0201FF 0A0119 0208 7FFFFFFFFFFFFFFF 0209 010000000000000000 0401FF 0200");
  const auto nodes = decode_der(payload).value();
  EXPECT_EQ(integer_of(nodes[0]), 0x8F66);
  EXPECT_EQ(integer_of(nodes[1]), -1);
  EXPECT_EQ(integer_of(nodes[2]), 25);
  EXPECT_EQ(integer_of(nodes[3]), 0x7FFFFFFFFFFFFFFF);
  EXPECT_FALSE(integer_of(nodes[4]).has_value());
  EXPECT_FALSE(integer_of(nodes[5]).has_value());
  EXPECT_FALSE(integer_of(nodes[6]).has_value());
}

TEST(Der, RejectsTruncationAtEveryOctetOfANesting) {
  const auto payload = hex("3011 3007 020104 03020308 3006 020102 020103");
  ASSERT_TRUE(decode_der(payload).has_value());
  for (std::size_t kept = 0; kept < payload.size(); ++kept) {
    const auto nodes = decode_der(ByteView(payload).first(kept));
    ASSERT_FALSE(nodes.has_value()) << kept;
    EXPECT_EQ(nodes.error().code, ErrorCode::Truncated);
  }
}

TEST(Der, RejectsChildrenThatDoNotFillTheirParent) {
  EXPECT_FALSE(decode_der(hex("3004 020100 02")).has_value());
  EXPECT_FALSE(decode_der(hex("3004 020200")).has_value());
}

TEST(Der, RejectsIndefiniteLengthsLongTagsAndDeepNesting) {
  EXPECT_EQ(decode_der(hex("3080 0000")).error().code, ErrorCode::BadValue);
  EXPECT_EQ(decode_der(hex("1F8101 00")).error().code, ErrorCode::BadTag);
  Bytes nested = {0x05, 0x00};
  for (int depth = 1; depth < 16; ++depth) {
    nested.insert(nested.begin(), {0x30, static_cast<std::uint8_t>(nested.size())});
  }
  EXPECT_TRUE(decode_der(nested).has_value());
  nested.insert(nested.begin(), {0x30, static_cast<std::uint8_t>(nested.size())});
  EXPECT_EQ(decode_der(nested).error().code, ErrorCode::BadValue);
}

}  // namespace
}  // namespace enocheck::gbcs
