#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"
#include "core/strong.h"
#include "duis/service_request.h"
#include "gbcs/dlms.h"

/// What correlation expects to find, written down from the use case tables and apart from Transform: objects
/// are texts here, values are values. Source: GBCS brief 4.1 to 4.8.
namespace enocheck::transform {

// What an instruction of the command carries.
struct NoData {};
struct Minutes {
  std::uint16_t value;
};
/// The selector of ECS47's script: high octet switch, low octet 11 close, 12 open, 20 reset.
struct SwitchScript {
  std::uint8_t number;
  std::uint8_t action;
};
/// The selector of ECS47a's script: direction and controller in the high octet, level in the low one.
struct ControllerScript {
  std::uint8_t direction;
  std::uint8_t controller;
  std::uint8_t level;
};
struct Flag {
  std::string field;
  bool value;
};
struct Label {
  std::string field;
  std::string text;
};
struct Moment {
  std::string field;
  Instant value;
};
/// A get with selection by time.
struct LogPeriod {
  Instant start;
  Instant end;
};
struct Seconds {
  std::string field;
  std::uint16_t value;
};
/// A whole data item, in hex.
struct Encoded {
  std::string field;
  std::string hex;
};
struct Device {
  Eui64 value;
};
/// An addition to the hub's device log; its device type is not in the request.
struct DeviceLogEntry {
  Eui64 device;
  Bytes install_code;
};
using ExpectedValue = std::variant<NoData, Minutes, SwitchScript, ControllerScript, Flag, Label, Moment,
                                   LogPeriod, Seconds, Encoded, Device, DeviceLogEntry>;

struct ExpectedInstruction {
  gbcs::AccessKind kind = gbcs::AccessKind::Get;
  std::uint16_t class_id = 0;
  std::string object;  ///< "0-0:94.44.117.1"
  std::uint8_t attribute = 0;
  std::string name;  ///< "close time of switch 1"
  ExpectedValue value;
  gbcs::DataTag answer = gbcs::DataTag::Null;  ///< what a get gives where it succeeds
};

/// What CS06 carries in place of instructions.
struct ExpectedActivation {
  std::string hash;           ///< hex
  std::optional<Instant> at;  ///< absent: at once
  bool cancels = false;
};

/// All that correlation knows of a request's use case.
struct Expectation {
  MessageCode code;
  bool critical = false;
  bool broker_may_speak = false;   ///< the access control broker is among the roles of the use case
  bool response_has_time = false;  ///< in the grouping header
  std::vector<ExpectedInstruction> instructions;
  std::optional<ExpectedActivation> activation;  ///< where the payload is CS06's
  /// Another code of the same service: CS03A2, to what is no meter.
  std::optional<MessageCode> other_code = {};
  /// A join or unjoin: the payload is DER about this device, and there are no instructions.
  std::optional<Eui64> joined_device = {};
};

/// Errors: Unsupported, BadValue, as correlate_pre_command.
[[nodiscard]] Result<Expectation> expectation_of(const duis::ServiceRequest& request);

/// The instructions of ECS46c.
[[nodiscard]] std::vector<ExpectedInstruction> expected_calendar(
    const duis::UpdateDeviceConfigurationALCScheduler& body);

}  // namespace enocheck::transform
