#include <algorithm>

#include <fmt/format.h>

#include "transform/expected_instructions.h"

// The items of ECS46c as hex texts. Source: GBCS brief 4.8, RTDS 4.5.0.
namespace enocheck::transform {
namespace {

using gbcs::AccessKind;
using gbcs::DataTag;

std::string date_text(const duis::CalendarDate& date) {
  // -1 and -2, the days from the end of the month, are FE and FD.
  const auto day = !date.day ? 0xFF : *date.day > 0 ? *date.day : 0xFF + *date.day;
  return fmt::format("0905{:04X}{:02X}{:02X}{:02X}", date.year.value_or(0xFFFF), date.month.value_or(0xFF),
                     day, date.weekday.value_or(0xFF));
}

std::string time_text(Duration since_midnight) {
  const auto hundredths = since_midnight.count() / 10;
  return fmt::format("0904{:02X}{:02X}{:02X}{:02X}", hundredths / 360000, hundredths / 6000 % 60,
                     hundredths / 100 % 60, hundredths % 100);
}

/// Bits from a text of zeros and ones, filled up with zeros to whole octets.
std::string bit_string(std::string bits) {
  auto text = fmt::format("04{:02X}", bits.size());
  bits.resize((bits.size() + 7) / 8 * 8, '0');
  for (std::size_t i = 0; i < bits.size(); i += 8) {
    text += fmt::format("{:02X}", std::stoul(bits.substr(i, 8), nullptr, 2));
  }
  return text;
}

std::string entry_text(std::size_t row, const duis::ScheduledSwitching& entry,
                       const std::vector<duis::SpecialDay>& special_days) {
  std::string weekdays;
  for (std::size_t i = 0; i < 7; ++i) { weekdays += !entry.weekdays || entry.weekdays->at(i) ? '1' : '0'; }
  std::string specials;
  for (const auto& day : special_days) {
    specials += std::count(entry.special_days.begin(), entry.special_days.end(), day.index) > 0 ? '1' : '0';
  }
  return fmt::format("020A12{:04X}03FF090600000A0067FF12{:02X}{:02X}{}12FFFF{}{}{}{}", row, entry.index,
                     entry.activate ? 1 : 2, time_text(entry.time), bit_string(weekdays),
                     bit_string(specials), date_text(entry.start), date_text(entry.end));
}

std::string array_text(std::size_t count, const std::string& items) {
  return fmt::format("01{:02X}{}", count, items);
}

std::string moment_text(const std::optional<Instant>& execution) {
  if (!execution) { return "090C0000000000000000008000FF"; }
  const auto day = std::chrono::floor<std::chrono::days>(*execution);
  const std::chrono::year_month_day date(day);
  if (date.year() >= std::chrono::year{3000}) { return "090CFFFFFFFFFFFFFFFFFF8000FF"; }
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(*execution - day));
  return fmt::format("090C{:04X}{:02X}{:02X}FF{:02X}{:02X}{:02X}008000FF", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

ExpectedInstruction set_item(std::uint16_t class_id, std::string object, std::uint8_t attribute,
                             const std::string& name, std::string hex) {
  return {AccessKind::Set, class_id, std::move(object), attribute, name, Encoded{name, std::move(hex)},
          DataTag::Null};
}

}  // namespace

std::vector<ExpectedInstruction> expected_calendar(const duis::UpdateDeviceConfigurationALCScheduler& body) {
  std::vector<ExpectedInstruction> list;
  for (unsigned n = 1; n <= 5; ++n) {
    for (const auto& bound : body.switches) {
      if (bound.index != n) { continue; }
      list.push_back(set_item(1, fmt::format("0-0:94.44.0.{}", 20 + n), 2,
                              fmt::format("type and identifier of switch {}", n),
                              fmt::format("0908{:016X}", bound.hcalcs.value_or(Eui64{}).value())));
    }
  }
  std::string days;
  for (std::size_t i = 0; i < body.special_days.size(); ++i) {
    const auto& day = body.special_days[i];
    days += fmt::format("020312{:04X}{}11{:02X}", i + 1, date_text(day.date), day.index);
  }
  std::string entries;
  for (std::size_t i = 0; i < body.schedule.size(); ++i) {
    entries += entry_text(i + 1, body.schedule[i], body.special_days);
  }
  list.push_back(
      set_item(11, "0-1:11.0.3.255", 2, "next special days", array_text(body.special_days.size(), days)));
  list.push_back(
      set_item(10, "0-1:12.0.2.255", 2, "next calendar", array_text(body.schedule.size(), entries)));
  const auto when = moment_text(body.execution);
  list.push_back(set_item(9000, "0-0:94.44.128.26", 6, "activation time of the calendar", when));
  list.push_back(set_item(9000, "0-0:94.44.128.35", 6, "activation time of the special days", when));
  return list;
}

}  // namespace enocheck::transform
