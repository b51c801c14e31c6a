#pragma once

#include <optional>

#include "sim/esme/calendar.h"
#include "sim/esme/esme_state.h"
#include "sim/policy.h"

namespace enocheck::sim {

/// How a conformant ESME follows its calendar: one decision a function. Source: GBCS
/// brief 4.8, 4.9, 5.2, 5.3.
class CalendarRules {
 public:
  explicit CalendarRules(const Policy& policy) : offset_shifts_calendar_(policy.offset_shifts_calendar) {}
  CalendarRules(const CalendarRules&) = delete;
  CalendarRules& operator=(const CalendarRules&) = delete;
  virtual ~CalendarRules() = default;

  /// Is the date one that fits, part by part?
  [[nodiscard]] virtual bool fits(const CalendarDate& date, std::chrono::sys_days day) const;
  /// Is the day between the entry's dates, both included?
  [[nodiscard]] virtual bool is_in_force(const CalendarEntry& entry, std::chrono::sys_days day) const;
  [[nodiscard]] virtual bool is_on_weekday(const CalendarEntry& entry, std::chrono::sys_days day) const;
  /// Which special day it is, from 0.
  [[nodiscard]] virtual std::optional<std::size_t> special_day(const Calendar& calendar,
                                                               std::chrono::sys_days day) const;
  /// Does the entry apply on this day: between its dates, on a day of the week that it names; on a special
  /// day, if it names that one?
  [[nodiscard]] bool applies(const CalendarEntry& entry, const Calendar& calendar,
                             std::chrono::sys_days day) const;
  /// What the calendar says of a switch: the last entry that was due; nothing where none was within a year.
  [[nodiscard]] std::optional<bool> calendar_state(const EsmeState& state, std::size_t index,
                                                   Instant now) const;
  /// The next moment at which to look again: an entry that is due, or midnight. Nothing without a calendar.
  [[nodiscard]] std::optional<Instant> next_look(const EsmeState& state, Instant now) const;
  /// Seconds by which calendar switching is late: round(limit x number / 10000).
  [[nodiscard]] virtual Duration randomised_offset(const EsmeState& state) const;
  /// After how long a remote party's command is worked on; `device` is what the device takes. The offset is
  /// not for it.
  [[nodiscard]] virtual Duration latency_of_commands(const EsmeState& /*state*/, Duration device) const {
    return device;
  }
  [[nodiscard]] virtual bool takes_offset_limit(std::uint16_t seconds) const;
  virtual void write_offset_limit(EsmeState& state, std::uint16_t seconds) const;

  /// Does the calendar go on while an override hides it; and does it catch up with what was due while there
  /// was no power?
  [[nodiscard]] virtual bool follows_calendar_under_override() const { return true; }
  [[nodiscard]] virtual bool catches_up_with_calendar() const { return true; }
  /// Does an entry that is due end a running override?
  [[nodiscard]] virtual bool calendar_ends_override() const { return false; }

  /// Takes what was set as next into force.
  virtual void activate_schedule(EsmeState& state) const {
    state.calendar.schedule = state.next_calendar.schedule;
  }
  virtual void activate_special_days(EsmeState& state) const {
    state.calendar.special_days = state.next_calendar.special_days;
  }
  /// When a calendar comes into force that is dated so and came now.
  [[nodiscard]] virtual Instant time_of_calendar(Instant asked, Instant /*now*/) const { return asked; }
  /// Does "never" take back a calendar that waits?
  [[nodiscard]] virtual bool cancels_calendar() const { return true; }
  /// How many alerts tell of a future-dated calendar that came into force: one an activation time.
  [[nodiscard]] virtual std::size_t alerts_of_calendar() const { return 2; }
  virtual void bind_switch(EsmeState& state, std::size_t index, const Eui64& device) const;

 private:
  bool offset_shifts_calendar_;
};

}  // namespace enocheck::sim
