// Joins of meter and HCALCS, and the hub's device log, at the devices. Expected payloads are those of
// RTDS 4.5.0.
#include <gtest/gtest.h>

#include "sim/test_field.h"

namespace enocheck::sim {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the vocabulary of these tests
using Payloads = std::vector<std::string>;
using std::chrono::milliseconds;

const Payloads kJoined = {"020100"};

std::string switch_result(TestField& home, std::uint64_t counter) {
  const auto answer = home.answer(open_switch(2, 60, counter));
  return answer.size() < 8 ? answer : answer.substr(answer.size() - 8);
}

TEST(Join, AnswersAsRtdsShowsAndTheSwitchObeys) {
  TestField home(meter_with_hcalcs(HanStatus::Whitelisted));
  EXPECT_EQ(home.answers(kHcalcs, prepare_hcalcs(1)), kJoined);
  EXPECT_EQ(home.answers(kEsme, join_hcalcs(2)), kJoined);
  EXPECT_EQ(switch_result(home, 3), "02000300");
  EXPECT_FALSE(home.is_closed(2));
}

TEST(Join, LeavesNothingWhenTheOtherDeviceDoesNotAnswer) {
  TestField home(meter_with_hcalcs(HanStatus::Whitelisted));  // the HCALCS was not told
  EXPECT_EQ(home.answers(kEsme, join_hcalcs(1)), Payloads{"02010D"});
  EXPECT_EQ(switch_result(home, 2), "02000301");
  EXPECT_TRUE(home.is_closed(2));
}

TEST(Join, NeedsThePlaceOnTheDeviceLog) {
  TestField home(meter_with_hcalcs(HanStatus::Pending));
  EXPECT_EQ(home.answers(kHcalcs, prepare_hcalcs(1)), Payloads{});
  EXPECT_EQ(home.answers(kEsme, join_hcalcs(2)), Payloads{"02010D"});
}

TEST(Join, IsRefusedTheSecondTimeAndInAnotherShape) {
  TestField home;
  EXPECT_EQ(home.answers(kEsme, join_hcalcs(1)), Payloads{"020103"});
  const auto of_ppmid = der_command("3010 020100 0408 00DB1234567890A6 020105", MessageCode{0x7E0D}, 2);
  EXPECT_EQ(home.answers(kEsme, of_ppmid), Payloads{"020103"});
  const auto as_responder = der_command("3010 020101 0408 00DB1234567890A6 020104", MessageCode{0x7E0D}, 3);
  EXPECT_EQ(home.answers(kEsme, as_responder), Payloads{"020101"});
  const auto no_method = der_command("3010 020109 0408 00DB1234567890A6 020104", MessageCode{0x7E0D}, 4);
  EXPECT_EQ(home.answers(kEsme, no_method), Payloads{"020102"});
  EXPECT_EQ(home.answers(kEsme, der_command("020100", MessageCode{0x7E0D}, 5)), Payloads{});
}

TEST(Join, IsTheSuppliersByTodaysCodeAndTheEnosByItsVariantOnly) {
  TestField home(meter_with_hcalcs(HanStatus::Whitelisted));
  const std::string prepare = "3010 020101 0408 00DB1234567890A0 020101";
  EXPECT_EQ(home.answers(kHcalcs, der_command(prepare, MessageCode{0x00AB}, 1, kHcalcs, kEno)), Payloads{});
  EXPECT_EQ(home.answers(kHcalcs, der_command(prepare, MessageCode{0x00AB}, 1, kHcalcs, kSupplier)), kJoined);
  Policy without;
  without.requirement_3 = false;
  TestField today(meter_with_hcalcs(HanStatus::Whitelisted), without);
  EXPECT_EQ(today.answers(kHcalcs, prepare_hcalcs(1)), Payloads{});
}

TEST(Join, IsUndoneAndStaysUndone) {
  TestField home;
  EXPECT_EQ(home.answers(kEsme, unjoin_hcalcs(1)), kJoined);
  EXPECT_EQ(home.answers(kEsme, unjoin_hcalcs(2)), Payloads{"020101"});
  EXPECT_EQ(switch_result(home, 3), "02000301");
  EXPECT_EQ(home.answers(kEsme, unjoin_hcalcs(1)), Payloads{});  // a replay
  EXPECT_EQ(home.answers(kHcalcs, unjoin_esme(1)), kJoined);
  EXPECT_EQ(home.answers(kHcalcs, unjoin_esme(2)), Payloads{"020101"});
}

TEST(Join, ThatPowerLossInterruptsIsNone) {
  TestField home(meter_with_hcalcs(HanStatus::Whitelisted));
  home.answers(kHcalcs, prepare_hcalcs(1));
  home.field->downlink().receive(kEsme, join_hcalcs(2));
  home.advance(milliseconds(1200));  // the meter has asked, the answer is on its way
  ASSERT_TRUE(home.field->set_power(kEsme, false));
  home.advance(milliseconds(1000));
  ASSERT_TRUE(home.field->set_power(kEsme, true));
  EXPECT_EQ(switch_result(home, 3), "02000301");
  EXPECT_EQ(home.answers(kEsme, join_hcalcs(4)), kJoined);
}

TEST(DeviceLog, TellsTheBrokerOfChanges) {
  TestField home(meter_with_hcalcs(HanStatus::Pending));
  const auto added = home.answers(kHub, list_hcalcs(0x516));
  ASSERT_EQ(added.size(), 2U);
  EXPECT_EQ(added[0], "DA2000051600000300000003030002000200");
  EXPECT_EQ(added[1].substr(0, 26), "0F20000001000203128F12090C");
  const std::string entries =
      "010202020908"
      "00DB1234567890A0"
      "090002020908"
      "00DB1234567890A5"
      "0900";
  EXPECT_NE(added[1].find(entries), std::string::npos) << added[1];
  EXPECT_EQ(home.answers(kHub, list_hcalcs(0x517)).size(), 1U);   // listed already: no change
  EXPECT_EQ(home.answers(kHub, list_hcalcs(0x517)), Payloads{});  // a replay
}

TEST(DeviceLog, RemovesWhatIsListedAndCutsItOff) {
  TestField home;
  EXPECT_EQ(home.answers(kHub, remove_hcalcs(1)).front(),
            "DA200000010000010001"
            "0300");
  EXPECT_EQ(home.answers(kHub, remove_hcalcs(2)), Payloads{"DA200000020000010001"
                                                           "0301"});
  home.send(open_switch(2, 60, 1));
  EXPECT_TRUE(home.is_closed(2));
  EXPECT_EQ(home.answers(kHcalcs, unjoin_esme(1)), Payloads{});
}

TEST(DeviceLog, HasSixteenPlaces) {
  TestField home;  // meter and HCALCS are listed
  const auto add = [&](unsigned n) {
    return home.answers(
        kHub,
        device_log_command(
            MessageCode{0x0001}, n,
            fmt::format("03 03006800001E0300FF01 02006800001E0300FF03 02006800001E0300FF02 03 0204 0908 "
                        "00DB12345678{:04X} 1601 0906 303132333435 160D 12005A 03FF",
                        n)));
  };
  for (unsigned n = 1; n <= 14; ++n) { EXPECT_EQ(add(n).size(), 2U) << n; }
  EXPECT_EQ(add(15), Payloads{"DA2000000F00000300000003"
                              "03FA02FA02FA"});
}

}  // namespace
}  // namespace enocheck::sim
