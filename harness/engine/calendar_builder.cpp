#include "engine/calendar_builder.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "engine/request_builder.h"

namespace enocheck::engine {
namespace {

tl::unexpected<Error> no_such(std::string_view what, std::string_view text) {
  return failure(ErrorCode::BadValue, fmt::format("\"{}\" is no {}", text, what));
}

std::optional<unsigned> number_in(std::string_view text) {
  unsigned value = 0;
  const auto* const end = text.data() + text.size();  // NOLINT(*-pointer-arithmetic): from_chars wants it
  const auto [stopped, fault] = std::from_chars(text.data(), end, value);
  return fault == std::errc{} && stopped == end ? std::optional(value) : std::nullopt;
}

/// "06:00" or "06:00:30", since midnight.
Result<Duration> time_of(std::string_view text) {
  std::array<unsigned, 3> parts{};
  std::size_t count = 0;
  for (auto rest = text; count < parts.size(); ++count) {
    const auto colon = rest.find(':');
    const auto number = number_in(rest.substr(0, colon));
    if (!number) { return no_such("time of day", text); }
    parts.at(count) = *number;
    if (colon == std::string_view::npos) { break; }
    rest.remove_prefix(colon + 1);
  }
  if (count < 1 || count > 2) { return no_such("time of day", text); }
  return std::chrono::hours(parts[0]) + std::chrono::minutes(parts[1]) + std::chrono::seconds(parts[2]);
}

/// "2026-06-21"; a `*` for a part that is open, `last` and `second-last` for the day.
Result<duis::CalendarDate> date_of(std::string_view text) {
  const auto first = text.find('-');
  const auto second = first == std::string_view::npos ? first : text.find('-', first + 1);
  if (second == std::string_view::npos) { return no_such("date", text); }
  const auto year = text.substr(0, first);
  const auto month = text.substr(first + 1, second - first - 1);
  const auto day = text.substr(second + 1);
  duis::CalendarDate date;
  bool fits = true;
  const auto read = [&](std::string_view part, auto& into) {
    if (part == "*") { return; }
    const auto number = number_in(part);
    fits = fits && number.has_value();
    if (number) { into = static_cast<typename std::decay_t<decltype(into)>::value_type>(*number); }
  };
  read(year, date.year);
  read(month, date.month);
  if (day == "last") {
    date.day = duis::CalendarDate::kLastDay;
  } else if (day == "second-last") {
    date.day = duis::CalendarDate::kSecondLastDay;
  } else {
    read(day, date.day);
  }
  if (!fits) { return no_such("date", text); }
  return date;
}

Result<std::optional<std::array<bool, 7>>> weekdays_of(const std::vector<std::string>& words) {
  constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  if (words.empty()) { return std::optional<std::array<bool, 7>>(); }
  std::array<bool, 7> days{};
  for (const auto& word : words) {
    const auto* const found = std::find(kDays.begin(), kDays.end(), word);
    if (found == kDays.end()) { return no_such("day of the week", word); }
    days.at(static_cast<std::size_t>(found - kDays.begin())) = true;
  }
  return std::optional(days);
}

Result<duis::ScheduledSwitching> entry_of(const catalogue::CalendarEntryValues& values) {
  const auto time = time_of(values.at);
  const auto weekdays = weekdays_of(values.weekdays);
  const auto start = date_of(values.from);
  const auto end = date_of(values.to);
  if (!time) { return tl::unexpected(time.error()); }
  if (!weekdays) { return tl::unexpected(weekdays.error()); }
  if (!start) { return tl::unexpected(start.error()); }
  if (!end) { return tl::unexpected(end.error()); }
  duis::ScheduledSwitching entry{
      static_cast<std::uint8_t>(values.index), values.closes, {}, *weekdays, *time, *start, *end};
  for (const auto& word : values.special_days) {
    const auto number = number_in(word);
    if (!number) { return no_such("number of a special day", word); }
    entry.special_days.push_back(static_cast<std::uint8_t>(*number));
  }
  return entry;
}

}  // namespace

Result<duis::RequestBody> build_calendar(const catalogue::BodyValues& values, const catalogue::World& world,
                                         Instant now) {
  duis::UpdateDeviceConfigurationALCScheduler body;
  if (!values.execution.empty()) {
    const auto execution = instant_from(values.execution, now);
    if (!execution) { return tl::unexpected(execution.error()); }
    body.execution = *execution;
  }
  for (const auto& given : values.calendar.entries) {
    auto entry = entry_of(given);
    if (!entry) { return tl::unexpected(entry.error()); }
    body.schedule.push_back(*std::move(entry));
  }
  for (const auto& [index, text] : values.calendar.special_days) {
    const auto date = date_of(text);
    if (!date) { return tl::unexpected(date.error()); }
    body.special_days.push_back({static_cast<std::uint8_t>(index), *date});
  }
  for (const auto& [index, name] : values.calendar.bindings) {
    auto& bound = body.switches.emplace_back();
    bound.index = static_cast<std::uint8_t>(index);
    if (name == "alcs") { continue; }
    const auto device = find_party(world, name);
    if (!device) { return tl::unexpected(device.error()); }
    bound.hcalcs = *device;
  }
  return body;
}

}  // namespace enocheck::engine
