#include "gbcs/cosem_time.h"

#include <gtest/gtest.h>

#include "core/hex.h"

namespace enocheck::gbcs {
namespace {

Bytes hex(std::string_view text) { return decode_hex(text).value(); }

TEST(CosemTime, WritesUtcAsRtdsDoes) {
  const auto instant = parse_iso8601("2015-01-03T17:05:09.750Z").value();
  EXPECT_EQ(encode_hex(to_cosem(instant)), "07DF0103FF110509008000FF");
}

TEST(CosemTime, ReadsWhatItWrites) {
  const auto instant = parse_iso8601("2016-02-29T23:59:59Z").value();
  EXPECT_EQ(from_cosem(to_cosem(instant)), instant);
}

TEST(CosemTime, HasNoInstantForNowNeverWildcardsAndImpossibleDates) {
  EXPECT_FALSE(from_cosem(kCosemNow).has_value());
  EXPECT_FALSE(from_cosem(kCosemNever).has_value());
  for (const auto* const bad :
       {"", "07DF0103FF1105090080", "07DF0103FF110509008000FF00", "FFFF0C19FF000000008000FF",
        "07DFFF03FF000000008000FF", "07DF021DFF000000008000FF", "07DF0103FF180000008000FF",
        "07DF0103FF003C00008000FF", "07DF0103FF00003C008000FF", "07DF0103FF00000000003CFF",
        "FFFE0103FF000000008000FF"}) {
    EXPECT_FALSE(from_cosem(hex(bad)).has_value()) << bad;
  }
}

TEST(CosemTime, CountsUtcSecondsFrom2000) {
  // GBCS brief 3.4: 1C2F5370 is 2014-12-25T23:00:00Z, as the DUIS request of the same RTDS case says.
  EXPECT_EQ(to_iso8601(from_utc_seconds(0x1C2F5370)), "2014-12-25T23:00:00.000Z");
  EXPECT_EQ(to_utc_seconds(parse_iso8601("2014-12-25T23:00:00Z").value()), 0x1C2F5370U);
}

TEST(CosemTime, ClampsUtcSeconds) {
  EXPECT_EQ(to_utc_seconds(parse_iso8601("1999-12-31T23:59:59Z").value()), 0U);
  EXPECT_EQ(to_utc_seconds(parse_iso8601("2137-01-01T00:00:00Z").value()), 0xFFFFFFFFU);
}

}  // namespace
}  // namespace enocheck::gbcs
