#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "duis/service_request.h"

namespace enocheck::duis {

// What a ResponseMessage carries beside its references.
struct NoContent {};  ///< acknowledgement, error, or success without data
struct GbcsPayload {  ///< a Service Response from a device
  Bytes octets;
};
struct PreCommand {  ///< the answer to command variant 4
  std::string gbcs_version;
  Bytes octets;
};
struct LocalCommand {
  Bytes octets;
};
struct FutureDatedDeviceAlert {
  std::string alert_code;  ///< "8F66" or "8F67"
  Bytes octets;
  std::uint16_t instruction_number = 1;
  std::uint16_t total_instructions = 1;
};
struct OpaqueContent {  ///< DSPInventory, DSPScheduleID, …
  std::string element;
  std::string xml;
};

struct ResponseMessage {
  std::string service_reference;
  std::string service_reference_variant;
  std::variant<NoContent, GbcsPayload, PreCommand, LocalCommand, FutureDatedDeviceAlert, OpaqueContent>
      content;
};
struct DeviceAlertMessage {
  std::string alert_code;  ///< "8F85", upper case
  Bytes octets;
};
struct DccAlertMessage {
  std::string code;     ///< "N13"
  std::string element;  ///< the child of DCCAlert, "CommandFailure"
  std::string xml;      ///< that child as text
};

struct ServiceResponse {
  std::string schema_version = "5.4";
  std::optional<RequestId> request_id;
  std::optional<RequestId> response_id;
  std::string response_code;  ///< "I0", "I99", "E2"
  Instant response_date_time;
  std::variant<ResponseMessage, DeviceAlertMessage, DccAlertMessage, OpaqueContent> body;
};

/// Reads a DUIS Response; as parse_request for tolerance and errors.
[[nodiscard]] Result<ServiceResponse> parse_response(std::string_view document);
/// Writes compact XML, prefix `sr`, without signature. Errors: BadValue naming the field.
[[nodiscard]] Result<std::string> build_response(const ServiceResponse& response);
/// The GBCS octets that a response carries, whatever the element; empty if it carries none.
[[nodiscard]] ByteView gbcs_octets_of(const ServiceResponse& response);

}  // namespace enocheck::duis
