#include "core/byte_writer.h"

namespace enocheck {

ByteWriter& ByteWriter::length(std::size_t value) {
  if (value < 0x80) { return u8(static_cast<std::uint8_t>(value)); }
  unsigned octets = 1;
  while (value >> 8U * octets != 0) { ++octets; }
  u8(static_cast<std::uint8_t>(0x80U | octets));
  return big_endian(value, octets);
}

}  // namespace enocheck
