#include "sim/firmware_image.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/byte_reader.h"
#include "crypto/digest.h"

namespace enocheck::sim {
namespace {

/// 0x0BEEF11E, little endian.
constexpr std::array<std::uint8_t, 4> kFileIdentifier = {0x1E, 0xF1, 0xEE, 0x0B};
constexpr std::size_t kVersionOffset = 14;
constexpr std::size_t kSizeOffset = 52;  // the last field of the header

std::uint32_t little_endian(ByteView octets) {
  std::uint32_t value{};
  for (auto octet = octets.rbegin(); octet != octets.rend(); ++octet) { value = value << 8U | *octet; }
  return value;
}

/// The text after "GBCS " on the line that starts so; empty if there is none.
std::string_view gbcs_version_in(std::string_view image) {
  constexpr std::string_view kKey = "GBCS ";
  while (!image.empty()) {
    const auto line = image.substr(0, image.find('\n'));
    if (line.starts_with(kKey)) { return line.substr(kKey.size()); }
    image.remove_prefix(std::min(line.size() + 1, image.size()));
  }
  return {};
}

}  // namespace

bool is_firmware_image(ByteView octets) {
  return std::ranges::equal(ByteReader(octets).bytes(kFileIdentifier.size()), kFileIdentifier);
}

Result<FirmwareImage> read_firmware_image(ByteView octets) {
  if (!is_firmware_image(octets)) { return failure(ErrorCode::BadValue, "no OTA upgrade file"); }
  ByteReader in(octets);
  static_cast<void>(in.bytes(kVersionOffset));
  const auto version = little_endian(in.bytes(4));
  static_cast<void>(in.bytes(kSizeOffset - kVersionOffset - 4));
  const auto size = little_endian(in.bytes(4));
  const auto image = in.rest();
  if (const auto& error = in.error()) { return failure(*error, "the header of the OTA upgrade file"); }
  if (size != octets.size()) {
    return failure(ErrorCode::BadValue, "the OTA upgrade file has another size than its header says");
  }
  const auto gbcs_version = gbcs_version_in(text_of(image));
  if (gbcs_version.empty()) { return failure(ErrorCode::BadValue, "the image says no GBCS version"); }
  const auto hash = crypto::sha256(image);
  return FirmwareImage{{fmt::format("{:08X}", version), std::string(gbcs_version)},
                       {hash.begin(), hash.end()}};
}

}  // namespace enocheck::sim
