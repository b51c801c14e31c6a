// The content of 6.14.2, read and written.
#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "duis/request_body.h"
#include "duis/simple_types.h"

namespace enocheck::duis {
namespace {

using xml::ElementReader;

constexpr std::size_t kMostEntries = 48;
constexpr std::size_t kMostSpecialDays = 20;
constexpr std::size_t kSwitches = 5;
constexpr std::array<std::string_view, 7> kWeekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                       "Friday", "Saturday", "Sunday"};

const auto kParseSpecialDay = number<std::uint8_t>(1, kMostSpecialDays);

void flag(ElementReader& /*empty*/) {}

/// `<Month><SpecifiedMonth>6</SpecifiedMonth></Month>` or `<Month><NonSpecifiedMonth/></Month>`.
template <class Number>
std::optional<Number> read_part(ElementReader& in, const std::string& name, std::uint32_t least,
                                std::uint32_t most) {
  std::optional<Number> part;
  in.element(name, [&](ElementReader& choice) {
    if (choice.optional(fmt::format("NonSpecified{}", name), flag)) { return; }
    part = choice.value(fmt::format("Specified{}", name), number<Number>(least, most));
  });
  return part;
}

std::optional<std::int8_t> read_day_of_month(ElementReader& in) {
  std::optional<std::int8_t> day;
  in.element("DayOfMonth", [&](ElementReader& choice) {
    if (choice.optional("LastDayOfMonth", flag)) {
      day = CalendarDate::kLastDay;
    } else if (choice.optional("SecondLastDayOfMonth", flag)) {
      day = CalendarDate::kSecondLastDay;
    } else if (!choice.optional("NonSpecifiedDayOfMonth", flag)) {
      day = choice.value("SpecifiedDayOfMonth", number<std::int8_t>(1, 31));
    }
  });
  return day;
}

CalendarDate read_date(ElementReader& in) {
  CalendarDate date;
  date.year = read_part<std::uint16_t>(in, "Year", 2014, 9999);
  date.month = read_part<std::uint8_t>(in, "Month", 1, 12);
  date.day = read_day_of_month(in);
  date.weekday = read_part<std::uint8_t>(in, "DayOfWeek", 1, 7);
  return date;
}

Result<std::size_t> parse_weekday(std::string_view text) {
  const auto* const found = std::ranges::find(kWeekdays, text);
  if (found == kWeekdays.end()) {
    return failure(ErrorCode::BadValue, fmt::format("'{}' is no day of the week", text));
  }
  return static_cast<std::size_t>(found - kWeekdays.begin());
}

std::array<bool, 7> read_weekdays(ElementReader& in) {
  std::array<bool, 7> days{};
  const auto read_day = [&](ElementReader& day) {
    days.at(day.exact_value("DayOfWeekID", parse_weekday)) = true;
  };
  for (std::size_t i = 0; i < days.size() && in.optional("DayOfWeekApplicability", read_day); ++i) {}
  return days;
}

ScheduledSwitching read_entry(ElementReader& in) {
  ScheduledSwitching entry;
  in.element("ActivateDeactivateSwitch", [&](ElementReader& action) {
    entry.index = action.attribute("index", parse_index);
    entry.activate = action.optional("ActivateSwitch", flag);
    if (!entry.activate) { action.element("DeactivateSwitch", flag); }
  });
  const auto read_special_day = [&](ElementReader& day) {
    entry.special_days.push_back(day.attribute("index", kParseSpecialDay));
  };
  while (entry.special_days.size() < kMostSpecialDays &&
         in.optional("SpecialDaysApplicability", read_special_day)) {}
  in.optional("DaysOfWeekApplicability", [&](ElementReader& days) { entry.weekdays = read_weekdays(days); });
  in.element("ALCSScheduleDatesAndTime", [&](ElementReader& when) {
    entry.time = when.value("SwitchTime", parse_time_of_day);
    when.element("StartDate", [&](ElementReader& date) { entry.start = read_date(date); });
    when.element("EndDate", [&](ElementReader& date) { entry.end = read_date(date); });
  });
  return entry;
}

/// Writes the parts of a calendar.
class CalendarWriter {
 public:
  explicit CalendarWriter(ElementWriter& out) : out_(out) {}

  void entry(const ScheduledSwitching& entry) const {
    out_.element("ALCSHCALCSConnectionSchedule", [&] {
      out_.element("ActivateDeactivateSwitch", "index", entry.index,
                   [&] { out_.empty(entry.activate ? "ActivateSwitch" : "DeactivateSwitch"); });
      for (const auto index : entry.special_days) { out_.empty("SpecialDaysApplicability", "index", index); }
      if (entry.weekdays) {
        out_.element("DaysOfWeekApplicability", [&] { weekdays(*entry.weekdays); });
      }
      out_.element("ALCSScheduleDatesAndTime", [&] {
        out_.value("SwitchTime", time_of_day(entry.time));
        out_.element("StartDate", [&] { date(entry.start); });
        out_.element("EndDate", [&] { date(entry.end); });
      });
    });
  }

  void date(const CalendarDate& date) const {
    part("Year", date.year);
    part("Month", date.month);
    out_.element("DayOfMonth", [&] {
      if (date.day == CalendarDate::kLastDay) { return out_.empty("LastDayOfMonth"); }
      if (date.day == CalendarDate::kSecondLastDay) { return out_.empty("SecondLastDayOfMonth"); }
      specified("DayOfMonth", date.day);
    });
    part("DayOfWeek", date.weekday);
  }

 private:
  template <class Number>
  void specified(const std::string& name, const std::optional<Number>& number) const {
    if (!number) { return out_.empty(fmt::format("NonSpecified{}", name)); }
    out_.value(fmt::format("Specified{}", name), std::to_string(*number));
  }
  template <class Number>
  void part(const std::string& name, const std::optional<Number>& number) const {
    out_.element(name, [&] { specified(name, number); });
  }
  void weekdays(const std::array<bool, 7>& days) const {
    for (std::size_t i = 0; i < days.size(); ++i) {
      if (!days.at(i)) { continue; }
      out_.element("DayOfWeekApplicability", [&] { out_.value("DayOfWeekID", kWeekdays.at(i)); });
    }
  }

  ElementWriter& out_;
};

}  // namespace

UpdateDeviceConfigurationALCScheduler read_switch_calendar(ElementReader& in) {
  UpdateDeviceConfigurationALCScheduler body;
  body.execution = in.optional_value("ExecutionDateTime", parse_iso8601);
  const auto read_scheduled = [&](ElementReader& entry) { body.schedule.push_back(read_entry(entry)); };
  in.element("ALCSHCALCSConnectionSchedule", read_scheduled);
  while (body.schedule.size() < kMostEntries && in.optional("ALCSHCALCSConnectionSchedule", read_scheduled)) {
  }
  in.element("ALCSHCALCSSpecialDays", [&](ElementReader& days) {
    const auto read_day = [&](ElementReader& day) {
      const auto index = day.attribute("index", kParseSpecialDay);
      body.special_days.push_back({index, read_date(day)});
    };
    while (body.special_days.size() < kMostSpecialDays && days.optional("ALCSHCALCSSpecialDay", read_day)) {}
  });
  const auto read_switch = [&](ElementReader& bound) {
    auto& type = body.switches.emplace_back();
    type.index = bound.attribute("index", parse_index);
    if (!bound.optional("ALCS", flag)) { type.hcalcs = bound.value("HCALCS", Eui64::parse); }
  };
  while (body.switches.size() < kSwitches && in.optional("SwitchTypeAndId", read_switch)) {}
  return body;
}

void write_switch_calendar(const UpdateDeviceConfigurationALCScheduler& body, ElementWriter& out) {
  const CalendarWriter calendar(out);
  for (const auto& entry : body.schedule) { calendar.entry(entry); }
  const auto write_days = [&] {
    for (const auto& day : body.special_days) {
      out.element("ALCSHCALCSSpecialDay", "index", day.index, [&] { calendar.date(day.date); });
    }
  };
  if (body.special_days.empty()) {
    out.empty("ALCSHCALCSSpecialDays");
  } else {
    out.element("ALCSHCALCSSpecialDays", write_days);
  }
  for (const auto& bound : body.switches) {
    out.element("SwitchTypeAndId", "index", bound.index, [&] {
      if (!bound.hcalcs) { return out.empty("ALCS"); }
      out.value("HCALCS", to_string(*bound.hcalcs));
    });
  }
}

}  // namespace enocheck::duis
