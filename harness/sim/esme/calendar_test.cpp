#include <gtest/gtest.h>

#include "core/hex.h"
#include "sim/defects/further_tours.h"
#include "sim/esme/calendar_rules.h"

namespace enocheck::sim {
namespace {

using test::calendar_entry;

constexpr unsigned kOpens1 = 0x0102;
constexpr unsigned kCloses1 = 0x0101;

Instant at(std::string_view text) { return parse_iso8601(text).value(); }

/// A meter with this calendar; special days as hex, or none.
EsmeState with_calendar(const std::vector<std::string>& entries, const std::string& special_days = "0100") {
  auto schedule = fmt::format("01{:02X}", entries.size());
  for (const auto& entry : entries) { schedule += entry; }
  EsmeState state;
  state.calendar = {decode_hex(schedule).value(), decode_hex(special_days).value()};
  return state;
}

std::optional<bool> closed(const EsmeState& state, std::string_view time, const Policy& policy = {}) {
  return CalendarRules(policy).calendar_state(state, 0, at(time));
}

// 2026-03-02 is a Monday.
TEST(Calendar, SaysWhatTheLastEntrySaid) {
  const auto state = with_calendar({calendar_entry(1, kOpens1, 18), calendar_entry(2, kCloses1, 19)});
  EXPECT_EQ(closed(state, "2026-03-02T17:59:59Z"), true);  // since 19:00 of the day before
  EXPECT_EQ(closed(state, "2026-03-02T18:00:00Z"), false);
  EXPECT_EQ(closed(state, "2026-03-02T18:59:59.999Z"), false);
  EXPECT_EQ(closed(state, "2026-03-02T19:00:00Z"), true);
  EXPECT_EQ(CalendarRules(Policy{}).calendar_state(state, 1, at("2026-03-02T19:00:00Z")), std::nullopt);
  EXPECT_EQ(closed(EsmeState{}, "2026-03-02T19:00:00Z"), std::nullopt);
}

TEST(Calendar, KnowsDaysOfTheWeek) {
  const auto state = with_calendar({calendar_entry(1, kOpens1, 18, "40"), calendar_entry(2, kCloses1, 0)});
  EXPECT_EQ(closed(state, "2026-03-02T20:00:00Z"), true);
  EXPECT_EQ(closed(state, "2026-03-03T20:00:00Z"), false);
  EXPECT_EQ(closed(state, "2026-03-04T20:00:00Z"), true);
}

TEST(Calendar, FollowsOnASpecialDayWhatNamesIt) {
  const std::string days =
      "01020203120001090507EA0303FF110102031200020905FFFFFFFDFF1102";  // and the last but one
  const auto state = with_calendar(
      {calendar_entry(1, kOpens1, 18, "FE", "040240"), calendar_entry(2, kCloses1, 0, "FE", "0402C0")}, days);
  EXPECT_EQ(closed(state, "2026-03-02T20:00:00Z"), false);
  EXPECT_EQ(closed(state, "2026-03-03T20:00:00Z"), true);
  EXPECT_EQ(closed(state, "2026-03-30T20:00:00Z"), false);
  const auto only_special = with_calendar(
      {calendar_entry(1, kOpens1, 18, "00", "040240"), calendar_entry(2, kCloses1, 0, "FE", "0402C0")}, days);
  EXPECT_EQ(closed(only_special, "2026-03-29T20:00:00Z"), true);
  EXPECT_EQ(closed(only_special, "2026-03-30T20:00:00Z"), false);
  EXPECT_EQ(closed(only_special, "2026-04-29T20:00:00Z"), false);
}

TEST(Calendar, KeepsToTheDatesOfAnEntry) {
  const auto state = with_calendar(
      {calendar_entry(1, kOpens1, 18, "FE", "0400", "FFFF0304FF"), calendar_entry(2, kCloses1, 0)});
  EXPECT_EQ(closed(state, "2026-03-03T20:00:00Z"), true);
  EXPECT_EQ(closed(state, "2026-03-04T20:00:00Z"), false);
  EXPECT_EQ(closed(state, "2027-03-03T20:00:00Z"), true);
}

TEST(Calendar, IsLateByItsShareOfTheOffsetLimit) {
  auto state = with_calendar({calendar_entry(1, kOpens1, 18), calendar_entry(2, kCloses1, 6)});
  state.offset_limit = 1000;
  state.random_number = 5005;  // 500.5 s: rounds to 501
  EXPECT_EQ(closed(state, "2026-03-02T18:08:20Z"), true);
  EXPECT_EQ(closed(state, "2026-03-02T18:08:21Z"), false);
  EXPECT_EQ(CalendarRules(Policy{}).next_look(state, at("2026-03-02T17:00:00Z")), at("2026-03-02T18:08:21Z"));
  Policy unshifted;
  unshifted.offset_shifts_calendar = false;
  EXPECT_EQ(closed(state, "2026-03-02T18:00:00Z", unshifted), false);
}

TEST(Calendar, IsLookedAtWhenAnEntryIsDueOrTheDayEnds) {
  const auto state = with_calendar({calendar_entry(1, kOpens1, 18, "80")});
  const CalendarRules rules{Policy{}};
  EXPECT_EQ(rules.next_look(state, at("2026-03-02T17:00:00Z")), at("2026-03-02T18:00:00Z"));
  EXPECT_EQ(rules.next_look(state, at("2026-03-02T18:00:00Z")), at("2026-03-03T00:00:00Z"));
  EXPECT_EQ(rules.next_look(state, at("2026-03-03T01:00:00Z")), at("2026-03-04T00:00:00Z"));
  EXPECT_EQ(rules.next_look(EsmeState{}, at("2026-03-02T17:00:00Z")), std::nullopt);
}

TEST(Calendar, ReadsNothingButSwitchCalendars) {
  const auto read = [](const std::string& hex) { return read_schedule(decode_hex(hex).value()).has_value(); };
  const auto entry = calendar_entry(1, kOpens1, 18);
  EXPECT_TRUE(read("0101" + entry));
  EXPECT_FALSE(read("0201" + entry));
  EXPECT_FALSE(read("0101" + calendar_entry(1, 0x0602, 18)));
  EXPECT_FALSE(read("0101" + calendar_entry(1, 0x0103, 18)));
  EXPECT_FALSE(read("0101" + calendar_entry(1, kOpens1, 24)));
  std::string many = "0131";
  for (int i = 0; i < 49; ++i) { many += entry; }
  EXPECT_FALSE(read(many));
  EXPECT_FALSE(read_special_days(decode_hex("0101020212000111 01").value()));
}

}  // namespace
}  // namespace enocheck::sim
