// ECS46c: special days and calendar, with what the switches are bound to. Source: GBCS brief 4.8.
#include <algorithm>

#include <fmt/format.h>

#include "transform/cosem_objects.h"
#include "transform/execution_time.h"
#include "transform/instructions.h"
#include "transform/payloads.h"

namespace enocheck::transform {
namespace {

/// Five octets: FFFF and FF for what is open, FE and FD for days from the end of the month.
Bytes cosem_date(const duis::CalendarDate& date) {
  Bytes octets;
  const auto day = !date.day                                         ? std::uint8_t{0xFF}
                   : *date.day == duis::CalendarDate::kLastDay       ? std::uint8_t{0xFE}
                   : *date.day == duis::CalendarDate::kSecondLastDay ? std::uint8_t{0xFD}
                                                                     : static_cast<std::uint8_t>(*date.day);
  ByteWriter(octets)
      .u16(date.year.value_or(0xFFFF))
      .u8(date.month.value_or(0xFF))
      .u8(day)
      .u8(date.weekday.value_or(0xFF));
  return octets;
}

Bytes cosem_time_of_day(Duration since_midnight) {
  const std::chrono::hh_mm_ss time(since_midnight);
  return {static_cast<std::uint8_t>(time.hours().count()), static_cast<std::uint8_t>(time.minutes().count()),
          static_cast<std::uint8_t>(time.seconds().count()),
          static_cast<std::uint8_t>(time.subseconds().count() / 10)};
}

/// The first bit is the most significant one of the first octet.
void put_bit_string(ByteWriter& out, const std::vector<bool>& bits) {
  Bytes octets((bits.size() + 7) / 8, 0);
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (bits[i]) { octets[i / 8] = static_cast<std::uint8_t>(octets[i / 8] | 0x80U >> i % 8); }
  }
  out.u8(static_cast<std::uint8_t>(gbcs::DataTag::BitString)).length(bits.size()).bytes(octets);
}

/// A request that names no days means all of them: no source says otherwise.
std::vector<bool> weekdays_of(const duis::ScheduledSwitching& entry) {
  if (!entry.weekdays) { return std::vector<bool>(7, true); }
  return std::vector<bool>(entry.weekdays->begin(), entry.weekdays->end());
}

/// A bit a special day of the same command, in their order.
std::vector<bool> special_days_of(const duis::ScheduledSwitching& entry,
                                  const std::vector<duis::SpecialDay>& all) {
  std::vector<bool> bits;
  for (const auto& day : all) {
    bits.push_back(std::find(entry.special_days.begin(), entry.special_days.end(), day.index) !=
                   entry.special_days.end());
  }
  return bits;
}

Bytes special_days(const std::vector<duis::SpecialDay>& days) {
  Bytes octets;
  ByteWriter out(octets);
  gbcs::put_array(out, days.size());
  std::uint16_t row = 0;
  for (const auto& day : days) {
    gbcs::put_structure(out, 3);
    gbcs::put_long_unsigned(out, ++row);
    gbcs::put_octet_string(out, cosem_date(day.date));
    gbcs::put_unsigned(out, day.index);
  }
  return octets;
}

Bytes schedule(const duis::UpdateDeviceConfigurationALCScheduler& body) {
  constexpr std::uint16_t kActivate = 1;
  constexpr std::uint16_t kDeactivate = 2;
  Bytes octets;
  ByteWriter out(octets);
  gbcs::put_array(out, body.schedule.size());
  std::uint16_t row = 0;
  for (const auto& entry : body.schedule) {
    gbcs::put_structure(out, 10);
    gbcs::put_long_unsigned(out, ++row);
    gbcs::put_boolean(out, true);
    gbcs::put_octet_string(out, kAuxiliaryScripts);
    gbcs::put_long_unsigned(
        out, static_cast<std::uint16_t>(entry.index << 8U | (entry.activate ? kActivate : kDeactivate)));
    gbcs::put_octet_string(out, cosem_time_of_day(entry.time));
    gbcs::put_long_unsigned(out, 0xFFFF);
    put_bit_string(out, weekdays_of(entry));
    put_bit_string(out, special_days_of(entry, body.special_days));
    gbcs::put_octet_string(out, cosem_date(entry.start));
    gbcs::put_octet_string(out, cosem_date(entry.end));
  }
  return octets;
}

/// What the entries name has to be there. Errors: BadValue.
Status check(const duis::UpdateDeviceConfigurationALCScheduler& body) {
  for (const auto& entry : body.schedule) {
    if (const auto known = check_switch(entry.index); !known) { return known; }
    for (const auto index : entry.special_days) {
      const auto is_it = [&](const auto& day) { return day.index == index; };
      if (std::none_of(body.special_days.begin(), body.special_days.end(), is_it)) {
        return failure(ErrorCode::BadValue,
                       fmt::format("an entry names special day {}, which is not given", index));
      }
    }
  }
  return {};
}

}  // namespace

Result<Bytes> payload_of(const duis::UpdateDeviceConfigurationALCScheduler& body, OriginatorCounter counter) {
  if (const auto fine = check(body); !fine) { return tl::unexpected(fine.error()); }
  auto switches = body.switches;
  std::stable_sort(switches.begin(), switches.end(),
                   [](const auto& a, const auto& b) { return a.index < b.index; });
  Instructions instructions;
  std::uint8_t last = 0;
  for (const auto& bound : switches) {
    if (const auto known = check_switch(bound.index); !known) { return tl::unexpected(known.error()); }
    if (bound.index == last) {
      return failure(ErrorCode::BadValue, fmt::format("switch {} is bound twice", bound.index));
    }
    last = bound.index;
    instructions.set(kData, type_and_identifier(bound.index), kValue,
                     item(gbcs::put_octet_string, ByteView(bound.hcalcs.value_or(Eui64{}).octets())));
  }
  instructions.set(kSpecialDaysTable, kNextSpecialDays, kValue, special_days(body.special_days));
  instructions.set(kSchedule, kNextCalendar, kValue, schedule(body));
  const auto when = item(gbcs::put_octet_string, ByteView(cosem_execution(body.execution)));
  instructions.set(kActivationTime, kCalendarActivation, kActivationValue, when);
  instructions.set(kActivationTime, kSpecialDaysActivation, kActivationValue, when);
  return instructions.encode(counter);
}

}  // namespace enocheck::transform
