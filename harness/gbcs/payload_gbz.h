#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/strong.h"

namespace enocheck::gbcs {

/// One ZigBee command in a GBZ payload. Multi-octet fields of the headers are big endian; inside `body` (the
/// ZCL payload) they are little endian.
struct GbzComponent {
  std::size_t offset = 0;    ///< in the payload
  std::uint8_t control = 0;  ///< bit 0 last component, bit 1 encrypted, bit 4 From Date Time present
  std::uint16_t cluster = 0;
  std::optional<std::uint32_t> from_date_time;  ///< UTC seconds since 2000
  std::optional<std::uint8_t> frame_counter;  ///< Additional Header Frame Counter, of an encrypted component
  std::uint8_t frame_control = 0;
  std::uint8_t sequence = 0;
  std::uint8_t command = 0;
  /// The ZCL payload, or of an encrypted component `31 00000000`, ciphertext, tag.
  ByteView body;

  [[nodiscard]] bool is_encrypted() const { return (control & 0x02U) != 0; }
};

/// What a future-dated GBZ alert says of the command that ran.
struct GbzOutcome {
  MessageCode code;
  OriginatorCounter counter;
  std::uint16_t cluster = 0;
  std::uint8_t frame_control = 0;
  std::uint8_t command = 0;
};

struct GbzAlert {
  std::uint16_t alert_code = 0;
  std::uint32_t timestamp = 0;  ///< UTC seconds since 2000
  std::optional<GbzOutcome> outcome;
  std::optional<GbzComponent> component;
  ByteView rest;  ///< what follows the time stamp, where it is neither
};

/// Reads `0109`, the number of components, and as many components.
/// Shape:  control, cluster (2), length (2), then as many octets: [From Date Time (4)] or [additional header
///         control, frame counter], ZCL header (frame control, sequence, command), ZCL payload or, encrypted,
///         length (2) and ciphered octets.
/// Errors: as decode_message. Source: RTDS 4.5.0, gas use cases.
[[nodiscard]] Result<std::vector<GbzComponent>> decode_gbz(ByteView payload);

/// Reads `0109`, the number of components, alert code (2), time stamp (4) and what follows.
[[nodiscard]] Result<GbzAlert> decode_gbz_alert(ByteView payload);

/// "Metering"; null for a cluster without a name.
[[nodiscard]] const char* zcl_cluster_name(std::uint16_t cluster);
/// "Read Attributes", "Publish Snapshot"; null for a command without a name.
[[nodiscard]] const char* zcl_command_name(std::uint16_t cluster, std::uint8_t frame_control,
                                           std::uint8_t command);

}  // namespace enocheck::gbcs
