#include "core/eui64.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/hex.h"

namespace enocheck {

Result<Eui64> Eui64::from_octets(ByteView octets) {
  if (octets.size() != 8) {
    return failure(ErrorCode::BadValue, fmt::format("an EUI-64 has 8 octets, not {}", octets.size()));
  }
  Eui64 eui;
  std::copy(octets.begin(), octets.end(), eui.octets_.begin());
  return eui;
}

Result<Eui64> Eui64::parse(std::string_view text) {
  std::string digits;
  const bool hyphens = text.size() == 23;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (hyphens && i % 3 == 2) {
      if (text[i] != '-') { break; }
    } else {
      digits.push_back(text[i]);
    }
  }
  if (const auto octets = decode_hex(digits); digits.size() == 16 && octets) { return from_octets(*octets); }
  return failure(
      ErrorCode::BadValue,
      fmt::format("'{}' is no EUI-64: expected the form 90-B3-D5-1F-30-02-00-00", text.substr(0, 40)));
}

std::string to_string(const Eui64& eui) { return fmt::format("{:02X}", fmt::join(eui.octets(), "-")); }

std::string to_file_stem(const Eui64& eui) { return fmt::format("{:02x}", fmt::join(eui.octets(), "")); }

}  // namespace enocheck
