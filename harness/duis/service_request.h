#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"
#include "core/strong.h"
#include "duis/built_document.h"
#include "duis/calendar.h"
#include "xml/document.h"

namespace enocheck::duis {

/// RequestID and ResponseID: `originator:target:counter`.
struct RequestId {
  Eui64 originator;
  Eui64 target;
  OriginatorCounter counter;
  friend bool operator==(const RequestId&, const RequestId&) = default;
  friend auto operator<=>(const RequestId&, const RequestId&) = default;
};
/// Errors: BadValue for a wrong EUI, a counter with leading zeros or sign, or above 2^64 - 1.
[[nodiscard]] Result<RequestId> parse_request_id(std::string_view text);
[[nodiscard]] std::string to_string(const RequestId& id);
/// The ResponseID that answers it: originator and target swapped.
[[nodiscard]] RequestId answer_to(const RequestId& id);

/// CommandVariant 1 to 9; the meaning of each is in the DUIS brief, 2.3.
using CommandVariant = std::uint8_t;

struct RequestHeader {
  RequestId request_id;
  std::optional<bool> first_in_sequence;
  std::optional<RequestId> preceding;
  CommandVariant command_variant = 1;
  std::string service_reference;          ///< "7.6"
  std::string service_reference_variant;  ///< "7.6", "6.14.1"
};

// Bodies, named as their elements. `index` is the switch number 1 to 5.
struct LabelledSwitch {
  std::uint8_t index = 1;
  std::string description;  ///< 1 to 22 characters, space to tilde
};
struct ReadEventOrSecurityLog {  // 6.13
  std::optional<Instant> execution;
  Instant start;
  Instant end;
  std::string log;  ///< LogToRead: Event, ALCSEvent, PowerEvent, Security, GSMEEvent, GSMESecurity
};
struct UpdateDeviceConfigurationALCDescriptions {  // 6.14.1
  std::vector<LabelledSwitch> switches;
};
struct UpdateDeviceConfigurationALCScheduler {  // 6.14.2
  std::optional<Instant> execution;
  std::vector<ScheduledSwitching> schedule;  ///< 1 to 48
  std::vector<SpecialDay> special_days;      ///< at most 20
  std::vector<SwitchTypeAndId> switches;     ///< what to bind, at most 5
};
struct ActivateAuxiliaryLoad {  // 7.5
  std::uint8_t index = 1;
  std::uint16_t duration = 0;  ///< minutes
};
struct DeactivateAuxiliaryLoad {  // 7.6
  std::uint8_t index = 1;
  std::uint16_t duration = 0;  ///< minutes
};
struct ReadALCSData {  // 7.7
  std::optional<Instant> execution;
};
struct ResetAuxiliaryLoad {  // 7.8
  std::uint8_t index = 1;
};
struct BoostFlag {
  std::uint8_t index = 1;
  bool value = false;
};
struct AddAuxiliaryLoadToBoostButton {  // 7.9
  std::optional<Instant> execution;
  std::array<BoostFlag, 5> flags;  ///< as sent: the schema allows any indices in any order
};
struct RemoveAuxiliaryLoadFromBoostButton {  // 7.10
  std::optional<Instant> execution;
  std::array<BoostFlag, 5> flags;
};
struct ReadBoostButtonDetails {  // 7.11
  std::optional<Instant> execution;
  Instant start;
  Instant end;
};
struct SetRandomisedOffsetLimit {  // 7.12
  std::uint16_t limit = 0;         ///< 0 to 1799 seconds
};
struct SetAuxiliaryControllerState {  // 7.13
  std::uint8_t controller = 1;
  Instant start;
  Instant end;
  std::uint8_t level = 0;  ///< 0 to 100
  bool input_from_controlled_load = false;
};
struct ReadAuxiliaryControllerConfigurationData {  // 7.14
  std::optional<Instant> execution;
};
struct ReadAuxiliaryControllerOperationalData {  // 7.15
  std::optional<Instant> execution;
};
struct UpdateFirmware {  // 11.1
  Bytes image;
  std::string version;  ///< 1 to 8 characters
  std::vector<Eui64> devices;
};
struct ReadFirmwareVersion {  // 11.2
  std::optional<Instant> execution;
};
struct ActivateFirmware {  // 11.3
  std::optional<Instant> execution;
  Bytes hash;  ///< 32 octets: SHA-256 of the manufacturer's image
};
struct JoinServiceCritical {  // 8.7.1
  Eui64 other_device;
};
struct UnjoinServiceCritical {  // 8.8.1
  Eui64 other_device;
};
struct AddDeviceToCHFWhitelist {
  std::uint16_t join_time_period = 0;  ///< seconds, 1 to 3600
  Bytes install_code;                  ///< 6 to 16 octets
  // As sent; empty: not given.
  std::string import_mpxn;
  std::string secondary_import_mpan;
  std::string export_mpan;
};
struct UpdateHANDeviceLog {  // 8.11
  enum class RequestType { Add, Remove };
  std::optional<Instant> execution;
  Eui64 device;
  RequestType request_type = RequestType::Add;
  std::optional<AddDeviceToCHFWhitelist> details;  ///< the schema allows any combination with the type
};
struct SignedPreCommand {
  std::optional<Instant> execution;
  Bytes gbcs_payload;
};
/// Any other body, carried as it is.
struct OpaqueBody {
  std::string element;  ///< local name, "ReadInventory"
  std::string xml;      ///< the element as text, compact, namespace prefixes resolved to `sr`
};

using RequestBody = std::variant<
    ReadEventOrSecurityLog, UpdateDeviceConfigurationALCDescriptions, UpdateDeviceConfigurationALCScheduler,
    ActivateAuxiliaryLoad, DeactivateAuxiliaryLoad, ReadALCSData, ResetAuxiliaryLoad,
    AddAuxiliaryLoadToBoostButton, RemoveAuxiliaryLoadFromBoostButton, ReadBoostButtonDetails,
    SetRandomisedOffsetLimit, SetAuxiliaryControllerState, ReadAuxiliaryControllerConfigurationData,
    ReadAuxiliaryControllerOperationalData, UpdateFirmware, ReadFirmwareVersion, ActivateFirmware,
    JoinServiceCritical, UnjoinServiceCritical, UpdateHANDeviceLog, SignedPreCommand, OpaqueBody>;

struct ServiceRequest {
  std::string schema_version = "5.4";
  RequestHeader header;
  RequestBody body;
};

/// Reads a DUIS Request: any prefixes, blanks around tokens, either case of EUIs; exact about names, order,
/// ranges. The signature is not looked at. Errors: Schema with the element's path; Hostile for a DTD or
/// unreasonable depth.
[[nodiscard]] Result<ServiceRequest> parse_request(std::string_view document);
/// The same from a document that is parsed already, as whoever validated or verified it has it.
[[nodiscard]] Result<ServiceRequest> parse_request(const xml::Document& document);
/// Writes compact XML, prefix `sr`, without signature.
/// Errors: BadValue naming the field, for values that the schema does not allow.
[[nodiscard]] Result<std::string> build_request(const ServiceRequest& request);
/// The same, to be signed.
[[nodiscard]] Result<BuiltDocument> build_request_document(const ServiceRequest& request);
/// The same without looking at values: a harness must be able to send what is wrong.
[[nodiscard]] std::string build_request_unchecked(const ServiceRequest& request);
/// The local name of the body's element: "DeactivateAuxiliaryLoad".
[[nodiscard]] std::string_view element_of(const RequestBody& body);
/// The execution time that the body asks for, if any.
[[nodiscard]] std::optional<Instant> execution_of(const RequestBody& body);

}  // namespace enocheck::duis
