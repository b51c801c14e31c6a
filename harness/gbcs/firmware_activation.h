#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/strong.h"

/// CS06 Activate Firmware: its DER payloads. Source: GBCS brief 4.12, RTDS 4.5.0.
namespace enocheck::gbcs {

/// The execution time that cancels a future-dated activation: 99991231235959Z.
inline constexpr Instant kDerNever =
    std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + std::chrono::seconds(86399);

struct FirmwareActivation {
  Bytes hash;                 ///< 32 octets: SHA-256 of the manufacturer's image
  OriginatorCounter counter;  ///< the grouping header's, once more
  std::optional<Instant> at;  ///< absent: at once; kDerNever: cancel
};
[[nodiscard]] Bytes encode_firmware_activation(const FirmwareActivation& activation);
/// Errors: those of decode_der; BadValue for another structure.
[[nodiscard]] Result<FirmwareActivation> decode_firmware_activation(ByteView payload);

enum class FirmwareResult : std::uint8_t { Success, NoImageHeld, HashMismatch, ActivationFailure };

/// What became of an activation, with the version that runs afterwards.
struct FirmwareOutcome {
  std::uint8_t result = 0;  ///< FirmwareResult, or what else a device says
  Bytes version;            ///< four octets: the OTA file version
};
/// The response's payload: the outcome, or NULL for an activation that is to happen later, or was cancelled.
[[nodiscard]] Bytes encode_firmware_response(const std::optional<FirmwareOutcome>& outcome);
[[nodiscard]] Result<std::optional<FirmwareOutcome>> decode_firmware_response(ByteView payload);

/// The alert that tells of a future-dated activation (message code 00CA).
struct FirmwareAlert {
  std::uint16_t alert_code = 0x8F66;  ///< 8F66 done, 8F67 failed
  Instant at;
  OriginatorCounter counter;  ///< of the command
  FirmwareOutcome outcome;
};
[[nodiscard]] Bytes encode_firmware_alert(const FirmwareAlert& alert);
[[nodiscard]] Result<FirmwareAlert> decode_firmware_alert(ByteView payload);

}  // namespace enocheck::gbcs
