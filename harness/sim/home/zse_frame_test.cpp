#include "sim/home/zse_frame.h"

#include <gtest/gtest.h>

#include "core/hex.h"

namespace enocheck::sim {
namespace {

TEST(LoadControlEvent, IsTwentySixOctetsLittleEndian) {
  const auto frame = encode(LoadControlEvent{.id = 0x1C2F5370, .minutes = 120, .closed = false}, 7);
  EXPECT_EQ(encode_hex(frame),
            "09070070532F1C8000000000000078"
            "0001FFFF0080008080"
            "0000");
  EXPECT_EQ(frame.size(), 26U);
}

TEST(LoadControlEvent, ComesBackFromItsFrame) {
  for (const bool closed : {false, true}) {
    const LoadControlEvent event{.id = 1, .minutes = 1440, .closed = closed};
    const auto back = decode_frame_to_hcalcs(encode(event, 0xFF));
    ASSERT_TRUE(back.has_value()) << back.error().detail;
    EXPECT_EQ(back->event, event);
    EXPECT_FALSE(back->cancel.has_value());
  }
}

TEST(LoadControlEvent, WithADutyCycleInBetweenIsRefused) {
  auto frame = encode(LoadControlEvent{.id = 1, .minutes = 1, .closed = true}, 0);
  frame.at(24) = 0x32;
  EXPECT_EQ(decode_frame_to_hcalcs(frame).error().code, ErrorCode::BadValue);
}

TEST(CancelLoadControlEvent, ComesBackFromItsFifteenOctets) {
  const CancelLoadControlEvent cancel{.id = 0xA1B2C3D4};
  const auto frame = encode(cancel, 1);
  EXPECT_EQ(encode_hex(frame),
            "090101D4C3B2A1800000"
            "0000000000");
  EXPECT_EQ(decode_frame_to_hcalcs(frame)->cancel, cancel);
}

TEST(ReportEventStatus, ComesBackFromItsSixtyThreeOctets) {
  for (const auto status : {EventStatus::Started, EventStatus::Completed, EventStatus::Rejected}) {
    const ReportEventStatus report{.id = 42, .status = status};
    const auto frame = encode(report, 3);
    EXPECT_EQ(frame.size(), 63U);
    EXPECT_EQ(decode_frame_to_esme(frame)->report, report);
  }
}

TEST(ReportEventStatus, WithAStatusWithoutNameIsRefused) {
  auto frame = encode(ReportEventStatus{.id = 1, .status = EventStatus::Started}, 0);
  frame.at(7) = 0x55;
  EXPECT_EQ(decode_frame_to_esme(frame).error().code, ErrorCode::BadValue);
}

TEST(GetScheduledEvents, IsAsThe2014DraftShowsIt) {
  const auto frame = encode(GetScheduledEvents{}, 0);
  EXPECT_EQ(encode_hex(frame), "1100010000000001");
  EXPECT_TRUE(decode_frame_to_esme(frame)->request.has_value());
}

TEST(ZseFrame, OfTheOtherDirectionIsRefused) {
  EXPECT_FALSE(decode_frame_to_hcalcs(encode(GetScheduledEvents{}, 0)).has_value());
  EXPECT_FALSE(decode_frame_to_esme(encode(CancelLoadControlEvent{}, 0)).has_value());
}

TEST(ZseFrame, IsRefusedTruncatedAtEveryOctetAndWithOneMore) {
  const auto event = encode(LoadControlEvent{.id = 1, .minutes = 2, .closed = true}, 9);
  const auto report = encode(ReportEventStatus{.id = 1, .status = EventStatus::Started}, 9);
  for (std::size_t kept = 0; kept < event.size(); ++kept) {
    EXPECT_FALSE(decode_frame_to_hcalcs(ByteView(event).first(kept)).has_value()) << kept;
  }
  for (std::size_t kept = 0; kept < report.size(); ++kept) {
    EXPECT_FALSE(decode_frame_to_esme(ByteView(report).first(kept)).has_value()) << kept;
  }
  auto longer = event;
  longer.push_back(0);
  EXPECT_EQ(decode_frame_to_hcalcs(longer).error().code, ErrorCode::TrailingBytes);
}

}  // namespace
}  // namespace enocheck::sim
