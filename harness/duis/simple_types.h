#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"

// The simple types of the DUIS schema: text to value. Each takes text without blanks around it; errors are
// BadValue and say what would be right.
namespace enocheck::duis {

inline constexpr std::string_view kDuisNamespace = "http://www.dccinterface.co.uk/ServiceUserGateway";
inline constexpr std::string_view kSignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";

/// Decimal digits, with leading zeros or a plus sign if the sender likes (`03`, `+3`).
[[nodiscard]] Result<std::uint32_t> parse_number(std::string_view text, std::uint32_t least,
                                                 std::uint32_t most);
/// parse_number as a function object, for ElementReader.
template <class Number>
[[nodiscard]] auto number(std::uint32_t least, std::uint32_t most) {
  return [least, most](std::string_view text) -> Result<Number> {
    return parse_number(text, least, most).map([](std::uint32_t value) {
      return static_cast<Number>(value);
    });
  };
}
/// A switch number, 1 to 5.
[[nodiscard]] Result<std::uint8_t> parse_index(std::string_view text);
/// `true`, `false`, `1`, `0`.
[[nodiscard]] Result<bool> parse_boolean(std::string_view text);
/// An xs:decimal, kept as written: "5.4".
[[nodiscard]] Result<std::string> parse_schema_version(std::string_view text);
[[nodiscard]] Result<std::string> parse_service_reference(std::string_view text);
[[nodiscard]] Result<std::string> parse_service_reference_variant(std::string_view text);
[[nodiscard]] Result<std::string> parse_response_code(std::string_view text);
/// Hex digits of an alert code, given back in upper case.
[[nodiscard]] Result<std::string> parse_alert_code(std::string_view text);
/// One of the values of LogToRead.
[[nodiscard]] Result<std::string> parse_log_to_read(std::string_view text);
/// 1 to 8 characters.
[[nodiscard]] Result<std::string> parse_firmware_version(std::string_view text);
/// 32 octets in hex digits.
[[nodiscard]] Result<Bytes> parse_firmware_hash(std::string_view text);
/// EUI-64s with commas between them, at least one.
[[nodiscard]] Result<std::vector<Eui64>> parse_device_list(std::string_view text);
/// An xs:time in UTC or without zone, as the time since midnight: "06:00:00.00Z". Parts of a second beyond
/// milliseconds are cut.
[[nodiscard]] Result<Duration> parse_time_of_day(std::string_view text);
/// `06:00:00.00Z`
[[nodiscard]] std::string time_of_day(Duration since_midnight);
/// 1 to 22 characters, each from space to tilde; blanks count.
[[nodiscard]] Status check_switch_description(std::string_view text);

}  // namespace enocheck::duis
