#include "gbcs/cosem_time.h"

#include "core/byte_reader.h"

namespace enocheck::gbcs {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

constexpr std::chrono::sys_days kEpoch2000{std::chrono::year(2000) / 1 / 1};

}  // namespace

CosemDateTime to_cosem(Instant instant) {
  const auto day = floor<days>(instant);
  const year_month_day date(day);
  const std::chrono::hh_mm_ss time(floor<seconds>(instant - day));
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  const auto octet = [](auto value) { return static_cast<std::uint8_t>(value); };
  return {octet(year >> 8U),
          octet(year),
          octet(static_cast<unsigned>(date.month())),
          octet(static_cast<unsigned>(date.day())),
          0xFF,
          octet(time.hours().count()),
          octet(time.minutes().count()),
          octet(time.seconds().count()),
          0,
          0x80,
          0x00,
          0xFF};
}

std::optional<Instant> from_cosem(ByteView octets) {
  if (octets.size() != 12) { return std::nullopt; }
  ByteReader in(octets);
  const auto year = in.u16();
  const auto month = in.u8();
  const auto day = in.u8();
  (void)in.u8();  // the day of the week follows from the date
  const auto hour = in.u8();
  const auto minute = in.u8();
  const auto second = in.u8();
  (void)in.u8();  // hundredths
  const auto deviation = in.u16();
  if (year == 0 || year > 9999 || (deviation != 0x8000 && deviation != 0)) { return std::nullopt; }
  const year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) { return std::nullopt; }
  return std::chrono::sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
}

std::uint32_t to_utc_seconds(Instant instant) {
  const auto since = floor<seconds>(instant - kEpoch2000).count();
  if (since < 0) { return 0; }
  return since > 0xFFFFFFFF ? 0xFFFFFFFFU : static_cast<std::uint32_t>(since);
}

Instant from_utc_seconds(std::uint32_t value) { return kEpoch2000 + seconds(value); }

}  // namespace enocheck::gbcs
