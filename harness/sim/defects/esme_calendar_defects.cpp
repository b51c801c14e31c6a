// ESMEs that follow their calendar, or the randomised offset, wrongly.
#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

using std::chrono::sys_days;

class CalendarEndsOverride final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool calendar_ends_override() const override { return true; }
};

class StandsStillUnderOverride final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool follows_calendar_under_override() const override { return false; }
};

class MissesCalendarWithoutPower final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool catches_up_with_calendar() const override { return false; }
};

class IgnoresNewCalendar final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void activate_schedule(EsmeState& state) const override {
    if (state.calendar.schedule.empty()) { EsmeRules::activate_schedule(state); }
  }
};

class IgnoresSpecialDays final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<std::size_t> special_day(const Calendar& /*calendar*/,
                                                       sys_days /*day*/) const override {
    return std::nullopt;
  }
};

class KnowsNoLastDay final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool fits(const CalendarDate& date, sys_days day) const override {
    return date.day != 0xFE && EsmeRules::fits(date, day);
  }
};

class IgnoresWeekdays final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_on_weekday(const CalendarEntry& /*entry*/, sys_days /*day*/) const override {
    return true;
  }
};

class StartsWeekOnSunday final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_on_weekday(const CalendarEntry& entry, sys_days day) const override {
    return entry.weekdays.at(std::chrono::weekday(day).c_encoding());
  }
};

class IgnoresDates final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_in_force(const CalendarEntry& /*entry*/, sys_days /*day*/) const override {
    return true;
  }
};

class IsAnHourLate final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Duration randomised_offset(const EsmeState& state) const override {
    return EsmeRules::randomised_offset(state) + std::chrono::hours(1);
  }
};

class CalendarAtOnce final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Instant time_of_calendar(Instant /*asked*/, Instant now) const override { return now; }
};

class KeepsCancelledCalendar final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool cancels_calendar() const override { return false; }
};

class OneAlertOfTwo final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::size_t alerts_of_calendar() const override { return 1; }
};

class BindsNoSwitch final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void bind_switch(EsmeState& /*state*/, std::size_t /*index*/, const Eui64& /*device*/) const override {}
};

class DelaysCommands final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Duration latency_of_commands(const EsmeState& state, Duration device) const override {
    return device + randomised_offset(state);
  }
};

class IgnoresOffsetLimit final : public EsmeRules {
  using EsmeRules::EsmeRules;
  void write_offset_limit(EsmeState& /*state*/, std::uint16_t /*seconds*/) const override {}
};

class TakesAnyOffsetLimit final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool takes_offset_limit(std::uint16_t /*seconds*/) const override { return true; }
};

class TakesWholeLimit final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] Duration randomised_offset(const EsmeState& state) const override {
    return std::chrono::seconds(state.offset_limit);
  }
};

/// Loses what `forget` removes from the state.
template <void (*forget)(EsmeState&)>
class Forgets final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] EsmeState after_power_loss(EsmeState state) const override {
    forget(state);
    return state;
  }
};
void forget_calendar(EsmeState& state) { state.calendar = {}; }
void forget_dated_calendar(EsmeState& state) { state.dated_calendar.reset(); }
void forget_offset(EsmeState& state) { state.offset_limit = 0; }

template <class Rules>
Defect defect(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "esme", std::move(breaks), description, &make<EsmeParts<Rules>>};
}

}  // namespace

std::vector<Defect> esme_calendar_defects() {
  return {
      defect<CalendarEndsOverride>("esme.calendar-ends-curtailment", {"CTL-3", "TIM-7"},
                                   "ends a curtailment when the calendar switches"),
      defect<StandsStillUnderOverride>("esme.calendar-stands-still-under-curtailment", {"CTL-3", "CTL-4"},
                                       "goes back to what the calendar said when the curtailment began"),
      defect<MissesCalendarWithoutPower>("esme.misses-calendar-without-power", {"CTL-3", "CTL-12"},
                                         "does not catch up with the calendar after a power cut"),
      defect<Forgets<forget_calendar>>("esme.forgets-calendar-on-power-loss", {"CTL-3", "CTL-12"},
                                       "has no calendar after a power cut"),
      defect<IgnoresNewCalendar>("esme.keeps-its-first-calendar", {"CTL-3"},
                                 "accepts a second calendar and follows the first"),
      defect<IgnoresSpecialDays>("esme.ignores-special-days", {"CTL-3"},
                                 "takes special days for ordinary ones"),
      defect<KnowsNoLastDay>("esme.knows-no-last-day-of-month", {"CTL-3"},
                             "takes no day for the last of the month"),
      defect<IgnoresWeekdays>("esme.ignores-weekdays", {"CTL-3"}, "follows every entry on every day"),
      defect<StartsWeekOnSunday>("esme.starts-week-on-sunday", {"CTL-3"},
                                 "takes the first bit of the weekdays for Sunday"),
      defect<IgnoresDates>("esme.ignores-calendar-dates", {"CTL-3"},
                           "follows entries before and after their dates"),
      defect<IsAnHourLate>("esme.calendar-an-hour-late", {"CTL-3"},
                           "takes switching times for another zone's"),
      defect<CalendarAtOnce>("esme.dated-calendar-at-once", {"CTL-3"},
                             "follows a future-dated calendar at once"),
      defect<KeepsCancelledCalendar>("esme.keeps-cancelled-calendar", {"CTL-3"},
                                     "follows a future-dated calendar that was cancelled"),
      defect<OneAlertOfTwo>("esme.one-alert-for-two-activations", {"CTL-3"},
                            "tells of a future-dated calendar once, not once an activation time"),
      defect<Forgets<forget_dated_calendar>>("esme.forgets-dated-calendar-on-power-loss", {"CTL-3", "CTL-12"},
                                             "forgets a future-dated calendar with its power"),
      defect<BindsNoSwitch>("esme.binds-no-switch", {"CTL-1"}, "does not bind a switch number to its HCALCS"),
      defect<DelaysCommands>("esme.delays-commands-by-offset", {"TIM-4", "TIM-1"},
                             "delays commands by the randomised offset"),
      defect<IgnoresOffsetLimit>("esme.ignores-offset-limit", {"CTL-3"},
                                 "accepts a randomised offset limit and does nothing with it"),
      defect<TakesAnyOffsetLimit>("esme.takes-any-offset-limit", {"CTL-9"},
                                  "accepts a randomised offset limit above 1799 seconds"),
      defect<TakesWholeLimit>("esme.offset-is-the-whole-limit", {"CTL-3"},
                              "delays its calendar by the limit, not by its own share of it"),
      defect<Forgets<forget_offset>>("esme.forgets-offset-on-power-loss", {"CTL-3", "CTL-12"},
                                     "has no randomised offset after a power cut"),
  };
}

}  // namespace enocheck::sim
