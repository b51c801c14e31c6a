#pragma once

#include <array>
#include <initializer_list>

#include "core/bytes.h"

namespace enocheck::crypto {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(ByteView octets);
/// The digest of several parts, one after the other.
[[nodiscard]] Sha256 sha256(std::initializer_list<ByteView> parts);
[[nodiscard]] std::array<std::uint8_t, 20> sha1(ByteView octets);

}  // namespace enocheck::crypto
