#include <gtest/gtest.h>

#include "core/byte_reader.h"
#include "core/byte_writer.h"
#include "core/clock.h"
#include "core/entropy.h"
#include "core/eui64.h"
#include "core/hex.h"
#include "core/strong.h"

namespace enocheck {
namespace {

TEST(Hex, RoundTripsAndSkipsBlanks) { EXPECT_EQ(encode_hex(*decode_hex("00 aB\nfF")), "00ABFF"); }

TEST(Hex, RefusesOddAndForeignCharacters) {
  EXPECT_EQ(decode_hex("ABC").error().code, ErrorCode::BadValue);
  EXPECT_EQ(decode_hex("AXCD").error().offset, 1U);
}

TEST(Base64, RoundTripsEveryLength) {
  SeededEntropy entropy(1);
  for (std::size_t size = 0; size < 50; ++size) {
    Bytes octets(size);
    entropy.fill(octets);
    EXPECT_EQ(decode_base64(encode_base64(octets)).value(), octets);
  }
}

TEST(Base64, RefusesWrongPaddingAndUnusedBits) {
  for (const auto* const bad : {"QUI", "QUJD=", "QQ=", "QQ===", "QR==", "Q", "QQ=Q", "Q!=="}) {
    EXPECT_FALSE(decode_base64(bad).has_value()) << bad;
  }
}

TEST(Eui, ReadsBothFormsAndWritesUpperCase) {
  EXPECT_EQ(to_string(*Eui64::parse("90-b3-d5-1f-30-02-00-00")), "90-B3-D5-1F-30-02-00-00");
  EXPECT_EQ(Eui64::parse("90B3D51F30020000").value(), Eui64(0x90B3D51F30020000U));
  for (const auto* const bad :
       {"", "90-B3", "90:B3:D5:1F:30:02:00:00", "90B3D51F3002000", "90-B3-D5-1F-30-02-00-0G"}) {
    EXPECT_FALSE(Eui64::parse(bad).has_value()) << bad;
  }
}

TEST(ByteReader, KeepsTheFirstErrorWithItsOffset) {
  const Bytes input = {1, 2, 3};
  ByteReader in(input);
  EXPECT_EQ(in.u16(), 0x0102);
  EXPECT_EQ(in.u32(), 0U);
  EXPECT_EQ(in.u8(), 0U) << "nothing is read after an error";
  ASSERT_TRUE(in.failed());
  EXPECT_EQ(in.error()->code, ErrorCode::Truncated);
  EXPECT_EQ(in.error()->offset, 2U);
}

TEST(ByteReader, PrefixedPartsMustBeConsumed) {
  const Bytes input = {2, 9, 9};
  ByteReader in(input);
  in.prefixed(in.length(), [](ByteReader& part) { EXPECT_EQ(part.u8(), 9); });
  EXPECT_EQ(in.error()->code, ErrorCode::TrailingBytes);
}

TEST(ByteReader, CountsLengthsThatAreNotInTheShortestForm) {
  for (const auto& [octets, value, longer] :
       std::vector<std::tuple<Bytes, std::size_t, std::size_t>>{{{0x7F}, 127, 0},
                                                                {{0x81, 0x80}, 128, 0},
                                                                {{0x81, 0x7F}, 127, 1},
                                                                {{0x82, 0x00, 0x96}, 150, 1},
                                                                {{0x82, 0x01, 0x00}, 256, 0}}) {
    ByteReader in(octets);
    EXPECT_EQ(in.length(), value);
    EXPECT_EQ(in.long_lengths(), longer);
  }
}

TEST(ByteWriter, WritesTheShortestLengthThatTheReaderReads) {
  for (const std::size_t value : {0U, 127U, 128U, 255U, 256U, 65535U, 65536U}) {
    Bytes out;
    ByteWriter(out).length(value);
    ByteReader in(out);
    EXPECT_EQ(in.length(), value);
    EXPECT_EQ(in.long_lengths(), 0U);
    EXPECT_TRUE(in.at_end());
  }
}

TEST(Time, RoundTripsAndKnowsZones) {
  EXPECT_EQ(to_iso8601(*parse_iso8601("2022-07-22T09:37:56.134Z")), "2022-07-22T09:37:56.134Z");
  EXPECT_EQ(to_iso8601(*parse_iso8601("2026-01-01T00:30:00+01:00")), "2025-12-31T23:30:00.000Z");
  EXPECT_EQ(to_iso8601(*parse_iso8601("3000-12-31T00:00:00")), "3000-12-31T00:00:00.000Z");
  for (const auto* const bad :
       {"2026-01-01", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00Zx"}) {
    EXPECT_FALSE(parse_iso8601(bad).has_value()) << bad;
  }
}

TEST(Time, ReadsDurations) {
  EXPECT_EQ(parse_duration("PT30S").value(), std::chrono::seconds(30));
  EXPECT_EQ(parse_duration("P1DT2H3M4.5S").value(), Duration(93784500));
  EXPECT_EQ(to_iso8601(Duration(5400000)), "PT1H30M");
  for (const auto* const bad : {"", "P", "PT", "30S", "PT5", "P5S", "PT1.5M", "PT1S1M"}) {
    EXPECT_FALSE(parse_duration(bad).has_value()) << bad;
  }
}

TEST(Entropy, RepeatsForTheSameSeed) {
  SeededEntropy one(7);
  SeededEntropy two(7);
  SeededEntropy other(8);
  EXPECT_EQ(one.next(), two.next());
  EXPECT_NE(one.next(), other.next());
}

}  // namespace
}  // namespace enocheck
