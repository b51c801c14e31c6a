#include "core/clock.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace enocheck {
namespace {

/// Takes a fixed number of digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) { return std::nullopt; }
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') { return std::nullopt; }
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) { return false; }
  text.remove_prefix(1);
  return true;
}

/// Takes `.250` off the front: milliseconds, further digits cut.
int take_fraction(std::string_view& text) {
  if (!take(text, '.')) { return 0; }
  int millis = 0;
  int weight = 100;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    millis += (text.front() - '0') * weight;
    weight /= 10;
    text.remove_prefix(1);
  }
  return millis;
}

std::optional<Duration> take_zone(std::string_view& text) {
  if (text.empty() || take(text, 'Z')) { return Duration{0}; }
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') { return std::nullopt; }
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  const bool colon = take(text, ':');
  const auto minutes = take_digits(text, 2);
  if (!hours || !colon || !minutes || *minutes > 59 || *hours > 14) { return std::nullopt; }
  const Duration offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return west ? -offset : offset;
}

}  // namespace

std::string to_iso8601(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

Result<Instant> parse_iso8601(std::string_view text) {
  const auto bad = [whole = text] {
    return failure(
        ErrorCode::BadValue,
        fmt::format("'{}' is no date and time: expected the form 2026-01-01T00:00:00Z", whole.substr(0, 40)));
  };
  std::string_view left = text;
  const auto year = take_digits(left, 4);
  if (!year || !take(left, '-')) { return bad(); }
  const auto month = take_digits(left, 2);
  if (!month || !take(left, '-')) { return bad(); }
  const auto day = take_digits(left, 2);
  if (!day || !take(left, 'T')) { return bad(); }
  const auto hour = take_digits(left, 2);
  if (!hour || !take(left, ':')) { return bad(); }
  const auto minute = take_digits(left, 2);
  if (!minute || !take(left, ':')) { return bad(); }
  const auto second = take_digits(left, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) { return bad(); }
  const auto millis = take_fraction(left);
  const auto zone = take_zone(left);
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!zone || !left.empty() || !date.ok()) { return bad(); }
  return Instant(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second) + Duration(millis) - *zone;
}

Result<Duration> parse_duration(std::string_view text) {
  const auto bad = [whole = text] {
    return failure(
        ErrorCode::BadValue,
        fmt::format("'{}' is no duration: expected a form like PT30S, PT60M or P1DT2H", whole.substr(0, 40)));
  };
  std::string_view left = text;
  if (!take(left, 'P') || left.empty()) { return bad(); }
  Duration total{0};
  bool in_time = false;
  bool any = false;
  std::string_view units = "DHMS";  // each at most once, in this order
  while (!left.empty()) {
    if (!in_time && take(left, 'T')) {
      in_time = true;
      if (left.empty()) { return bad(); }
      continue;
    }
    std::int64_t number = 0;
    const auto* const end = left.data() + left.size();
    const auto [next, error] = std::from_chars(left.data(), end, number);
    if (error != std::errc{} || number < 0 || number > 1'000'000'000) { return bad(); }
    left.remove_prefix(static_cast<std::size_t>(next - left.data()));
    const auto millis = take_fraction(left);
    if (left.empty()) { return bad(); }
    const auto unit = left.front();
    left.remove_prefix(1);
    const auto at = units.find(unit);
    if (at == std::string_view::npos || (unit == 'D') == in_time || (millis != 0 && unit != 'S')) {
      return bad();
    }
    units.remove_prefix(at + 1);
    switch (unit) {
      case 'D': total += std::chrono::days(number); break;
      case 'H': total += std::chrono::hours(number); break;
      case 'M': total += std::chrono::minutes(number); break;
      default: total += std::chrono::seconds(number) + Duration(millis); break;
    }
    any = true;
  }
  if (!any) { return bad(); }
  return total;
}

std::string to_iso8601(Duration duration) {
  const std::chrono::hh_mm_ss time(duration);
  std::string text = "PT";
  if (time.hours().count() != 0) { text += fmt::format("{}H", time.hours().count()); }
  if (time.minutes().count() != 0) { text += fmt::format("{}M", time.minutes().count()); }
  const auto millis = time.subseconds().count();
  if (millis != 0) {
    text += fmt::format("{}.{:03}S", time.seconds().count(), millis);
  } else if (time.seconds().count() != 0 || text == "PT") {
    text += fmt::format("{}S", time.seconds().count());
  }
  return text;
}

}  // namespace enocheck
