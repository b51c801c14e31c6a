#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/clock.h"
#include "core/eui64.h"

/// The parts of a switching calendar (6.14.2). Source: DUIS Schema V5.4.
namespace enocheck::duis {

/// A date in which each part may be left open: what is absent fits any.
struct CalendarDate {
  std::optional<std::uint16_t> year;  ///< from 2014
  std::optional<std::uint8_t> month;  ///< 1 to 12
  /// 1 to 31; kLastDay, kSecondLastDay: counted from the end of the month.
  std::optional<std::int8_t> day;
  std::optional<std::uint8_t> weekday;  ///< 1 (Monday) to 7

  static constexpr std::int8_t kLastDay = -1;
  static constexpr std::int8_t kSecondLastDay = -2;
  friend bool operator==(const CalendarDate&, const CalendarDate&) = default;
};

/// A switch closes (activate) or opens at a time of day.
struct ScheduledSwitching {
  std::uint8_t index = 1;
  bool activate = true;
  std::vector<std::uint8_t> special_days;       ///< indices of those on which it applies
  std::optional<std::array<bool, 7>> weekdays;  ///< Monday first; absent: the request does not say
  Duration time{};                              ///< since midnight, UTC
  CalendarDate start;
  CalendarDate end;
};

struct SpecialDay {
  std::uint8_t index = 1;  ///< 1 to 20
  CalendarDate date;
};

/// What a switch number is bound to.
struct SwitchTypeAndId {
  std::uint8_t index = 1;
  std::optional<Eui64> hcalcs;  ///< absent: an ALCS
};

}  // namespace enocheck::duis
