#include "gbcs/message_text.h"

#include <gtest/gtest.h>

#include "core/hex.h"

namespace enocheck::gbcs {
namespace {

const Bytes kOctets = {0xDF, 0x09, 0x01, 0x00};

/// The octets of every message found, or "-" for a line that is none.
std::string found(std::string_view text) {
  std::string all;
  for (const auto& message : find_messages(bytes_of(text))) {
    all += fmt::format("{}:{} ", message.line, message.octets ? encode_hex(*message.octets) : "-");
  }
  return all;
}

TEST(MessageText, FindsOneMessageInAnyForm) {
  EXPECT_EQ(found("DF090100"), "0:DF090100 ");
  EXPECT_EQ(found("df 09 01 00\r\n"), "0:DF090100 ");
  EXPECT_EQ(found(encode_base64(kOctets) + "\n"), "0:DF090100 ");
  EXPECT_EQ(found(text_of(kOctets)), "0:DF090100 ");
}

TEST(MessageText, FindsAMessageALine) {
  EXPECT_EQ(found("# comment\nDF0901\n\nDD0000\n"), "2:DF0901 4:DD0000 ");
  EXPECT_EQ(found("DF0901\n" + encode_base64(kOctets)), "1:DF0901 2:DF090100 ");
}

TEST(MessageText, JoinsWrappedText) {
  EXPECT_EQ(found("DF09\n0100\n"), "0:DF090100 ");
  EXPECT_EQ(found("DF0\n90100\n"), "0:DF090100 ");
}

TEST(MessageText, SaysWhichLineIsNoMessage) {
  EXPECT_EQ(found("DF0901\nnot hex, not base64!\n"), "1:DF0901 2:- ");
  EXPECT_EQ(found("DF090"), "0:- ");
  EXPECT_EQ(found(""), "");
  EXPECT_EQ(found("# only a comment\n"), "");
}

TEST(MessageText, TakesControlCharactersForOctets) {
  EXPECT_EQ(found(std::string_view("\x01\x02", 2)), "0:0102 ");
}

TEST(MessageText, KnowsWhatMayBeAMessage) {
  EXPECT_TRUE(looks_like_messages(kOctets));
  EXPECT_TRUE(looks_like_messages(bytes_of("DF0901")));
  EXPECT_TRUE(looks_like_messages(bytes_of(encode_base64(kOctets))));
  EXPECT_FALSE(looks_like_messages(bytes_of("# Read me\n")));
  EXPECT_FALSE(looks_like_messages(bytes_of("0102")));
}

}  // namespace
}  // namespace enocheck::gbcs
