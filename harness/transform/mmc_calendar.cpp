#include <array>

#include <fmt/format.h>

#include "core/byte_reader.h"
#include "core/hex.h"
#include "transform/mmc_parts.h"

// COSEM calendars: class 10 schedule, class 11 special days. Source: GBCS brief 4.8, DUIS brief 5.2.
namespace enocheck::transform {
namespace {

using gbcs::DataTag;

/// A COSEM date: FFFF and FF are wildcards, day FE is the last of the month, FD the one before it.
struct CosemDate {
  std::uint16_t year = 0xFFFF;
  std::uint8_t month = 0xFF;
  std::uint8_t day = 0xFF;
  std::uint8_t weekday = 0xFF;
};

Result<CosemDate> date_of(ByteView item) {
  const auto octets = gbcs::string_of(item);
  if (!octets || octets->size() != 5) {
    return failure(ErrorCode::BadValue, fmt::format("no date: {}", encode_hex(item)));
  }
  ByteReader in(*octets);
  CosemDate date;
  date.year = in.u16();
  date.month = in.u8();
  date.day = in.u8();
  date.weekday = in.u8();
  return in.finish(date);
}

void write_part(std::string_view name, unsigned value, unsigned wildcard, MmcWriter& out) {
  out.element(name, [&] {
    if (value == wildcard) { return out.empty(fmt::format("NonSpecified{}", name)); }
    if (name == "DayOfMonth" && value == 0xFE) { return out.empty("LastDayOfMonth"); }
    if (name == "DayOfMonth" && value == 0xFD) { return out.empty("SecondLastDayOfMonth"); }
    out.value(fmt::format("Specified{}", name), fmt::to_string(value));
  });
}

void write_date(const CosemDate& date, MmcWriter& out) {
  write_part("Year", date.year, 0xFFFF, out);
  write_part("Month", date.month, 0xFF, out);
  write_part("DayOfMonth", date.day, 0xFF, out);
  write_part("DayOfWeek", date.weekday, 0xFF, out);
}

/// Bit 1 first, the most significant of the first octet.
Result<std::vector<bool>> bits_of(ByteView item) {
  ByteReader in(item);
  in.expect_u8(static_cast<std::uint8_t>(DataTag::BitString), "bit-string");
  const auto count = in.length();
  const auto octets = in.bytes((count + 7) / 8);
  std::vector<bool> bits;
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    bits.push_back((octets[i / 8] >> (7U - i % 8) & 1U) != 0);
  }
  return in.finish(std::move(bits));
}

/// One entry of a schedule, read whole before anything is written.
struct Entry {
  std::uint16_t selector = 0;
  std::string time;
  std::vector<bool> weekdays;
  std::vector<bool> special_days;
  CosemDate begin;
  CosemDate end;
};

Result<std::string> time_of(ByteView item) {
  const auto octets = gbcs::string_of(item);
  if (!octets || octets->size() != 4 || (*octets)[0] > 23 || (*octets)[1] > 59 || (*octets)[2] > 59) {
    return failure(ErrorCode::BadValue, fmt::format("no switch time: {}", encode_hex(item)));
  }
  const auto hundredths = (*octets)[3] > 99 ? 0 : (*octets)[3];  // FF: not specified
  return fmt::format("{:02}:{:02}:{:02}.{:02}Z", (*octets)[0], (*octets)[1], (*octets)[2], hundredths);
}

Result<Entry> entry_of(ByteView item) {
  const auto members = gbcs::members_of(item);
  const auto bad = [&] {
    return failure(ErrorCode::BadValue, fmt::format("no calendar entry: {}", encode_hex(item)));
  };
  if (!members || members->size() != 10) { return bad(); }
  const auto selector = gbcs::unsigned_of(members->at(3));
  const auto time = time_of(members->at(4));
  auto weekdays = bits_of(members->at(6));
  auto special_days = bits_of(members->at(7));
  const auto begin = date_of(members->at(8));
  const auto end = date_of(members->at(9));
  if (!selector || !time || !weekdays || !special_days || !begin || !end) { return bad(); }
  return Entry{static_cast<std::uint16_t>(*selector),
               *time,
               std::move(*weekdays),
               std::move(*special_days),
               *begin,
               *end};
}

/// What the two forms of a calendar are called in MMC.
struct Names {
  std::string_view entry;
  std::string_view dates;
  std::string_view special_days;
  std::string_view special_day;
  std::string_view number;  ///< the attribute that numbers a special day
};

Names names_of(CalendarForm form) {
  if (form == CalendarForm::Switches) {
    return {"ALCSScheduler", "ALCSScheduleDatesAndTime", "ALCSHCALCSSpecialDays", "ALCSHCALCSSpecialDay",
            "index"};
  }
  return {"AuxiliaryControllerSchedule", "AuxiliaryControllerSchedulePeriodAndTime",
          "AuxiliaryControllerSpecialDayDefinitions", "AuxiliaryControllerSpecialDayDefinition",
          "identifier"};
}

/// Switch number in the high octet; 01 activate, 02 deactivate in the low one.
Status write_switch_action(std::uint16_t selector, MmcWriter& out) {
  const auto action = selector & 0xFFU;
  if (action != 1 && action != 2) {
    return failure(ErrorCode::BadValue, fmt::format("no calendar action of an ALCS: {:04X}", selector));
  }
  out.element("ActivateDeactivateSwitch", {{"index", fmt::to_string(selector >> 8U)}},
              [&] { out.empty(action == 1 ? "ActivateSwitch" : "DeactivateSwitch"); });
  return {};
}

/// As the script of ECS47a: direction and controller, then the level; its highest bit is set in calendars
/// (GBCS brief, open point 13).
Status write_controller_action(std::uint16_t selector, MmcWriter& out) {
  const auto direction = selector >> 12U;
  const auto level = selector & 0x7FU;
  if ((direction != 1 && direction != 2) || level > 100) {
    return failure(ErrorCode::BadValue,
                   fmt::format("no calendar action of an auxiliary controller: {:04X}", selector));
  }
  out.element("AuxiliaryControllerAction", {{"auxiliaryControllerN", fmt::to_string(selector >> 8U & 0x0FU)}},
              [&] {
                out.value("CommandedStateLevel", fmt::to_string(level));
                if (direction == 2) { out.empty("InputFromControlledLoad"); }
              });
  return {};
}

Status write_entry(const Entry& entry, CalendarForm form, MmcWriter& out) {
  constexpr std::array<std::string_view, 7> kDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                     "Friday", "Saturday", "Sunday"};
  const auto names = names_of(form);
  Status written;
  out.element(names.entry, [&] {
    written = form == CalendarForm::Switches ? write_switch_action(entry.selector, out)
                                             : write_controller_action(entry.selector, out);
    for (std::size_t i = 0; i < entry.special_days.size(); ++i) {
      if (entry.special_days[i]) {
        out.empty("SpecialDaysApplicability", {{names.number, fmt::to_string(i + 1)}});
      }
    }
    out.element("DaysOfWeekApplicability", [&] {
      for (std::size_t i = 0; i < std::min(entry.weekdays.size(), kDays.size()); ++i) {
        if (!entry.weekdays[i]) { continue; }
        out.element("DayOfWeekApplicability", [&] { out.value("DayOfWeekID", kDays.at(i)); });
      }
    });
    out.element(names.dates, [&] {
      out.value("SwitchTime", entry.time);
      out.element("StartDate", [&] { write_date(entry.begin, out); });
      out.element("EndDate", [&] { write_date(entry.end, out); });
    });
  });
  return written;
}

}  // namespace

Status write_calendar(ByteView schedule, CalendarForm form, MmcWriter& out) {
  const auto entries = gbcs::members_of(schedule);
  if (!entries) { return failure(ErrorCode::BadValue, "the calendar is no array"); }
  for (const auto item : *entries) {
    const auto entry = entry_of(item);
    if (!entry) { return tl::unexpected(entry.error()); }
    if (auto written = write_entry(*entry, form, out); !written) { return written; }
  }
  return {};
}

Status write_special_days(ByteView table, CalendarForm form, MmcWriter& out) {
  const auto names = names_of(form);
  const auto rows = gbcs::members_of(table);
  if (!rows) { return failure(ErrorCode::BadValue, "the table of special days is no array"); }
  Status written;
  out.element(names.special_days, [&] {
    for (const auto row : *rows) {
      const auto members = gbcs::members_of(row);
      const auto index = members && members->size() == 3 ? gbcs::unsigned_of(members->at(0)) : std::nullopt;
      const auto date =
          index ? date_of(members->at(1)) : Result<CosemDate>(failure(ErrorCode::BadValue, "no special day"));
      if (!date) {
        written = tl::unexpected(date.error());
        return;
      }
      out.element(names.special_day, {{names.number, fmt::to_string(*index)}},
                  [&] { write_date(*date, out); });
    }
  });
  return written;
}

}  // namespace enocheck::transform
