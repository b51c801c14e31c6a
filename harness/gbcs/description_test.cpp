#include "gbcs/description.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/test_examples.h"

namespace enocheck::gbcs {
namespace {

/// An example with the octets that its description points into.
struct Example {
  explicit Example(std::string_view text)
      : octets(decode_hex(text).value()), message(decode_message(octets).value()) {}
  Bytes octets;
  Message message;
};

/// A message of a code around a payload.
Bytes message_with(CraFlag cra, std::uint16_t code, std::string_view payload) {
  const GroupingHeader header{.cra = cra,
                              .counter = OriginatorCounter(1),
                              .originator = Eui64(1),
                              .target = Eui64(2),
                              .date_time = {},
                              .code = MessageCode(code),
                              .supplementary = {}};
  auto octets = encode_unsigned(header, decode_hex(payload).value());
  append_signature(octets, {});
  return octets;
}

TEST(Description, NamesObjectsAndUnitsOfACommand) {
  const Example command(examples::kEcs47DeactivateCommand);
  const auto payload = describe_payload(command.message);
  EXPECT_EQ(payload.kind, PayloadKind::DlmsAccessRequest);
  EXPECT_EQ(payload.invoke_id, 0x200003E9U);
  ASSERT_EQ(payload.items.size(), 2U);
  EXPECT_EQ(payload.items[0].what, "set");
  EXPECT_EQ(payload.items[0].name, "open for, switch 3");
  EXPECT_EQ(payload.items[0].type, "long-unsigned");
  EXPECT_EQ(payload.items[0].value, "60 min");
  EXPECT_EQ(encode_hex(ByteView(command.octets).subspan(payload.items[0].offset, 3)), "12003C");
  EXPECT_EQ(payload.items[1].value, "switch 3: open");
}

TEST(Description, NamesAResponseByItsCommand) {
  const Example command(examples::kEcs47DeactivateCommand);
  const Example response(examples::kEcs47DeactivateErrorResponse);
  const auto alone = describe_payload(response.message);
  EXPECT_EQ(alone.items.at(0).name, "");
  EXPECT_EQ(alone.items.at(0).result, "hardware-fault");
  EXPECT_EQ(alone.items.at(1).result_code, 250);
  const auto request = decode_access_request(command.message.payload).value();
  const auto named = describe_payload(response.message, {.request = &request, .keys = nullptr});
  EXPECT_EQ(named.items.at(0).name, "open for, switch 3");
  EXPECT_EQ(named.items.at(1).name, "run script: set switch or controller");
}

TEST(Description, IgnoresACommandOfAnotherSize) {
  const Example other(examples::kEcs62AddCommand);
  const auto request = decode_access_request(other.message.payload).value();
  const Example response(examples::kEcs47DeactivateErrorResponse);
  EXPECT_EQ(describe_payload(response.message, {.request = &request, .keys = nullptr}).items.at(0).name, "");
}

TEST(Description, TellsTheRangeOfALogRead) {
  const Example command(examples::kEcs61cCommand);
  const auto payload = describe_payload(command.message);
  const auto& range = payload.items.at(1).parts;
  ASSERT_EQ(range.size(), 2U);
  EXPECT_EQ(range[0].name, "from");
  EXPECT_EQ(range[0].value, "2014-12-25 23:00:00");
  EXPECT_EQ(range[1].value, "2015-01-01 00:00:00");
}

TEST(Description, TellsWhatAnAlertIsAbout) {
  const Example done(examples::kFutureDatedAlert);
  const auto outcome = describe_payload(done.message);
  EXPECT_EQ(outcome.kind, PayloadKind::DlmsOther);
  EXPECT_EQ(outcome.items.at(0).value, "8F66 future-dated command done");
  EXPECT_EQ(outcome.items.at(1).value, "2030-01-15 09:00:00");
  EXPECT_EQ(outcome.items.at(2).value,
            "0x0054 ECS46c, originator counter 1007, activation time of the next calendar: class 9000 "
            "0-0:94.44.128.26 6");
  const Example unsupported(examples::kEcs100Alert);
  EXPECT_EQ(describe_payload(unsupported.message).items.at(2).value,
            "0x0012 CS06, originator counter 100000");
}

TEST(Description, TellsTheFieldsOfJoinsAndTheirResults) {
  const auto octets = message_with(CraFlag::Command, 0x000D, "3010 020100 0408 00DB12345678909A 020104");
  const auto join = describe_payload(decode_message(octets).value());
  EXPECT_EQ(join.kind, PayloadKind::Asn1);
  const auto& members = join.items.at(0).parts;
  EXPECT_EQ(members.at(0).value, "0 method A initiator");
  EXPECT_EQ(members.at(1).value, "00-DB-12-34-56-78-90-9A");
  EXPECT_EQ(members.at(2).value, "4 HCALCS");
  const auto answer = message_with(CraFlag::Response, 0x000D, "020103");
  EXPECT_EQ(describe_payload(decode_message(answer).value()).items.at(0).value,
            "3 incompatible with an existing entry");
}

TEST(Description, TellsGbzComponents) {
  const auto octets = message_with(CraFlag::Response, 0x0082, "0109 01 01 0702 0005 08 00 0B 0B C0");
  const auto payload = describe_payload(decode_message(octets).value());
  EXPECT_EQ(payload.kind, PayloadKind::Gbz);
  EXPECT_EQ(payload.items.at(0).what, "Metering");
  EXPECT_EQ(payload.items.at(0).name, "Default Response");
  EXPECT_EQ(payload.items.at(0).value, "C0 hardware failure to 0B Change Supply");
}

TEST(Description, DamageInADlmsExchangeIsAnError) {
  const auto octets =
      message_with(CraFlag::Command, 0x0055, "D9 20000001 00 01 01 0001 0000000201FF 02 02 00 00");
  const auto payload = describe_payload(decode_message(octets).value());
  ASSERT_TRUE(payload.error.has_value());
  EXPECT_EQ(payload.error->code, ErrorCode::BadValue);
  EXPECT_TRUE(payload.items.empty());
}

TEST(Description, WhatNobodyUnderstandsIsNoError) {
  for (const auto* const unknown : {"0109 FF", "0F 00", "C001", "0109 01 01 0702 FFFF 00"}) {
    const auto octets = message_with(CraFlag::Response, 0x0082, unknown);
    const auto payload = describe_payload(decode_message(octets).value());
    EXPECT_FALSE(payload.error.has_value()) << unknown;
    EXPECT_TRUE(payload.items.empty()) << unknown;
  }
}

}  // namespace
}  // namespace enocheck::gbcs
