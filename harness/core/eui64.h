#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace enocheck {

/// The identifier of a device or an organisation.
///
/// Shape:  eight octets; as text in the DUIS form `90-B3-D5-1F-30-02-00-00`.
/// Source: DUIS Schema V5.4, type EUI; case does not matter on input, output is upper case.
class Eui64 {
 public:
  constexpr Eui64() = default;
  constexpr explicit Eui64(std::uint64_t value) {
    for (std::size_t i = 0; i < octets_.size(); ++i) {
      octets_[i] = static_cast<std::uint8_t>(value >> (56U - 8U * i));  // NOLINT: index is in range
    }
  }
  /// Reads eight octets; any other size is BadValue.
  [[nodiscard]] static Result<Eui64> from_octets(ByteView octets);
  /// Reads `90-B3-…` (hyphens) or sixteen hex digits, either case.
  [[nodiscard]] static Result<Eui64> parse(std::string_view text);

  [[nodiscard]] constexpr const std::array<std::uint8_t, 8>& octets() const { return octets_; }
  [[nodiscard]] constexpr std::uint64_t value() const {
    std::uint64_t all = 0;
    for (const auto octet : octets_) { all = all << 8U | octet; }
    return all;
  }
  friend constexpr auto operator<=>(const Eui64&, const Eui64&) = default;

 private:
  std::array<std::uint8_t, 8> octets_{};
};

/// `90-B3-D5-1F-30-02-00-00`
[[nodiscard]] std::string to_string(const Eui64& eui);
/// `90b3d51f30020000`, the form of key store file names.
[[nodiscard]] std::string to_file_stem(const Eui64& eui);

}  // namespace enocheck

template <>
struct std::hash<enocheck::Eui64> {
  std::size_t operator()(const enocheck::Eui64& eui) const noexcept {
    return std::hash<std::uint64_t>{}(eui.value());
  }
};
