#include <gtest/gtest.h>

#include "duis/service_request.h"

namespace enocheck::duis {
namespace {

constexpr std::string_view kEno = "90-B3-D5-1F-30-02-00-00";
constexpr std::string_view kEsme = "00-DB-12-34-56-78-90-A0";

std::string id(std::string_view counter) { return fmt::format("{}:{}:{}", kEno, kEsme, counter); }

TEST(RequestId, ReadsOriginatorTargetAndCounter) {
  const auto read = parse_request_id(id("1001")).value();
  EXPECT_EQ(to_string(read.originator), kEno);
  EXPECT_EQ(to_string(read.target), kEsme);
  EXPECT_EQ(read.counter.value(), 1001U);
  EXPECT_EQ(to_string(read), id("1001"));
}

TEST(RequestId, TakesEitherCaseOfHexDigits) {
  EXPECT_EQ(parse_request_id("90-b3-d5-1f-30-02-00-00:00-db-12-34-56-78-90-a0:1").value(),
            parse_request_id(id("1")).value());
}

TEST(RequestId, TakesCountersOf64BitsWithoutLeadingZeros) {
  EXPECT_EQ(parse_request_id(id("0")).value().counter.value(), 0U);
  EXPECT_EQ(parse_request_id(id("18446744073709551615")).value().counter.value(), UINT64_MAX);
  for (const auto* const counter :
       {"", "01", "00", "-1", "+1", "18446744073709551616", "1 ", " 1", "1x", "0x1"}) {
    const auto read = parse_request_id(id(counter));
    ASSERT_FALSE(read) << counter;
    EXPECT_EQ(read.error().code, ErrorCode::BadValue);
  }
}

TEST(RequestId, RefusesOtherForms) {
  for (const auto* const text :
       {"", ":", "::", "90-B3-D5-1F-30-02-00-00:1", "90B3D51F30020000:00DB1234567890A0:1",
        "90:B3:D5:1F:30:02:00:00:00-DB-12-34-56-78-90-A0:1",
        "90-B3-D5-1F-30-02-00-0:00-DB-12-34-56-78-90-A0:1"}) {
    EXPECT_FALSE(parse_request_id(text)) << text;
  }
}

TEST(RequestId, AnswersWithPartiesSwapped) {
  const auto answer = answer_to(parse_request_id(id("7")).value());
  EXPECT_EQ(to_string(answer), fmt::format("{}:{}:7", kEsme, kEno));
}

}  // namespace
}  // namespace enocheck::duis
