#include "gbcs/schedule_text.h"

#include <array>

#include <fmt/format.h>

#include "core/byte_reader.h"
#include "gbcs/dlms.h"
#include "gbcs/value_text.h"

namespace enocheck::gbcs {
namespace {

constexpr std::array<const char*, 12> kMonths = {"January",   "February", "March",    "April",
                                                 "May",       "June",     "July",     "August",
                                                 "September", "October",  "November", "December"};
constexpr std::array<const char*, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/// A date of five octets with wildcards: `25 December of every year`, `2015-06-21`, `any day`.
std::optional<std::string> date_text(ByteView octets) {
  if (octets.size() != 5) { return std::nullopt; }
  ByteReader in(octets);
  const auto year = in.u16();
  const auto month = in.u8();
  const auto day = in.u8();
  const bool any_year = year == 0xFFFF;
  if (any_year && month == 0xFF && day == 0xFF) { return "any day"; }
  if (any_year && month >= 1 && month <= 12) {
    return fmt::format("{} {} of every year", day, kMonths.at(month - 1U));
  }
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::optional<std::string> time_text(ByteView octets) {
  if (octets.size() != 4) { return std::nullopt; }
  return fmt::format("{:02}:{:02}:{:02}", octets[0], octets[1], octets[2]);
}

/// The members of a structure that has exactly these types.
std::optional<std::vector<ByteView>> members_like(ByteView entry, std::initializer_list<DataTag> types) {
  auto members = members_of(entry);
  if (!members || tag_of(entry) != DataTag::Structure || members->size() != types.size()) {
    return std::nullopt;
  }
  auto member = members->begin();
  for (const auto type : types) {
    if (tag_of(*member++) != type) { return std::nullopt; }
  }
  return members;
}

std::uint32_t number_of(ByteView item) { return static_cast<std::uint32_t>(unsigned_of(item).value_or(0)); }

/// A set of bits, first bit first, of a bit-string item of at most 24 bits.
std::vector<bool> bits_of(ByteView item) {
  ByteReader in(item.subspan(1));
  const auto count = in.length();
  const auto octets = in.rest();
  std::vector<bool> bits;
  for (std::size_t i = 0; i < count && i / 8 < octets.size(); ++i) {
    bits.push_back((octets[i / 8] >> (7 - i % 8) & 1) != 0);
  }
  return bits;
}

/// `Mon-Fri`, `Sat, Sun`, `no weekday`
std::string weekdays_text(const std::vector<bool>& days) {
  std::string text;
  for (std::size_t first = 0; first < days.size() && first < kDays.size(); ++first) {
    if (!days[first]) { continue; }
    auto last = first;
    while (last + 1 < days.size() && last + 1 < kDays.size() && days[last + 1]) { ++last; }
    text += text.empty() ? "" : ", ";
    text += kDays.at(first);
    if (last > first) { text += fmt::format("{}{}", last == first + 1 ? ", " : "-", kDays.at(last)); }
    first = last;
  }
  return text.empty() ? "no weekday" : text;
}

std::string special_days_text(const std::vector<bool>& days) {
  std::string text;
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (days[i]) { text += fmt::format("{}{}", text.empty() ? " and special day " : ", ", i + 1); }
  }
  return text;
}

}  // namespace

std::optional<std::string> special_day_text(ByteView entry) {
  const auto members = members_like(entry, {DataTag::LongUnsigned, DataTag::OctetString, DataTag::Unsigned});
  if (!members) { return std::nullopt; }
  const auto date = date_text(string_of((*members)[1]).value_or(ByteView{}));
  if (!date) { return std::nullopt; }
  return fmt::format("special day {}: {}, day id {}", number_of((*members)[0]), *date,
                     number_of((*members)[2]));
}

std::optional<std::string> calendar_entry_text(ByteView entry) {
  using enum DataTag;
  const auto members = members_like(entry, {LongUnsigned, Boolean, OctetString, LongUnsigned, OctetString,
                                            LongUnsigned, BitString, BitString, OctetString, OctetString});
  if (!members) { return std::nullopt; }
  const auto& member = *members;
  const auto octets = [&](std::size_t i) { return string_of(member[i]).value_or(ByteView{}); };
  const auto time = time_text(octets(4));
  const auto begin = date_text(octets(8));
  const auto end = date_text(octets(9));
  if (!time || !begin || !end) { return std::nullopt; }
  return fmt::format("{}: {} at {} on {}{} from {} to {}{}", number_of(member[0]),
                     script_text(static_cast<std::uint16_t>(number_of(member[3]))), *time,
                     weekdays_text(bits_of(member[6])), special_days_text(bits_of(member[7])), *begin, *end,
                     boolean_of(member[1]).value_or(true) ? "" : " (disabled)");
}

std::optional<std::string> boost_log_text(ByteView entry) {
  const auto members = members_like(entry, {DataTag::DoubleLongUnsigned, DataTag::DoubleLongUnsigned});
  if (!members) { return std::nullopt; }
  const auto start = number_of((*members)[0]);
  const auto end = number_of((*members)[1]);
  const auto minutes = (std::int64_t{end} - std::int64_t{start}) / 60;
  return fmt::format("{} to {} ({} min)", utc_seconds_text(start), utc_seconds_text(end), minutes);
}

std::optional<std::string> controller_log_text(ByteView entry) {
  const auto members = members_like(entry, {DataTag::DoubleLongUnsigned, DataTag::LongUnsigned, DataTag::Enum,
                                            DataTag::DoubleLongUnsigned});
  if (!members) { return std::nullopt; }
  constexpr std::array<const char*, 3> kOutcomes = {"outcome not known", "success", "failure"};
  const auto outcome = number_of((*members)[2]);
  const auto text = outcome < kOutcomes.size() ? std::string(kOutcomes.at(outcome)) : std::to_string(outcome);
  const auto command = number_of((*members)[3]);
  return fmt::format("{} {}, {}{}", utc_seconds_text(number_of((*members)[0])),
                     script_text(static_cast<std::uint16_t>(number_of((*members)[1]))), text,
                     command == 0 ? std::string() : fmt::format(", HAN command {:08X}", command));
}

}  // namespace enocheck::gbcs
