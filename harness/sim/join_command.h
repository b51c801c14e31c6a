#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "core/eui64.h"

/// The DER payloads of CS03A1, CS03A2 and CS04AC. Source: GBCS brief 4.12.
namespace enocheck::sim {

enum class MethodAndRole : std::uint8_t { MethodAInitiator = 0, MethodAResponder = 1 };

/// The device types of join commands that are played here.
inline constexpr std::uint8_t kJoinTypeEsme = 1;
inline constexpr std::uint8_t kJoinTypeHcalcs = 4;

struct JoinCommand {
  std::uint8_t method_and_role{};  ///< as it came: it may be none of those that have a name
  Eui64 other_device;
  std::uint8_t other_type{};
};

enum class JoinResult : std::uint8_t {
  Success = 0,
  InvalidMessageCode = 1,
  InvalidMethodAndRole = 2,
  IncompatibleWithExistingEntry = 3,
  NoCbkeResponse = 13
};
enum class UnjoinResult : std::uint8_t { Success = 0, NotInDeviceLog = 1 };

/// Nothing for a payload of another shape.
[[nodiscard]] std::optional<JoinCommand> read_join(ByteView payload);
[[nodiscard]] std::optional<Eui64> read_unjoin(ByteView payload);
[[nodiscard]] Bytes payload_of(JoinResult result);
[[nodiscard]] Bytes payload_of(UnjoinResult result);

}  // namespace enocheck::sim
