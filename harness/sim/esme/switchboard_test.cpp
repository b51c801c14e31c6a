// Precedence, ends, power loss: what the switches do. Source: GBCS brief 5.3.
#include "sim/esme/switchboard.h"

#include <gtest/gtest.h>

#include "sim/test_field.h"

namespace enocheck::sim {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the vocabulary of these tests
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// A meter where the charger hangs on the HCALCS of switch 2, or on the ALCS of switch 1: both must do alike.
struct Behind {
  unsigned index;
  unsigned watts;
};

class CurtailedLoad : public testing::TestWithParam<Behind> {
 protected:
  unsigned n() const { return GetParam().index; }
  void expect_closed(bool closed) const {
    EXPECT_EQ(home.is_closed(n()), closed);
    EXPECT_EQ(home.watts(n()), closed ? GetParam().watts : 0);
    EXPECT_FALSE(home.is_closed(4)) << "another switch moved";
    EXPECT_TRUE(home.is_closed(5)) << "another switch moved";
  }
  void press_boost() { ASSERT_TRUE(home.field->press_boost(kEsme).has_value()); }
  void set_power(const Eui64& device, bool on) { ASSERT_TRUE(home.field->set_power(device, on).has_value()); }
  bool reads_closed() {
    const auto answer = home.answer(by_broker(MessageCode{0x00BB}, ++reads, ecs61a_items()));
    const auto states = answer.substr(answer.size() - 2 - 4 * 17 - 4 * 5, 4 * 5);
    return states.substr(4 * (n() - 1), 4) == "03FF";
  }
  std::uint64_t reads = 0;
  TestField home;
};

TEST_P(CurtailedLoad, OpensForItsMinutesAndNotLonger) {
  ASSERT_NE(home.answer(open_switch(n(), 60)), "");  // five seconds of it pass here
  expect_closed(false);
  home.advance(minutes(60) - seconds(5));
  expect_closed(false);
  home.advance(seconds(2));
  expect_closed(true);
  EXPECT_TRUE(reads_closed());
}

TEST_P(CurtailedLoad, GoesBackAtOnceOnReset) {
  ASSERT_NE(home.answer(open_switch(n(), 60)), "");
  EXPECT_FALSE(reads_closed());
  ASSERT_NE(home.answer(reset_switch(n(), 1002)), "");
  expect_closed(true);
  home.advance(hours(2));
  expect_closed(true);
}

TEST_P(CurtailedLoad, TakesTheNewerDurationLongerOrShorter) {
  ASSERT_NE(home.answer(open_switch(n(), 60, 1)), "");
  ASSERT_NE(home.answer(open_switch(n(), 120, 2)), "");
  home.advance(minutes(100));
  expect_closed(false);
  ASSERT_NE(home.answer(open_switch(n(), 5, 3)), "");
  home.advance(minutes(5));
  expect_closed(true);
}

TEST_P(CurtailedLoad, ObeysWhoeverCameLast) {
  ASSERT_NE(home.answer(open_switch(n(), 60, 1)), "");
  ASSERT_NE(home.answer(by_supplier(close_switch(n(), 30, 1), MessageCode{0x0055})), "");
  expect_closed(true);
  ASSERT_NE(home.answer(open_switch(n(), 10, 2)), "");
  expect_closed(false);
  ASSERT_NE(home.answer(by_supplier(reset_switch(n(), 2), MessageCode{0x0055})), "");
  expect_closed(true);
}

TEST_P(CurtailedLoad, IgnoresADurationOfNothing) {
  ASSERT_NE(home.answer(open_switch(n(), 0, 1)), "");
  expect_closed(true);
  ASSERT_NE(home.answer(open_switch(n(), 10, 2)), "");
  ASSERT_NE(home.answer(open_switch(n(), 0, 3)), "");
  expect_closed(false);
}

TEST_P(CurtailedLoad, StaysOpenForDurationsThatNoLoadControlEventHolds) {
  ASSERT_NE(home.answer(open_switch(n(), 65535)), "");
  for (int day = 0; day < 45; ++day) {
    home.advance(hours(24));
    expect_closed(false);
  }
  home.advance(minutes(65535) - hours(24 * 45));
  expect_closed(true);
}

TEST_P(CurtailedLoad, ClosesForABoostOnlyWhileFlaggedAndGoesOnAfterIt) {
  ASSERT_NE(home.answer(open_switch(n(), 120)), "");
  press_boost();
  home.advance(seconds(1));
  expect_closed(false);
  std::array<bool, 5> flags{};
  flags.at(n() - 1) = true;
  ASSERT_NE(home.answer(set_flags(flags, 2000)), "");
  expect_closed(true);
  home.advance(minutes(61));
  expect_closed(false);
  home.advance(minutes(60));
  expect_closed(true);
}

TEST_P(CurtailedLoad, OpensAgainWhenTheFlagGoesDuringABoost) {
  std::array<bool, 5> flags{};
  flags.at(n() - 1) = true;
  ASSERT_NE(home.answer(set_flags(flags, 1)), "");
  press_boost();
  ASSERT_NE(home.answer(open_switch(n(), 60, 2)), "");
  expect_closed(true);
  ASSERT_NE(home.answer(set_flags({}, 3)), "");
  expect_closed(false);
}

TEST_P(CurtailedLoad, IsProlongedByASecondPress) {
  std::array<bool, 5> flags{};
  flags.at(n() - 1) = true;
  ASSERT_NE(home.answer(set_flags(flags, 1)), "");
  ASSERT_NE(home.answer(open_switch(n(), 240, 2)), "");
  press_boost();
  home.advance(minutes(50));
  press_boost();
  home.advance(minutes(59));
  expect_closed(true);
  home.advance(minutes(2));
  expect_closed(false);
}

TEST_P(CurtailedLoad, SurvivesAPowerCutOfTheMeterAtEveryStage) {
  ASSERT_NE(home.answer(open_switch(n(), 60)), "");
  set_power(kEsme, false);
  home.advance(minutes(10));
  set_power(kEsme, true);
  home.advance(seconds(5));
  expect_closed(false);
  EXPECT_FALSE(reads_closed());
  EXPECT_EQ(home.answer(open_switch(n(), 60)), "") << "the counter was forgotten";
  set_power(kEsme, false);
  home.advance(minutes(55));
  set_power(kEsme, true);
  home.advance(seconds(5));
  expect_closed(true);
  EXPECT_TRUE(reads_closed());
}

TEST_P(CurtailedLoad, DoesNothingWithACommandThatCameWithoutPowerOrWasNotDone) {
  set_power(kEsme, false);
  EXPECT_TRUE(home.send(open_switch(n(), 60, 1)).empty());
  set_power(kEsme, true);
  home.field->downlink().receive(kEsme, command(open_switch(n(), 60, 2)));
  home.advance(milliseconds(800 + 150 + 100));  // half of the device's latency
  set_power(kEsme, false);
  home.advance(seconds(5));
  set_power(kEsme, true);
  home.advance(seconds(5));
  expect_closed(true);
  EXPECT_NE(home.answer(open_switch(n(), 60, 1)), "");
}

TEST_P(CurtailedLoad, LogsABoostThatEndedWithoutPower) {
  press_boost();
  set_power(kEsme, false);
  home.advance(hours(3));
  set_power(kEsme, true);
  EXPECT_NE(home.answer(by_broker(MessageCode{0x005E}, 1, ecs61c_items("00000000", "FFFFFFFF")))
                .find("130202060608"),
            std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Switchboard, CurtailedLoad, testing::Values(Behind{1, 3000}, Behind{2, 7000}),
                         [](const auto& behind) { return behind.param.index == 1 ? "Alcs" : "Hcalcs"; });

TEST(Switchboard, GoesBackToACalendarThatSaysOpen) {
  TestField home;
  ASSERT_NE(home.answer(close_switch(4, 30)), "");
  EXPECT_EQ(home.watts(4), 500U);
  home.advance(minutes(30));
  EXPECT_EQ(home.watts(4), 0U);
}

TEST(Switchboard, KeepsAnHcalcsOpenWhoseCalendarSaysSo) {
  auto setup = one_meter();
  setup.meters.front().switches[1].calendar_closed = false;
  TestField home(setup);
  for (int day = 0; day < 3; ++day) {
    home.advance(hours(24));
    EXPECT_FALSE(home.is_closed(2)) << day;
  }
  EXPECT_TRUE(home.recorder.on(Link::SwitchToLoad).empty());
}

TEST(Switchboard, EndsTheOverrideWithTheBoostWhereTheProfileSaysSo) {
  Policy policy;
  policy.boost_cancels_override = true;
  TestField home(one_meter(), policy);
  ASSERT_NE(home.answer(set_flags({true, true, false, false, false}, 1)), "");
  ASSERT_NE(home.answer(open_switch(2, 240, 2)), "");
  ASSERT_TRUE(home.field->press_boost(kEsme).has_value());
  home.advance(hours(2));
  EXPECT_TRUE(home.is_closed(2));
}

TEST(Switchboard, DoesNotBoostWithoutTheButton) {
  auto setup = one_meter();
  setup.meters.front().has_boost_button = false;
  setup.meters.front().switches[1].boost = true;
  TestField home(setup);
  ASSERT_NE(home.answer(open_switch(2, 60)), "");
  ASSERT_TRUE(home.field->press_boost(kEsme).has_value());
  home.advance(seconds(5));
  EXPECT_FALSE(home.is_closed(2));
}

}  // namespace
}  // namespace enocheck::sim
