#include "engine/calendar_builder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace enocheck::engine {
namespace {

using Calendar = duis::UpdateDeviceConfigurationALCScheduler;

catalogue::BodyValues values() {
  catalogue::BodyValues body;
  body.calendar.entries = {{2, false, "18:30:15", {"Mon", "Sun"}, {"1"}, "2026-*-last", "*-06-second-last"}};
  body.calendar.special_days = {{1, "*-12-25"}};
  body.calendar.bindings = {{1, "alcs"}, {2, "00-DB-12-34-56-78-90-97"}};
  body.execution = "PT10M";
  return body;
}

std::string error_of(const catalogue::BodyValues& body) {
  const auto built = build_calendar(body, {}, Instant{});
  return built ? "built" : built.error().detail;
}

TEST(CalendarBuilder, ReadsTheWordsOfACase) {
  const auto built = build_calendar(values(), {}, Instant{});
  ASSERT_TRUE(built) << built.error().detail;
  const auto& body = std::get<Calendar>(*built);
  EXPECT_EQ(body.execution, Instant(std::chrono::minutes(10)));
  ASSERT_EQ(body.schedule.size(), 1U);
  const auto& entry = body.schedule.front();
  EXPECT_EQ(entry.index, 2);
  EXPECT_FALSE(entry.activate);
  EXPECT_EQ(entry.time, std::chrono::seconds(18 * 3600 + 30 * 60 + 15));
  EXPECT_EQ(entry.weekdays, (std::array<bool, 7>{true, false, false, false, false, false, true}));
  EXPECT_EQ(entry.special_days, std::vector<std::uint8_t>{1});
  EXPECT_EQ(entry.start,
            (duis::CalendarDate{2026, std::nullopt, duis::CalendarDate::kLastDay, std::nullopt}));
  EXPECT_EQ(entry.end,
            (duis::CalendarDate{std::nullopt, 6, duis::CalendarDate::kSecondLastDay, std::nullopt}));
  EXPECT_EQ(body.special_days.front().date,
            (duis::CalendarDate{std::nullopt, 12, std::int8_t{25}, std::nullopt}));
  EXPECT_EQ(body.switches.at(0).hcalcs, std::nullopt);
  EXPECT_EQ(body.switches.at(1).hcalcs, Eui64{0x00DB123456789097});
}

TEST(CalendarBuilder, NamesWhatItCannotRead) {
  const auto with = [](auto change) {
    auto body = values();
    change(body.calendar);
    return error_of(body);
  };
  using Values = catalogue::CalendarValues;
  for (const auto* const time : {"18", "18:", "18:xx", "1:2:3:4", ""}) {
    EXPECT_EQ(with([&](Values& all) { all.entries[0].at = time; }),
              fmt::format("\"{}\" is no time of day", time));
  }
  for (const auto* const date : {"2026-06", "2026-xx-01", "first-*-*", ""}) {
    EXPECT_EQ(with([&](Values& all) { all.entries[0].from = date; }), fmt::format("\"{}\" is no date", date));
  }
  EXPECT_EQ(with([](Values& all) { all.entries[0].weekdays = {"Monday"}; }),
            "\"Monday\" is no day of the week");
  EXPECT_EQ(with([](Values& all) { all.entries[0].special_days = {"one"}; }),
            "\"one\" is no number of a special day");
  EXPECT_NE(with([](Values& all) { all.bindings = {{1, "NOBODY"}}; }), "built");
}

}  // namespace
}  // namespace enocheck::engine
