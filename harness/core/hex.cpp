#include "core/hex.h"

#include <array>

#include <fmt/format.h>

namespace enocheck {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xFF;

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

constexpr std::uint8_t hex_value(char c) {
  if (c >= '0' && c <= '9') { return static_cast<std::uint8_t>(c - '0'); }
  if (c >= 'a' && c <= 'f') { return static_cast<std::uint8_t>(c - 'a' + 10); }
  if (c >= 'A' && c <= 'F') { return static_cast<std::uint8_t>(c - 'A' + 10); }
  return kNone;
}

constexpr std::array<std::uint8_t, 256> base64_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  for (std::size_t i = 0; i < kBase64Digits.size(); ++i) {
    values[static_cast<unsigned char>(kBase64Digits[i])] = static_cast<std::uint8_t>(i);  // NOLINT: in range
  }
  return values;
}

tl::unexpected<Error> bad_character(std::string_view what, std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  return failure(ErrorCode::BadValue, fmt::format("character 0x{:02X} at position {} is not {}", c, at, what),
                 at);
}

}  // namespace

std::string encode_hex(ByteView octets) {
  std::string text;
  text.reserve(octets.size() * 2);
  for (const auto octet : octets) {
    text.push_back(kHexDigits[octet >> 4U]);
    text.push_back(kHexDigits[octet & 0x0FU]);
  }
  return text;
}

Result<Bytes> decode_hex(std::string_view text) {
  Bytes octets;
  octets.reserve(text.size() / 2);
  std::uint8_t high = kNone;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_blank(text[i])) { continue; }
    const auto value = hex_value(text[i]);
    if (value == kNone) { return bad_character("a hex digit", text, i); }
    if (high == kNone) {
      high = value;
    } else {
      octets.push_back(static_cast<std::uint8_t>(high << 4U | value));
      high = kNone;
    }
  }
  if (high != kNone) { return failure(ErrorCode::BadValue, "an odd number of hex digits", text.size()); }
  return octets;
}

std::string encode_base64(ByteView octets) {
  std::string text;
  text.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const auto left = octets.size() - i;
    std::uint32_t group = static_cast<std::uint32_t>(octets[i]) << 16U;
    if (left > 1) { group |= static_cast<std::uint32_t>(octets[i + 1]) << 8U; }
    if (left > 2) { group |= octets[i + 2]; }
    text.push_back(kBase64Digits[group >> 18U]);
    text.push_back(kBase64Digits[group >> 12U & 0x3FU]);
    text.push_back(left > 1 ? kBase64Digits[group >> 6U & 0x3FU] : '=');
    text.push_back(left > 2 ? kBase64Digits[group & 0x3FU] : '=');
  }
  return text;
}

Result<Bytes> decode_base64(std::string_view text) {
  static constexpr auto kValues = base64_values();
  Bytes octets;
  octets.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_blank(text[i])) { continue; }
    if (text[i] == '=') {
      ++padding;
      continue;
    }
    const auto value = kValues[static_cast<unsigned char>(text[i])];  // NOLINT: 256 entries
    if (value == kNone || padding > 0) { return bad_character("base64", text, i); }
    group = group << 6U | value;
    if (++digits % 4 == 0) {
      octets.push_back(static_cast<std::uint8_t>(group >> 16U));
      octets.push_back(static_cast<std::uint8_t>(group >> 8U));
      octets.push_back(static_cast<std::uint8_t>(group));
      group = 0;
    }
  }
  const auto last = digits % 4;
  if (last == 1 || (last != 0 && padding != 4 - last) || (last == 0 && padding != 0)) {
    return failure(ErrorCode::BadValue, "base64 with wrong padding", text.size());
  }
  const std::uint32_t unused = last == 2 ? group & 0x0FU : last == 3 ? group & 0x03U : 0;
  if (unused != 0) { return failure(ErrorCode::BadValue, "base64 with unused bits set", text.size()); }
  if (last == 2) { octets.push_back(static_cast<std::uint8_t>(group >> 4U)); }
  if (last == 3) {
    octets.push_back(static_cast<std::uint8_t>(group >> 10U));
    octets.push_back(static_cast<std::uint8_t>(group >> 2U));
  }
  return octets;
}

}  // namespace enocheck
