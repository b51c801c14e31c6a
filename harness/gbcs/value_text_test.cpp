#include "gbcs/value_text.h"

#include <gtest/gtest.h>

#include "core/hex.h"

namespace enocheck::gbcs {
namespace {

ValueText described(std::string_view item, ValueFormat format = ValueFormat::Plain) {
  const auto octets = decode_hex(item).value();
  return describe_value(octets, format);
}

std::string text(std::string_view item, ValueFormat format = ValueFormat::Plain) {
  return described(item, format).text;
}

TEST(ValueText, WritesEveryTypeByItself) {
  EXPECT_EQ(text("00"), "");
  EXPECT_EQ(text("03FF"), "TRUE");
  EXPECT_EQ(text("0300"), "FALSE");
  EXPECT_EQ(text("0407FE"), "1111111");
  EXPECT_EQ(text("0F85"), "-123");
  EXPECT_EQ(text("10FFFE"), "-2");
  EXPECT_EQ(text("05FFFFFFFF"), "-1");
  EXPECT_EQ(text("120312"), "786");
  EXPECT_EQ(text("0908 00DB1234567890A0"), "00DB1234567890A0");
  EXPECT_EQ(text("0904 31323334"), "\"1234\"");
  EXPECT_EQ(text("0A06 4C6162656C32"), "\"Label2\"");
  EXPECT_EQ(text("090C 07DF0103FF110000008000FF"), "2015-01-03 17:00:00");
  EXPECT_EQ(text("090C 0000000000000000008000FF"), "now (immediately)");
  EXPECT_EQ(text("090C FFFFFFFFFFFFFFFFFF8000FF"), "never (cancels)");
}

TEST(ValueText, KeepsControlCharactersFromTheTerminal) { EXPECT_EQ(text("0A03 411B42"), "\"A\\x1BB\""); }

TEST(ValueText, WritesTheFormatsOfLoadControl) {
  EXPECT_EQ(text("12003C", ValueFormat::Minutes), "60 min");
  EXPECT_EQ(text("120384", ValueFormat::Seconds), "900 s");
  EXPECT_EQ(text("120312", ValueFormat::Script), "switch 3: open");
  EXPECT_EQ(text("03FF", ValueFormat::SwitchState), "closed");
  EXPECT_EQ(text("0908 0000000000000000", ValueFormat::SwitchIdentity), "ALCS");
  EXPECT_EQ(text("0908 00DB123456789097", ValueFormat::SwitchIdentity), "HCALCS 00-DB-12-34-56-78-90-97");
  EXPECT_EQ(text("0901 FF", ValueFormat::SwitchIdentity), "APC");
  EXPECT_EQ(text("0900", ValueFormat::SwitchIdentity), "nothing connected");
}

TEST(ValueText, FallsBackToTheTypeWhereAFormatDoesNotFit) {
  EXPECT_EQ(text("03FF", ValueFormat::Minutes), "TRUE");
  EXPECT_EQ(text("1112", ValueFormat::Script), "18");
  EXPECT_EQ(text("1101", ValueFormat::SwitchState), "1");
  EXPECT_EQ(described("0101 0201 1101", ValueFormat::Calendar).parts.at(0).text, "structure of 1");
}

TEST(ValueText, TellsTheSelectorsOfEcs47AndEcs47aApart) {
  EXPECT_EQ(script_text(0x0111), "switch 1: close");
  EXPECT_EQ(script_text(0x0520), "switch 5: reset to calendar");
  EXPECT_EQ(script_text(0x0200), "switch 2: message from the HCALCS");
  EXPECT_EQ(script_text(0x0102), "switch 1: open");
  EXPECT_EQ(script_text(0x1564), "controller 5 output: level 100");
  EXPECT_EQ(script_text(0x2332), "controller 3 input: level 50");
  EXPECT_EQ(script_text(0x11E4), "controller 1 output: level 100");
  EXPECT_EQ(script_text(0x0113), "selector 0113");
}

TEST(ValueText, WritesLogsALineAnEntry) {
  const auto boost = described("13 02020606 08 1C2F61801C2F747C", ValueFormat::BoostLog);
  EXPECT_EQ(boost.text, "compact array of 1");
  EXPECT_EQ(boost.parts.at(0).text, "2014-12-26 00:00:00 to 2014-12-26 01:21:00 (81 min)");
  const auto controller = described("13 020406121606 16 1C20E100 0211 00 548E2480 1C23ADDA 0312 01 00000000",
                                    ValueFormat::ControllerLog);
  EXPECT_EQ(controller.parts.at(0).text,
            "2014-12-15 00:00:00 switch 2: close, outcome not known, HAN command 548E2480");
  EXPECT_EQ(controller.parts.at(1).text, "2014-12-17 02:58:34 switch 3: open, success");
}

TEST(ValueText, WritesSpecialDaysAndCalendars) {
  const auto days = described("0102 0203 120001 0905FFFF0C19FF 1101 0203 120002 090507DF0403FF 1103",
                              ValueFormat::SpecialDays);
  EXPECT_EQ(days.parts.at(0).text, "special day 1: 25 December of every year, day id 1");
  EXPECT_EQ(days.parts.at(1).text, "special day 2: 2015-04-03, day id 3");
  const auto calendar = described(
      "0101 020A 120001 03FF 0906 00000A0067FF 120101 0904 06000000 12FFFF 0407F8 040440 0905 FFFFFFFFFF "
      "0905 FFFF0615FF",
      ValueFormat::Calendar);
  EXPECT_EQ(
      calendar.parts.at(0).text,
      "1: switch 1: close at 06:00:00 on Mon-Fri and special day 2 from any day to 21 June of every year");
}

TEST(ValueText, GivesPartsTheirOctetsExceptInCompactArrays) {
  const auto octets = decode_hex("0202 1101 13 11 01 05").value();
  const auto value = describe_value(octets, ValueFormat::Plain);
  ASSERT_EQ(value.parts.size(), 2U);
  EXPECT_EQ(encode_hex(value.parts[0].item), "1101");
  EXPECT_EQ(value.parts[1].parts.at(0).text, "5");
  EXPECT_TRUE(value.parts[1].parts.at(0).item.empty());
}

}  // namespace
}  // namespace enocheck::gbcs
