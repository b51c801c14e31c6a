#include "report/pcapng.h"

#include <gtest/gtest.h>

#include "core/hex.h"

namespace enocheck::report {
namespace {

constexpr std::array<std::string_view, 2> kLinks = {"a", "b-to-c"};

Bytes hex(std::string_view text) { return decode_hex(text).value(); }

TEST(Pcapng, HeaderIsASectionAndAnInterfaceALink) {
  EXPECT_EQ(encode_hex(pcapng_header("eno", kLinks)),
            "0A0D0D0A00000028"                  // section header, 40 octets
            "1A2B3C4D00010000FFFFFFFFFFFFFFFF"  // big-endian, version 1.0, of unknown length
            "00040003656E6F0000000000"          // application "eno", end of options
            "00000028"
            "0000000100000028"  // interface description
            "00FC000000000000"  // link type 252, no limit
            "0002000161000000"  // name "a"
            "0009000103000000"  // milliseconds
            "00000000"
            "00000028"
            "000000010000002C"
            "00FC000000000000"
            "00020006622D746F2D630000"
            "0009000103000000"
            "00000000"
            "0000002C");
}

TEST(Pcapng, PacketNamesItsDissectorAndKeepsItsComments) {
  Bytes file;
  append_packet(file, {Instant{} + Duration(0x0102030405), 1, "xml", hex("3C612F3E0A"), {"x/y", "z"}});
  EXPECT_EQ(encode_hex(file),
            "0000000600000048"          // enhanced packet
            "000000010000000102030405"  // interface 1, milliseconds since 1970
            "0000001100000011"          // 17 octets, all of them
            "000C0004786D6C00"          // tag: dissector "xml"
            "00000000"                  // end of tags
            "3C612F3E0A000000"
            "00010003782F7900"  // comment "x/y"
            "000100017A000000"
            "00000000"
            "00000048");
}

TEST(Pcapng, BlocksAreReadBackWithTheFirstComment) {
  auto file = pcapng_header("eno", kLinks);
  append_packet(file, {Instant{}, 0, "data", hex("00"), {"first/case", "second"}});
  append_packet(file, {Instant{}, 0, "data", {}, {}});
  const auto blocks = whole_blocks(file);
  ASSERT_TRUE(blocks.has_value()) << blocks.error().detail;
  ASSERT_EQ(blocks->size(), 5U);
  EXPECT_FALSE(blocks->at(2).is_packet());
  ASSERT_TRUE(blocks->at(3).is_packet());
  EXPECT_EQ(first_comment(blocks->at(3)), "first/case");
  EXPECT_EQ(first_comment(blocks->at(4)), "");
}

TEST(Pcapng, AnEndThatIsCutOffAnywhereIsLeftOut) {
  auto whole = pcapng_header("eno", kLinks);
  const auto header = whole.size();
  append_packet(whole, {Instant{}, 0, "data", hex("0102"), {"a/case"}});
  for (auto kept = header; kept < whole.size(); ++kept) {
    const auto blocks = whole_blocks(ByteView(whole).first(kept));
    ASSERT_TRUE(blocks.has_value()) << kept << ": " << blocks.error().detail;
    EXPECT_EQ(blocks->size(), 3U) << "with " << kept << " of " << whole.size() << " octets";
  }
}

TEST(Pcapng, ImpossibleLengthsAreRefused) {
  for (const auto* const text : {"000000060000000D00000000", "000000060000000800000000",
                                 "000000060000001000000000FFFFFFFF", "000000060000000C00000010"}) {
    const auto blocks = whole_blocks(hex(text));
    ASSERT_FALSE(blocks.has_value()) << text;
    EXPECT_EQ(blocks.error().code, ErrorCode::Schema);
  }
}

}  // namespace
}  // namespace enocheck::report
