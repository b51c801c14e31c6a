#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "duis/built_document.h"
#include "duis/service_request.h"
#include "xml/document.h"

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
struct OpaqueContent {  ///< DSPInventory, DSPScheduleID, …; as a body: SMETS1ResponseMessage
  std::string element;
  std::string xml;  ///< the element as text, compact, prefix `sr`
};

struct ResponseMessage {
  std::string service_reference;
  std::string service_reference_variant;
  std::variant<NoContent, GbcsPayload, PreCommand, LocalCommand, FutureDatedDeviceAlert, OpaqueContent>
      content;
};
/// Alert storm protection: which burst an alert belongs to, and how many it stands for.
struct Throttling {
  std::optional<std::uint32_t> sequence_id;
  std::optional<std::uint32_t> count;
};
struct DeviceAlertMessage {
  std::string alert_code;  ///< "8F85", upper case
  Bytes octets;
  Throttling throttling = {};
};
struct DccAlertMessage {
  std::string code;     ///< "N13"
  std::string element;  ///< the child of DCCAlert, "CommandFailure"
  std::string xml;      ///< that child as text, compact, prefix `sr`
  Throttling throttling = {};
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
/// The same from a document that is parsed already, as whoever validated or verified it has it.
[[nodiscard]] Result<ServiceResponse> parse_response(const xml::Document& document);
/// Writes compact XML, prefix `sr`, without signature. Errors: BadValue naming the field.
[[nodiscard]] Result<std::string> build_response(const ServiceResponse& response);
/// The same, to be signed.
[[nodiscard]] Result<BuiltDocument> build_response_document(const ServiceResponse& response);
/// The same without looking at values: a harness must be able to send what is wrong.
[[nodiscard]] std::string build_response_unchecked(const ServiceResponse& response);
/// The GBCS octets that a response carries, whatever the element; empty if it carries none, or inside opaque
/// content. A view into `response`.
[[nodiscard]] ByteView gbcs_octets_of(const ServiceResponse& response);

}  // namespace enocheck::duis
