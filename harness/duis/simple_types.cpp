#include "duis/simple_types.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/hex.h"
#include "duis/response_code.h"
#include "duis/service_reference.h"

namespace enocheck::duis {
namespace {

constexpr std::size_t kLongestDescription = 22;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

tl::unexpected<Error> bad(std::string_view text, const std::string& rule) {
  return failure(ErrorCode::BadValue, fmt::format("'{}' is {}", text.substr(0, 80), rule));
}

}  // namespace

Result<std::uint32_t> parse_number(std::string_view text, std::uint32_t least, std::uint32_t most) {
  const auto digits = text.substr(text.starts_with('+') ? 1 : 0);
  std::uint64_t value = 0;
  bool fits = !digits.empty();
  for (const char c : digits) {
    fits = fits && is_digit(c);
    if (!fits) { break; }
    value = value * 10 + static_cast<unsigned>(c - '0');
    fits = value <= most;
  }
  if (fits && value >= least) { return static_cast<std::uint32_t>(value); }
  return bad(text, fmt::format("no number from {} to {}", least, most));
}

Result<std::uint8_t> parse_index(std::string_view text) { return number<std::uint8_t>(1, 5)(text); }

Result<bool> parse_boolean(std::string_view text) {
  if (text == "true" || text == "1") { return true; }
  if (text == "false" || text == "0") { return false; }
  return bad(text, "neither true nor false");
}

Result<std::string> parse_schema_version(std::string_view text) {
  const auto unsigned_part = text.substr(text.starts_with('+') || text.starts_with('-') ? 1 : 0);
  const auto digits = std::ranges::count_if(unsigned_part, is_digit);
  const auto points = std::ranges::count(unsigned_part, '.');
  if (digits > 0 && points <= 1 && static_cast<std::size_t>(digits + points) == unsigned_part.size()) {
    return std::string(text);
  }
  return bad(text, "no decimal number");
}

Result<std::string> parse_service_reference(std::string_view text) {
  if (is_service_reference(text)) { return std::string(text); }
  return bad(text, "no Service Reference of DUIS 5.4");
}

Result<std::string> parse_service_reference_variant(std::string_view text) {
  if (find_variant(text) != nullptr) { return std::string(text); }
  return bad(text, "no Service Reference Variant of DUIS 5.4");
}

Result<std::string> parse_response_code(std::string_view text) {
  if (is_response_code(text)) { return std::string(text); }
  return bad(text, "no Response Code of DUIS 5.4");
}

Result<std::string> parse_alert_code(std::string_view text) {
  const bool has_blank = text.find_first_of(" \t\r\n") != std::string_view::npos;
  const auto octets = decode_hex(text);
  if (octets && !has_blank) { return encode_hex(*octets); }
  return bad(text, "no hex number");
}

Result<std::string> parse_log_to_read(std::string_view text) {
  constexpr std::array<std::string_view, 6> kLogs = {"Event",    "ALCSEvent", "PowerEvent",
                                                     "Security", "GSMEEvent", "GSMESecurity"};
  if (std::ranges::find(kLogs, text) != kLogs.end()) { return std::string(text); }
  return bad(text, "no log of DUIS 5.4");
}

Result<std::string> parse_firmware_version(std::string_view text) {
  constexpr std::size_t kLongest = 8;
  if (!text.empty() && text.size() <= kLongest) { return std::string(text); }
  return bad(text, "no version of 1 to 8 characters");
}

Result<Bytes> parse_firmware_hash(std::string_view text) {
  constexpr std::size_t kOctets = 32;
  auto hash = decode_hex(text);
  if (hash && hash->size() == kOctets) { return hash; }
  return bad(text, "no hash of 32 octets");
}

Result<std::vector<Eui64>> parse_device_list(std::string_view text) {
  std::vector<Eui64> devices;
  while (true) {
    const auto comma = text.find(',');
    const auto device = Eui64::parse(text.substr(0, comma));
    if (!device) { return tl::unexpected<Error>(device.error()); }
    devices.push_back(*device);
    if (comma == std::string_view::npos) { return devices; }
    text.remove_prefix(comma + 1);
  }
}

Result<Duration> parse_time_of_day(std::string_view text) {
  // Any day will do: its date goes again.
  const auto instant = parse_iso8601(fmt::format("2000-01-01T{}", text));
  if (!instant) { return bad(text, "no time of day"); }
  return *instant - std::chrono::floor<std::chrono::days>(*instant);
}

std::string time_of_day(Duration since_midnight) {
  const std::chrono::hh_mm_ss time(since_midnight);
  return fmt::format("{:02}:{:02}:{:02}.{:02}Z", time.hours().count(), time.minutes().count(),
                     time.seconds().count(), time.subseconds().count() / 10);
}

Status check_switch_description(std::string_view text) {
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  if (printable && !text.empty() && text.size() <= kLongestDescription) { return {}; }
  return bad(text, fmt::format("no label of 1 to {} characters from space to tilde", kLongestDescription));
}

}  // namespace enocheck::duis
