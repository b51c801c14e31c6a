#pragma once

#include <string>

#include "core/bytes.h"
#include "core/result.h"

namespace enocheck::sim {

/// What a meter runs, or may run.
struct Firmware {
  std::string version;       ///< the OTA file version: eight hex digits
  std::string gbcs_version;  ///< "3.3"
  friend bool operator==(const Firmware&, const Firmware&) = default;
};

/// A firmware image as it is distributed: an OTA upgrade file of the ZigBee cluster library (header of 56
/// octets, little endian), then the manufacturer's image.
struct FirmwareImage {
  Firmware firmware;
  Bytes hash;  ///< SHA-256 of the manufacturer's image: what CS06 names
  friend bool operator==(const FirmwareImage&, const FirmwareImage&) = default;
};

/// True if octets begin as an OTA upgrade file does.
[[nodiscard]] bool is_firmware_image(ByteView octets);
/// A simulated manufacturer's image is a text; its line "GBCS 3.4" says which GBCS version it implements.
/// Errors: Truncated, BadValue for another file, a size that lies, or an image without that line.
[[nodiscard]] Result<FirmwareImage> read_firmware_image(ByteView octets);

}  // namespace enocheck::sim
