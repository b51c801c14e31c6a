#pragma once

#include <compare>
#include <concepts>
#include <cstdint>

namespace enocheck {

/// A number with a meaning: two meanings do not mix, and there is no arithmetic.
template <class Tag, std::unsigned_integral Rep>
class Strong {
 public:
  constexpr Strong() = default;
  constexpr explicit Strong(Rep value) : value_(value) {}
  [[nodiscard]] constexpr Rep value() const { return value_; }
  friend constexpr auto operator<=>(Strong, Strong) = default;

 private:
  Rep value_{};
};

using MessageCode = Strong<struct MessageCodeTag, std::uint16_t>;
using OriginatorCounter = Strong<struct OriginatorCounterTag, std::uint64_t>;

}  // namespace enocheck
