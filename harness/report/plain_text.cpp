#include "report/plain_text.h"

#include <array>
#include <cstdint>

namespace enocheck::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::uint8_t octet_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

/// How many octets a character takes that begins with this one; 0: none does.
std::size_t length_by(std::uint8_t first) {
  if (first < 0x80) { return 1; }
  if (first < 0xC0) { return 0; }
  if (first < 0xE0) { return 2; }
  if (first < 0xF0) { return 3; }
  return first < 0xF8 ? 4 : 0;
}

bool is_character(std::uint32_t code, std::size_t length) {
  constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code >= kLeast.at(length) && code <= 0x10FFFF && !is_surrogate && code != 0xFFFE && code != 0xFFFF;
}

/// The length of the character at the text's start; 0 if there is none that XML takes.
std::size_t character_length(std::string_view text) {
  const auto first = octet_at(text, 0);
  const auto length = length_by(first);
  if (length <= 1) { return length; }
  if (length > text.size()) { return 0; }
  std::uint32_t code = first & (0xFFU >> (length + 1));
  for (std::size_t at = 1; at < length; ++at) {
    const auto octet = octet_at(text, at);
    if ((octet & 0xC0U) != 0x80U) { return 0; }
    code = (code << 6U) | (octet & 0x3FU);
  }
  return is_character(code, length) ? length : 0;
}

}  // namespace

std::string plain_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto length = character_length(text.substr(at));
    const auto part = length == 0 ? kReplacement : text.substr(at, length);
    at += length == 0 ? 1 : length;
    // A writer of JSON before us may have put one for every octet.
    if (part == kReplacement && out.ends_with(kReplacement)) { continue; }
    const auto first = octet_at(part, 0);
    const bool is_control = (first < 0x20 && first != '\t' && first != '\n') || first == 0x7F;
    if (is_control) {
      out += ' ';
    } else {
      out += part;
    }
  }
  return out;
}

std::string one_line(std::string_view text) {
  auto line = plain_text(text);
  for (auto& letter : line) {
    if (letter == '\t' || letter == '\n') { letter = ' '; }
  }
  return line;
}

std::string cut_to(std::string text, std::size_t limit) {
  if (text.size() <= limit) { return text; }
  while (limit > 0 && (octet_at(text, limit) & 0xC0U) == 0x80U) { --limit; }
  text.resize(limit);
  return text + "…";
}

}  // namespace enocheck::report
