#include "sim/esme/calendar.h"

#include <algorithm>

#include "core/byte_reader.h"
#include "gbcs/dlms.h"
#include "sim/esme/objects.h"

namespace enocheck::sim {
namespace {

constexpr std::size_t kMostEntries = 48;
constexpr std::size_t kMostSpecialDays = 20;

std::optional<CalendarDate> read_date(ByteView item) {
  const auto octets = gbcs::string_of(item);
  if (!octets || octets->size() != 5) { return std::nullopt; }
  ByteReader in(*octets);
  return CalendarDate{in.u16(), in.u8(), in.u8(), in.u8()};
}

/// Whole seconds: the meter's clock has no hundredths.
std::optional<Duration> read_time(ByteView item) {
  const auto octets = gbcs::string_of(item);
  if (!octets || octets->size() != 4) { return std::nullopt; }
  const auto& time = *octets;
  if (time[0] > 23 || time[1] > 59 || time[2] > 59 || time[3] > 99) { return std::nullopt; }
  return std::chrono::hours(time[0]) + std::chrono::minutes(time[1]) + std::chrono::seconds(time[2]);
}

std::optional<std::vector<bool>> read_bits(ByteView item) {
  ByteReader in(item);
  in.expect_u8(static_cast<std::uint8_t>(gbcs::DataTag::BitString), "bit-string");
  const auto count = in.length();
  std::vector<bool> bits;
  std::uint8_t octet{};
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    if (i % 8 == 0) { octet = in.u8(); }
    bits.push_back((octet >> (7U - i % 8) & 1U) != 0);
  }
  return in.failed() ? std::nullopt : std::optional(std::move(bits));
}

std::optional<CalendarEntry> read_entry(ByteView item) {
  const auto members = gbcs::members_of(item);
  if (!members || members->size() != 10) { return std::nullopt; }
  const auto enabled = gbcs::boolean_of(members->at(1));
  const auto script = gbcs::string_of(members->at(2));
  const auto selector = gbcs::unsigned_of(members->at(3));
  const auto time = read_time(members->at(4));
  const auto weekdays = read_bits(members->at(6));
  auto special_days = read_bits(members->at(7));
  const auto begin = read_date(members->at(8));
  const auto end = read_date(members->at(9));
  const auto& scripts = objects::kSwitchScript.obis;
  if (enabled != true || !script ||
      !std::equal(script->begin(), script->end(), scripts.begin(), scripts.end()) || !selector || !time ||
      !weekdays || weekdays->size() != 7 || !special_days || !begin || !end) {
    return std::nullopt;
  }
  const auto number = *selector >> 8U;
  const auto action = *selector & 0xFFU;
  if (number < 1 || number > 5 || action < 1 || action > 2) { return std::nullopt; }
  CalendarEntry entry{number - 1, action == 1, *time, {}, std::move(*special_days), *begin, *end};
  std::copy(weekdays->begin(), weekdays->end(), entry.weekdays.begin());
  return entry;
}

/// The members of an array, each read by `read`; nothing if one of them cannot be.
template <class Read>
auto read_all(ByteView item, std::size_t most, Read read)
    -> std::optional<std::vector<typename decltype(read(item))::value_type>> {
  const auto members = gbcs::members_of(item);
  if (gbcs::tag_of(item) != gbcs::DataTag::Array || !members || members->size() > most) {
    return std::nullopt;
  }
  std::vector<typename decltype(read(item))::value_type> all;
  for (const auto member : *members) {
    auto one = read(member);
    if (!one) { return std::nullopt; }
    all.push_back(std::move(*one));
  }
  return all;
}

}  // namespace

std::optional<std::vector<CalendarEntry>> read_schedule(ByteView item) {
  return read_all(item, kMostEntries, read_entry);
}

std::optional<std::vector<CalendarDate>> read_special_days(ByteView item) {
  return read_all(item, kMostSpecialDays, [](ByteView row) -> std::optional<CalendarDate> {
    const auto members = gbcs::members_of(row);
    return members && members->size() == 3 ? read_date(members->at(1)) : std::nullopt;
  });
}

}  // namespace enocheck::sim
