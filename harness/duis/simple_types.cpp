#include "duis/simple_types.h"

#include <algorithm>

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

Status check_switch_description(std::string_view text) {
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  if (printable && !text.empty() && text.size() <= kLongestDescription) { return {}; }
  return bad(text, fmt::format("no label of 1 to {} characters from space to tilde", kLongestDescription));
}

}  // namespace enocheck::duis
