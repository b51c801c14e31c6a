#include "core/byte_reader.h"

#include <fmt/format.h>

namespace enocheck {

std::uint8_t ByteReader::u8() {
  const auto octets = bytes(1);
  return octets.empty() ? std::uint8_t{0} : octets[0];
}

std::uint16_t ByteReader::u16() {
  const auto octets = bytes(2);
  return octets.empty() ? std::uint16_t{0} : static_cast<std::uint16_t>(octets[0] << 8U | octets[1]);
}

std::uint32_t ByteReader::u32() {
  std::uint32_t value = 0;
  for (const auto octet : bytes(4)) { value = value << 8U | octet; }
  return value;
}

std::uint64_t ByteReader::u64() {
  std::uint64_t value = 0;
  for (const auto octet : bytes(8)) { value = value << 8U | octet; }
  return value;
}

std::optional<std::uint8_t> ByteReader::peek() const {
  if (at_end()) { return std::nullopt; }
  return input_[position_];
}

ByteView ByteReader::bytes(std::size_t count) {
  if (error_) { return {}; }
  if (count > input_.size() - position_) {
    fail(ErrorCode::Truncated, fmt::format("{} octets needed, {} left", count, input_.size() - position_));
    return {};
  }
  const auto part = input_.subspan(position_, count);
  position_ += count;
  return part;
}

std::size_t ByteReader::length() {
  const auto first = u8();
  if (first < 0x80) { return first; }
  const std::size_t octets = first & 0x7FU;
  if (octets == 0 || octets > 4) {
    fail(ErrorCode::BadValue, fmt::format("length starts with {:02X}", first));
    return 0;
  }
  std::size_t value = 0;
  for (const auto octet : bytes(octets)) { value = value << 8U | octet; }
  if (value < 0x80 || value >> 8U * (octets - 1) == 0) { ++long_lengths_; }
  return value;
}

void ByteReader::expect_u8(std::uint8_t expected, std::string_view what) {
  const auto at = offset();
  const auto found = u8();
  if (!error_ && found != expected) {
    error_ =
        Error{ErrorCode::BadTag, fmt::format("{}: expected {:02X}, found {:02X}", what, expected, found), at};
  }
}

void ByteReader::expect_end() {
  if (!at_end()) { fail(ErrorCode::TrailingBytes, fmt::format("{} octets left over", remaining())); }
}

void ByteReader::fail(ErrorCode code, std::string_view what) {
  if (!error_) { error_ = Error{code, std::string(what), offset()}; }
}

void ByteReader::adopt(const ByteReader& inner) {
  long_lengths_ += inner.long_lengths_;
  if (!error_ && inner.error_) { error_ = inner.error_; }
}

}  // namespace enocheck
