#include "gbcs/firmware_activation.h"

#include <gtest/gtest.h>

#include "core/hex.h"

// Octets: RTDS 4.5.0, as the GBCS brief 4.12 and its appendix A print them.
namespace enocheck::gbcs {
namespace {

constexpr const char* kHash = "AA758690730934FF0685AA758690730934FF0685657788990011223344556677";
constexpr const char* kImmediate =
    "30260420AA758690730934FF0685AA758690730934FF0685657788990011223344556677020203E8";
constexpr const char* kFutureDated =
    "30370420AA758690730934FF0685AA758690730934FF0685657788990011223344556677020203E9180F3230333030313135303"
    "93030"
    "30305A";
constexpr const char* kAlert =
    "30250203008F66180F32303330303131353039303030305A020203E9300902010004040123ABCF";

Bytes octets(const char* hex) { return decode_hex(hex).value(); }

TEST(FirmwareActivation, WritesAndReadsTheCommandsOfRtds) {
  const auto at = parse_iso8601("2030-01-15T09:00:00Z").value();
  EXPECT_EQ(encode_hex(encode_firmware_activation({octets(kHash), OriginatorCounter{1000}, std::nullopt})),
            kImmediate);
  EXPECT_EQ(encode_hex(encode_firmware_activation({octets(kHash), OriginatorCounter{1001}, at})),
            kFutureDated);
  const auto read = decode_firmware_activation(octets(kFutureDated)).value();
  EXPECT_EQ(encode_hex(read.hash), kHash);
  EXPECT_EQ(read.counter, OriginatorCounter{1001});
  EXPECT_EQ(read.at, at);
  EXPECT_EQ(decode_firmware_activation(octets(kImmediate))->at, std::nullopt);
}

TEST(FirmwareActivation, WritesNeverAsTheCancellationOfRtds) {
  const auto cancel = encode_firmware_activation({octets(kHash), OriginatorCounter{1002}, kDerNever});
  EXPECT_TRUE(encode_hex(cancel).ends_with("180F39393939313233313233353935395A"));
  EXPECT_EQ(decode_firmware_activation(cancel)->at, kDerNever);
}

TEST(FirmwareActivation, KeepsLargeCountersPositive) {
  const OriginatorCounter counter{0x80};
  const auto payload = encode_firmware_activation({octets(kHash), counter, std::nullopt});
  EXPECT_TRUE(encode_hex(payload).ends_with("02020080"));
  EXPECT_EQ(decode_firmware_activation(payload)->counter, counter);
}

TEST(FirmwareActivation, WritesAndReadsTheResponsesOfRtds) {
  EXPECT_EQ(encode_hex(encode_firmware_response(FirmwareOutcome{0, octets("0123ABCE")})),
            "300902010004040123ABCE");
  EXPECT_EQ(encode_hex(encode_firmware_response(std::nullopt)), "0500");
  const auto failed = decode_firmware_response(octets("300902010104040123ABCF")).value();
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->result, 1);
  EXPECT_EQ(encode_hex(failed->version), "0123ABCF");
  EXPECT_FALSE(decode_firmware_response(octets("0500")).value());
}

TEST(FirmwareActivation, WritesAndReadsTheAlertOfRtds) {
  const auto alert = decode_firmware_alert(octets(kAlert)).value();
  EXPECT_EQ(alert.alert_code, 0x8F66);
  EXPECT_EQ(to_iso8601(alert.at), "2030-01-15T09:00:00.000Z");
  EXPECT_EQ(alert.counter, OriginatorCounter{1001});
  EXPECT_EQ(encode_hex(alert.outcome.version), "0123ABCF");
  EXPECT_EQ(encode_hex(encode_firmware_alert(alert)), kAlert);
}

TEST(FirmwareActivation, RefusesOtherStructures) {
  for (const auto* const other : {"0500", "3000", "30030201FF", "040800DB123456789099", "3082"}) {
    EXPECT_FALSE(decode_firmware_activation(octets(other))) << other;
    EXPECT_FALSE(decode_firmware_alert(octets(other))) << other;
  }
  EXPECT_FALSE(decode_firmware_response(octets("300702010004020123")));
  EXPECT_FALSE(decode_firmware_response(octets("020100")));
}

}  // namespace
}  // namespace enocheck::gbcs
