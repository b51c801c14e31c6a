#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/clock.h"
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
/// 1 to 22 characters, each from space to tilde; blanks count.
[[nodiscard]] Status check_switch_description(std::string_view text);

}  // namespace enocheck::duis
