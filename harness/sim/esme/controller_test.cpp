// Auxiliary controllers of GBCS 4 at the ESME: ECS47a, its provisional variant for the ENO, ECS61d, ECS61e.
#include "sim/esme/use_case_rule.h"
#include "sim/test_field.h"

namespace enocheck::sim {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the vocabulary of these tests
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Policy with_eno_variant() {
  Policy policy;
  policy.eno_controller_state = true;
  return policy;
}

class Controllers : public testing::Test {
 protected:
  [[nodiscard]] CommandSpec state(unsigned selector, Duration from, Duration to) {
    return {.code = policy_.ecs47a_eno,
            .counter = ++counter_,
            .items = ecs47a_items(selector >> 8U & 0x0FU, selector, start_ + from, start_ + to)};
  }
  std::string answer(unsigned selector, Duration from, Duration to) {
    const auto text = home_.answer(state(selector, from, to));
    return text.size() < 14 ? text : text.substr(14);  // after tag, invoke id, and what is absent
  }
  std::string read(MessageCode code, std::string items) {
    return home_.answer({.signer = nullptr, .code = code, .counter = 1, .items = std::move(items)});
  }
  void run_until(Duration after_start) { home_.advance(start_ + after_start - home_.scheduler.now()); }

  Policy policy_ = with_eno_variant();
  TestField home_{one_meter("4.0"), policy_};
  Instant start_ = home_.scheduler.now();
  std::uint64_t counter_ = 0;
};

constexpr const char* kDone = "0300000003020002000300";
constexpr const char* kNoSuchPeriod = "0300000003020002FA03FA";

TEST_F(Controllers, OpenAtAnyLevelBelowAHundredAndCloseAtAHundred) {
  for (const unsigned level : {0U, 1U, 99U}) {
    EXPECT_EQ(answer(0x1100 + level, minutes(0), hours(1)), kDone) << level;
    EXPECT_FALSE(home_.is_closed(1)) << level;
    EXPECT_EQ(answer(0x1164, minutes(0), hours(1)), kDone);
    EXPECT_TRUE(home_.is_closed(1)) << level;
  }
}

TEST_F(Controllers, HoldTheLevelFromStartToEnd) {
  EXPECT_EQ(answer(0x1200, minutes(10), minutes(20)), kDone);
  run_until(minutes(10) - seconds(1));
  EXPECT_TRUE(home_.is_closed(2));
  run_until(minutes(10) + seconds(1));
  EXPECT_FALSE(home_.is_closed(2));
  run_until(minutes(20) - seconds(1));
  EXPECT_FALSE(home_.is_closed(2));
  run_until(minutes(20) + seconds(1));
  EXPECT_TRUE(home_.is_closed(2));
}

TEST_F(Controllers, HaveOnePeriodEach) {
  EXPECT_EQ(answer(0x1100, minutes(0), hours(1)), kDone);
  EXPECT_EQ(answer(0x1100, minutes(30), minutes(40)), kDone);
  EXPECT_TRUE(home_.is_closed(1)) << "the newer period has not begun";
  EXPECT_TRUE(home_.is_closed(5));
  run_until(minutes(35));
  EXPECT_FALSE(home_.is_closed(1));
  run_until(minutes(45));
  EXPECT_TRUE(home_.is_closed(1));
}

TEST_F(Controllers, RefuseAPeriodThatIsNoneOrTooLong) {
  EXPECT_EQ(answer(0x1100, hours(1), hours(1)), kNoSuchPeriod);
  EXPECT_EQ(answer(0x1100, hours(1), minutes(59)), kNoSuchPeriod);
  EXPECT_EQ(answer(0x1100, hours(1), hours(25) + seconds(1)), kNoSuchPeriod);
  EXPECT_EQ(answer(0x1100, hours(1), hours(25)), kDone);
  run_until(hours(2));
  EXPECT_FALSE(home_.is_closed(1)) << "the last one counts";
}

TEST_F(Controllers, IgnoreAPeriodThatIsOver) {
  run_until(hours(2));
  EXPECT_EQ(answer(0x1100, hours(0), hours(1)), kDone);
  EXPECT_TRUE(home_.is_closed(1));
}

TEST_F(Controllers, FailWhereThereIsNothingToSet) {
  EXPECT_EQ(answer(0x1300, minutes(0), hours(1)), "0300000003020002000301") << "no controller 3";
  EXPECT_EQ(answer(0x2100, minutes(0), hours(1)), "03000000030200020003FA") << "a switch has no input";
  EXPECT_EQ(answer(0x1165, minutes(0), hours(1)), "03000000030200020003FA") << "level 101";
  EXPECT_EQ(answer(0x3100, minutes(0), hours(1)), "03000000030200020003FA") << "no such direction";
  EXPECT_TRUE(home_.is_closed(1));
}

TEST_F(Controllers, TakeNoMinutesNorTimesOfAnotherController) {
  auto minutes_of_gbcs_3 = open_switch(1, 30, 100);
  minutes_of_gbcs_3.code = policy_.ecs47a_eno;
  EXPECT_TRUE(home_.send(minutes_of_gbcs_3).empty());
  auto mixed = state(0x1200, minutes(0), hours(1));
  mixed.counter = 101;
  mixed.items = ecs47a_items(1, 0x1200, start_, start_ + hours(1));
  EXPECT_EQ(home_.answer(mixed).substr(14), "03000000030200020003FA") << "times of 1, script for 2";
  EXPECT_TRUE(home_.is_closed(1));
  EXPECT_TRUE(home_.is_closed(2));
}

TEST_F(Controllers, SurvivePowerLossBeforeTheirPeriod) {
  EXPECT_EQ(answer(0x1100, minutes(10), minutes(20)), kDone);
  ASSERT_TRUE(home_.field->set_power(kEsme, false));
  run_until(minutes(12));
  ASSERT_TRUE(home_.field->set_power(kEsme, true));
  EXPECT_FALSE(home_.is_closed(1));
  run_until(minutes(21));
  EXPECT_TRUE(home_.is_closed(1));
}

TEST_F(Controllers, AreSetByTheSupplierUnderTodaysCodeAndByTheEnoUnderItsOwn) {
  auto todays = state(0x1100, minutes(0), hours(1));
  todays.code = MessageCode{0x011E};
  EXPECT_EQ(home_.answer(todays), "") << "from the ENO";
  EXPECT_NE(home_.answer(by_supplier(todays, MessageCode{0x011E})), "");
  EXPECT_FALSE(home_.is_closed(1));
}

TEST_F(Controllers, AreUnknownToGbcs3AndSwitchesToGbcs4) {
  EXPECT_TRUE(use_case_rule(MessageCode{0x011E}, "4.0", policy_));
  EXPECT_FALSE(use_case_rule(MessageCode{0x011E}, "3.9", policy_));
  EXPECT_FALSE(use_case_rule(MessageCode{0x0055}, "4.0", policy_));
  EXPECT_FALSE(use_case_rule(policy_.ecs47_eno, "4.0", policy_));
  EXPECT_FALSE(use_case_rule(policy_.ecs47a_eno, "4.0", Policy{})) << "where the profile does not have it";
}

TEST_F(Controllers, TellTheirStateAsJson) {
  EXPECT_EQ(answer(0x1100, minutes(0), hours(1)), kDone);
  const auto payload = read(MessageCode{0x011D}, ecs61e_items());
  const auto json = [](std::string_view text) {
    return fmt::format("0C{:02X}{}", text.size(), encode_hex(bytes_of(text)));
  };
  const auto off = json(R"({"outputState": 0, "inputState": 0})");
  const auto on = json(R"({"outputState": 100, "inputState": 0})");
  EXPECT_EQ(payload.substr(14),
            "0A"
            "09080000000000000000"
            "0908" +
                encode_hex(kHcalcs.octets()) + "0900" +
                "09080000000000000000"
                "09080000000000000000" +
                off + on + json("{}") + off + on +
                "0A"
                "0100010001000100010001000100010001000100");
}

TEST_F(Controllers, TellTheirLabelsAndCalendar) {
  const auto payload = read(MessageCode{0x011C}, ecs61d_items());
  EXPECT_NE(payload.find("0A06" + encode_hex(bytes_of("Heater"))), std::string::npos);
  EXPECT_NE(payload.find("1211E4"), std::string::npos) << "controller 1 is on";
  EXPECT_NE(payload.find("121480"), std::string::npos) << "controller 4 is off";
}

}  // namespace
}  // namespace enocheck::sim
