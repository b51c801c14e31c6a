#include "gbcs/payload_gbz.h"

#include <gtest/gtest.h>

#include "core/hex.h"

namespace enocheck::gbcs {
namespace {

Bytes hex(std::string_view text) { return decode_hex(text).value(); }

// Payloads in the shape of RTDS 4.5.0's gas messages, with contents of our own.
constexpr const char* kReadTwo = "0109 02 00 0000 0007 00 00 00 0400 0500 01 0702 0005 00 01 00 0003";
constexpr const char* kEncrypted =
    "0109 02 02 0705 0018 00 00 19 00 01 0011 31 00000000 000102030405060708090A0B 01 0705 0005 08 01 0B 07 "
    "8B";

TEST(Gbz, ReadsComponents) {
  const auto payload = hex(kReadTwo);
  const auto components = decode_gbz(payload).value();
  ASSERT_EQ(components.size(), 2U);
  EXPECT_EQ(components[0].cluster, 0x0000);
  EXPECT_EQ(components[0].offset, 3U);
  EXPECT_EQ(encode_hex(components[0].body), "04000500");
  EXPECT_EQ(components[1].cluster, 0x0702);
  EXPECT_EQ(components[1].sequence, 1);
  EXPECT_EQ(components[1].control, 0x01);
  EXPECT_FALSE(components[1].from_date_time.has_value());
}

TEST(Gbz, ReadsAFromDateTime) {
  const auto payload = hex("0109 01 11 0705 000D 1C0E6C00 01 00 0A 00F9351C 0A 02");
  const auto component = decode_gbz(payload).value().at(0);
  EXPECT_EQ(component.from_date_time, 0x1C0E6C00U);
  EXPECT_EQ(component.command, 0x0A);
  EXPECT_EQ(encode_hex(component.body), "00F9351C0A02");
}

TEST(Gbz, ReadsEncryptedComponents) {
  const auto payload = hex(kEncrypted);
  const auto components = decode_gbz(payload).value();
  ASSERT_EQ(components.size(), 2U);
  EXPECT_TRUE(components[0].is_encrypted());
  EXPECT_EQ(components[0].frame_counter, 0);
  EXPECT_EQ(components[0].frame_control, 0x19);
  EXPECT_EQ(components[0].body.size(), 17U);
  EXPECT_FALSE(components[1].is_encrypted());
}

TEST(Gbz, RejectsEveryTruncationAndTrailingOctets) {
  for (const auto* const example : {kReadTwo, kEncrypted}) {
    auto payload = hex(example);
    for (std::size_t kept = 0; kept < payload.size(); ++kept) {
      ASSERT_FALSE(decode_gbz(ByteView(payload).first(kept)).has_value()) << kept;
    }
    payload.push_back(0);
    EXPECT_EQ(decode_gbz(payload).error().code, ErrorCode::TrailingBytes);
  }
}

TEST(Gbz, RejectsWrongProfileAndMisplacedLastMark) {
  EXPECT_EQ(decode_gbz(hex("0104 00")).error().code, ErrorCode::BadTag);
  EXPECT_EQ(decode_gbz(hex("0109 01 00 0702 0003 00 00 00")).error().code, ErrorCode::BadValue);
  EXPECT_EQ(decode_gbz(hex("0109 02 01 0702 0003 00 00 00 01 0702 0003 00 00 00")).error().code,
            ErrorCode::BadValue);
}

TEST(GbzAlert, ReadsAFutureDatedOutcome) {
  const auto payload = hex("0109 01 8F66 38810A00 0E 006D 00000000000003ED 0705 01 06");
  const auto alert = decode_gbz_alert(payload).value();
  EXPECT_EQ(alert.alert_code, 0x8F66);
  EXPECT_EQ(alert.timestamp, 0x38810A00U);
  ASSERT_TRUE(alert.outcome.has_value());
  EXPECT_EQ(alert.outcome->code, MessageCode(0x006D));
  EXPECT_EQ(alert.outcome->counter, OriginatorCounter(0x3ED));
  EXPECT_EQ(alert.outcome->cluster, 0x0705);
  EXPECT_EQ(alert.outcome->command, 0x06);
  EXPECT_TRUE(alert.rest.empty());
}

TEST(GbzAlert, ReadsAComponentNothingAndTheUnknown) {
  const auto component = hex("0109 01 8F0A 38810A00 01 0702 0005 09 00 06 0102");
  EXPECT_EQ(decode_gbz_alert(component).value().component->command, 0x06);
  const auto nothing = hex("0109 00 8F30 38810A00");
  EXPECT_TRUE(decode_gbz_alert(nothing).value().rest.empty());
  const auto unknown = hex("0109 01 81A0 38810A00 0105");
  EXPECT_EQ(encode_hex(decode_gbz_alert(unknown).value().rest), "0105");
  EXPECT_FALSE(decode_gbz_alert(hex("0109 01 81A0 38810A")).has_value());
}

TEST(Zcl, NamesClustersAndCommandsByDirection) {
  EXPECT_STREQ(zcl_cluster_name(0x0705), "Prepayment");
  EXPECT_EQ(zcl_cluster_name(0xFFFF), nullptr);
  EXPECT_STREQ(zcl_command_name(0x0702, 0x00, 0x00), "Read Attributes");
  EXPECT_STREQ(zcl_command_name(0x0702, 0x01, 0x06), "Get Snapshot");
  EXPECT_STREQ(zcl_command_name(0x0702, 0x19, 0x06), "Publish Snapshot");
  EXPECT_EQ(zcl_command_name(0x0702, 0x01, 0x7F), nullptr);
  EXPECT_EQ(zcl_command_name(0x0702, 0x00, 0x7F), nullptr);
}

}  // namespace
}  // namespace enocheck::gbcs
