#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "core/bytes.h"
#include "core/result.h"

namespace enocheck {

/// A view that only moves forward: bounds-checked, big-endian, never reads past its input.
///
/// The first error is kept with its offset; after it every read yields zero or empty, so a decoder reads top
/// to bottom like the table in the specification and asks once at the end (`finish`, or `error`).
class ByteReader {
 public:
  /// `base` is the offset of `input` in the outermost message, so that error offsets mean something to
  /// people.
  explicit ByteReader(ByteView input, std::size_t base = 0) : input_(input), base_(base) {}

  [[nodiscard]] std::uint8_t u8();
  [[nodiscard]] std::uint16_t u16();
  [[nodiscard]] std::uint32_t u32();
  [[nodiscard]] std::uint64_t u64();
  /// The next octet without moving, or nothing at the end or after an error.
  [[nodiscard]] std::optional<std::uint8_t> peek() const;
  /// The next `count` octets, uncopied; empty and Truncated if there are fewer.
  [[nodiscard]] ByteView bytes(std::size_t count);
  /// All that is left.
  [[nodiscard]] ByteView rest() { return bytes(remaining()); }
  /// A DLMS/BER length: one octet below 80, else 81 nn, 82 nnnn, 83 or 84; anything else is BadValue.
  /// Long forms that a shorter one could carry are read, and counted in `long_lengths`.
  [[nodiscard]] std::size_t length();
  /// Reads one octet and fails with BadTag unless it is `expected`; `what` names the field for people.
  void expect_u8(std::uint8_t expected, std::string_view what);
  /// Runs `body` on the next `count` octets; octets it leaves are TrailingBytes.
  template <class Body>
  void prefixed(std::size_t count, Body&& body) {
    const auto at = offset();
    const auto part = bytes(count);
    if (failed()) { return; }
    ByteReader inner(part, at);
    std::forward<Body>(body)(inner);
    inner.expect_end();
    adopt(inner);
  }
  /// Fails with TrailingBytes if octets are left.
  void expect_end();
  /// Records an error at the current offset, unless there is one already.
  void fail(ErrorCode code, std::string_view what);

  [[nodiscard]] std::size_t remaining() const { return error_ ? 0 : input_.size() - position_; }
  [[nodiscard]] bool at_end() const { return remaining() == 0; }
  [[nodiscard]] std::size_t offset() const { return base_ + position_; }
  [[nodiscard]] bool failed() const { return error_.has_value(); }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] std::size_t long_lengths() const { return long_lengths_; }

  /// The value, or the first error.
  template <class T>
  [[nodiscard]] Result<T> finish(T value) const {
    if (error_) { return tl::unexpected<Error>(*error_); }
    return value;
  }

 private:
  void adopt(const ByteReader& inner);

  ByteView input_;
  std::size_t base_ = 0;
  std::size_t position_ = 0;
  std::size_t long_lengths_ = 0;
  std::optional<Error> error_;
};

}  // namespace enocheck
