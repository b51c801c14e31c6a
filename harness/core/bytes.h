#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace enocheck {

using Bytes = std::vector<std::uint8_t>;
/// Octets owned by somebody else: a view never outlives the call, or the owner it documents.
using ByteView = std::span<const std::uint8_t>;

/// The octets of a text, uncopied.
[[nodiscard]] inline ByteView bytes_of(std::string_view text) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): char and unsigned char may alias
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The text that octets spell, uncopied.
[[nodiscard]] inline std::string_view text_of(ByteView octets) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): char and unsigned char may alias
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

[[nodiscard]] inline Bytes copy_of(ByteView octets) { return {octets.begin(), octets.end()}; }

inline void append(Bytes& to, ByteView octets) { to.insert(to.end(), octets.begin(), octets.end()); }

}  // namespace enocheck
