#pragma once

#include <array>
#include <initializer_list>
#include <memory>

#include "core/bytes.h"

namespace enocheck::crypto {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(ByteView octets);
/// The digest of several parts, one after the other.
[[nodiscard]] Sha256 sha256(std::initializer_list<ByteView> parts);
/// The digest of octets that come bit by bit.
class Sha256Stream {
 public:
  Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;
  ~Sha256Stream();
  void add(ByteView octets);
  /// Once; nothing may be added afterwards.
  [[nodiscard]] Sha256 finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};
[[nodiscard]] std::array<std::uint8_t, 20> sha1(ByteView octets);

}  // namespace enocheck::crypto
