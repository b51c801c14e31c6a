#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"

/// The calendar of the switches as the meter evaluates it. Source: GBCS brief 4.8.
namespace enocheck::sim {

/// A COSEM date: FFFF and FF fit any, day FE is the last of the month, FD the one before it.
struct CalendarDate {
  std::uint16_t year{};
  std::uint8_t month{};
  std::uint8_t day{};
  std::uint8_t weekday{};  ///< 1 (Monday) to 7
};

struct CalendarEntry {
  std::size_t index{};  ///< of the switch, 0 to 4
  bool closes{};
  Duration time{};  ///< since midnight, UTC
  std::array<bool, 7> weekdays{};
  std::vector<bool> special_days;  ///< one a special day, in their order
  CalendarDate begin;
  CalendarDate end;
};

struct Calendar {
  std::vector<CalendarEntry> entries;
  std::vector<CalendarDate> special_days;
};

/// Reads the value of a class 10 schedule; nothing for anything else: other scripts, more than 48 entries,
/// impossible times.
[[nodiscard]] std::optional<std::vector<CalendarEntry>> read_schedule(ByteView item);
/// Reads the value of a class 11 special days table; at most 20.
[[nodiscard]] std::optional<std::vector<CalendarDate>> read_special_days(ByteView item);

}  // namespace enocheck::sim
