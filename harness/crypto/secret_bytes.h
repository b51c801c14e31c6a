#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/bytes.h"

namespace enocheck::crypto {

/// Overwrites octets in a way that the compiler keeps.
void cleanse(std::uint8_t* octets, std::size_t size);

/// Secret octets of a fixed size, wiped when they go. No formatter: fmt does not compile them.
template <std::size_t Size>
class SecretBytes {
 public:
  SecretBytes() = default;
  SecretBytes(const SecretBytes&) = default;
  SecretBytes& operator=(const SecretBytes&) = default;
  ~SecretBytes() { cleanse(octets_.data(), Size); }
  [[nodiscard]] const std::array<std::uint8_t, Size>& reveal() const { return octets_; }
  [[nodiscard]] std::array<std::uint8_t, Size>& reveal() { return octets_; }

 private:
  std::array<std::uint8_t, Size> octets_{};
};

/// The x coordinate that P-256 key agreement gives ("Z").
using SharedSecret = SecretBytes<32>;
using Aes128Key = SecretBytes<16>;

}  // namespace enocheck::crypto
