#include "sim/esme/calendar_rules.h"

#include <algorithm>

namespace enocheck::sim {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr auto kLookBack = days(366);
constexpr std::uint16_t kLongestOffset = 1799;
constexpr std::uint64_t kRandomNumbers = 10000;
constexpr std::uint8_t kLastDay = 0xFE;
constexpr std::uint8_t kSecondLastDay = 0xFD;

Calendar calendar_of(const EsmeState& state) {
  return {read_schedule(state.calendar.schedule).value_or(std::vector<CalendarEntry>()),
          read_special_days(state.calendar.special_days).value_or(std::vector<CalendarDate>())};
}

/// The day of the month that a date asks for in this month; nothing if it fits any.
std::optional<unsigned> day_in(const CalendarDate& date, const std::chrono::year_month& month) {
  const auto last = static_cast<unsigned>((month / std::chrono::last).day());
  if (date.day == 0xFF) { return std::nullopt; }
  if (date.day == kLastDay) { return last; }
  return date.day == kSecondLastDay ? last - 1 : date.day;
}

std::uint8_t weekday_of(sys_days day) {
  return static_cast<std::uint8_t>(std::chrono::weekday(day).iso_encoding());
}

/// The date with what it leaves open filled in from `day`: so it can be compared with it.
year_month_day completed(const CalendarDate& date, const year_month_day& day) {
  const auto year = date.year == 0xFFFF ? day.year() : std::chrono::year(date.year);
  const auto month = date.month == 0xFF ? day.month() : std::chrono::month(date.month);
  const auto number = day_in(date, year / month);
  return {year, month, number ? std::chrono::day(*number) : day.day()};
}

}  // namespace

bool CalendarRules::fits(const CalendarDate& date, sys_days day) const {
  const year_month_day given(day);
  const auto number = day_in(date, given.year() / given.month());
  return (date.year == 0xFFFF || static_cast<int>(given.year()) == date.year) &&
         (date.month == 0xFF || static_cast<unsigned>(given.month()) == date.month) &&
         (!number || static_cast<unsigned>(given.day()) == *number) &&
         (date.weekday == 0xFF || date.weekday == weekday_of(day));
}

bool CalendarRules::is_in_force(const CalendarEntry& entry, sys_days day) const {
  const year_month_day date(day);
  return completed(entry.begin, date) <= date && date <= completed(entry.end, date);
}

bool CalendarRules::is_on_weekday(const CalendarEntry& entry, sys_days day) const {
  return entry.weekdays.at(weekday_of(day) - 1U);
}

std::optional<std::size_t> CalendarRules::special_day(const Calendar& calendar, sys_days day) const {
  const auto& all = calendar.special_days;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& date) { return fits(date, day); });
  return found == all.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - all.begin()));
}

bool CalendarRules::applies(const CalendarEntry& entry, const Calendar& calendar, sys_days day) const {
  if (!is_in_force(entry, day)) { return false; }
  const auto special = special_day(calendar, day);
  if (!special) { return is_on_weekday(entry, day); }
  return *special < entry.special_days.size() && entry.special_days[*special];
}

std::optional<bool> CalendarRules::calendar_state(const EsmeState& state, std::size_t index,
                                                  Instant now) const {
  if (state.calendar.schedule.empty()) { return std::nullopt; }
  const auto calendar = calendar_of(state);
  const auto clock = now - randomised_offset(state);
  const auto today = std::chrono::floor<days>(clock);
  for (auto day = today; day >= today - kLookBack; day -= days(1)) {
    const CalendarEntry* last = nullptr;
    for (const auto& entry : calendar.entries) {
      const bool is_due = entry.index == index && day + entry.time <= clock && applies(entry, calendar, day);
      if (is_due && (last == nullptr || last->time <= entry.time)) { last = &entry; }
    }
    if (last != nullptr) { return last->closes; }
  }
  return std::nullopt;
}

std::optional<Instant> CalendarRules::next_look(const EsmeState& state, Instant now) const {
  if (state.calendar.schedule.empty()) { return std::nullopt; }
  const auto calendar = calendar_of(state);
  const auto offset = randomised_offset(state);
  const auto clock = now - offset;
  const auto today = std::chrono::floor<days>(clock);
  Instant next = today + days(1);
  for (const auto& entry : calendar.entries) {
    const auto due = today + entry.time;
    if (due > clock && applies(entry, calendar, today)) { next = std::min<Instant>(next, due); }
  }
  return next + offset;
}

Duration CalendarRules::randomised_offset(const EsmeState& state) const {
  if (!offset_shifts_calendar_) { return Duration{}; }
  const auto product = std::uint64_t{state.offset_limit} * state.random_number;
  return std::chrono::seconds((product + kRandomNumbers / 2) / kRandomNumbers);
}

bool CalendarRules::takes_offset_limit(std::uint16_t seconds) const { return seconds <= kLongestOffset; }

void CalendarRules::write_offset_limit(EsmeState& state, std::uint16_t seconds) const {
  state.offset_limit = seconds;
}

void CalendarRules::bind_switch(EsmeState& state, std::size_t index, const Eui64& device) const {
  auto& sw = state.switches.at(index);
  if (sw.hcalcs != device) { sw.issued.reset(); }  // what another HCALCS was told does not count
  sw.kind = device == Eui64{} ? SwitchKind::Alcs : SwitchKind::Hcalcs;
  sw.hcalcs = device;
}

}  // namespace enocheck::sim
