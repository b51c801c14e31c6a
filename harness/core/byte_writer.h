#pragma once

#include <cstdint>
#include <utility>

#include "core/bytes.h"

namespace enocheck {

/// Appends big-endian octets to a buffer. It builds what it is told, malformed messages included.
class ByteWriter {
 public:
  explicit ByteWriter(Bytes& out) : out_(out) {}

  ByteWriter& u8(std::uint8_t value) {
    out_.push_back(value);
    return *this;
  }
  ByteWriter& u16(std::uint16_t value) { return big_endian(value, 2); }
  ByteWriter& u32(std::uint32_t value) { return big_endian(value, 4); }
  ByteWriter& u64(std::uint64_t value) { return big_endian(value, 8); }
  ByteWriter& bytes(ByteView octets) {
    append(out_, octets);
    return *this;
  }
  /// The shortest DLMS/BER form of a length.
  ByteWriter& length(std::size_t value);
  /// Writes what `body` writes, with its length before it.
  template <class Body>
  ByteWriter& prefixed(Body&& body) {
    Bytes inner;
    ByteWriter writer(inner);
    std::forward<Body>(body)(writer);
    return length(inner.size()).bytes(inner);
  }

 private:
  ByteWriter& big_endian(std::uint64_t value, unsigned octets) {
    for (unsigned i = octets; i-- > 0;) { out_.push_back(static_cast<std::uint8_t>(value >> 8U * i)); }
    return *this;
  }

  Bytes&
      out_;  // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): a writer is a short-lived argument
};

}  // namespace enocheck
