#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/hex.h"
#include "duis/request_body.h"
#include "duis/service_reference.h"
#include "duis/simple_types.h"
#include "xml/node.h"

namespace enocheck::duis {
namespace {

using xml::ElementReader;

std::optional<Instant> read_execution(ElementReader& in) {
  return in.optional_value("ExecutionDateTime", parse_iso8601);
}

RequestBody read_event_log(ElementReader& in) {
  ReadEventOrSecurityLog body;
  body.execution = read_execution(in);
  in.element("ReadLogPeriod", [&](ElementReader& period) {
    body.start = period.value("StartDateTime", parse_iso8601);
    body.end = period.value("EndDateTime", parse_iso8601);
  });
  body.log = in.exact_value("LogToRead", parse_log_to_read);
  return body;
}

RequestBody read_calendar(ElementReader& in) { return read_switch_calendar(in); }

RequestBody read_descriptions(ElementReader& in) {
  constexpr std::size_t kMost = 5;
  UpdateDeviceConfigurationALCDescriptions body;
  const auto read_switch = [&](ElementReader& entry) {
    auto& labelled = body.switches.emplace_back();
    labelled.index = entry.attribute("index", parse_index);
    entry.element("SwitchDescription", [&](ElementReader& leaf) {
      labelled.description = leaf.text();  // blanks belong to a label
      const auto checked = check_switch_description(labelled.description);
      if (!checked) { leaf.fail(checked.error().detail); }
    });
  };
  in.element("ALCSHCALCSDescription", read_switch);
  while (body.switches.size() < kMost && in.optional("ALCSHCALCSDescription", read_switch)) {}
  return body;
}

template <class Body>
Body read_timed_switch(ElementReader& in, std::string_view element) {
  Body body;
  in.element(element, [&](ElementReader& entry) {
    body.index = entry.attribute("index", parse_index);
    body.duration = entry.value("Duration", number<std::uint16_t>(0, 65535));
  });
  return body;
}

RequestBody read_activate(ElementReader& in) {
  return read_timed_switch<ActivateAuxiliaryLoad>(in, "ActivateALCSHCALCS");
}

RequestBody read_deactivate(ElementReader& in) {
  return read_timed_switch<DeactivateAuxiliaryLoad>(in, "DeactivateALCSHCALCS");
}

/// A body that has nothing but the date.
template <class Body>
RequestBody read_read(ElementReader& in) {
  return Body{read_execution(in)};
}

RequestBody read_reset(ElementReader& in) {
  ResetAuxiliaryLoad body;
  in.element("ResetALCSHCALCS",
             [&](ElementReader& entry) { body.index = entry.attribute("index", parse_index); });
  return body;
}

template <class Body>
Body read_boost_flags(ElementReader& in, std::string_view element) {
  Body body;
  body.execution = read_execution(in);
  for (auto& flag : body.flags) {
    in.element(element, [&](ElementReader& entry) {
      flag.index = entry.attribute("index", parse_index);
      flag.value = entry.content(parse_boolean);
    });
  }
  return body;
}

RequestBody read_add_boost(ElementReader& in) {
  return read_boost_flags<AddAuxiliaryLoadToBoostButton>(in, "AddToBoostButton");
}

RequestBody read_remove_boost(ElementReader& in) {
  return read_boost_flags<RemoveAuxiliaryLoadFromBoostButton>(in, "RemoveFromBoostButton");
}

RequestBody read_boost_details(ElementReader& in) {
  ReadBoostButtonDetails body;
  body.execution = read_execution(in);
  in.element("ReadLogPeriod", [&](ElementReader& period) {
    body.start = period.value("StartDateTime", parse_iso8601);
    body.end = period.value("EndDateTime", parse_iso8601);
  });
  return body;
}

RequestBody read_offset_limit(ElementReader& in) {
  return SetRandomisedOffsetLimit{in.value("RandomisedOffsetLimit", number<std::uint16_t>(0, 1799))};
}

RequestBody read_controller_state(ElementReader& in) {
  SetAuxiliaryControllerState body;
  body.controller = in.attribute("auxiliaryControllerN", parse_index);
  body.start = in.value("StartDateTime", parse_iso8601);
  body.end = in.value("EndDateTime", parse_iso8601);
  body.level = in.value("CommandedStateLevel", number<std::uint8_t>(0, 100));
  body.input_from_controlled_load = in.optional("InputFromControlledLoad", [](ElementReader&) {});
  return body;
}

RequestBody read_firmware_image(ElementReader& in) {
  UpdateFirmware body;
  body.image = in.value("FirmwareImage", decode_base64);
  body.version = in.exact_value("FirmwareVersion", parse_firmware_version);
  body.devices = in.exact_value("DeviceIDList", parse_device_list);
  return body;
}

RequestBody read_firmware_activation(ElementReader& in) {
  ActivateFirmware body;
  body.execution = read_execution(in);
  body.hash = in.value("FirmwareHash", parse_firmware_hash);
  return body;
}

/// With hyphens, as DUIS has it: Eui64 takes sixteen digits as well.
Result<Eui64> parse_device_id(std::string_view text) {
  if (text.find('-') == std::string_view::npos) {
    return failure(ErrorCode::BadValue, fmt::format("'{}' is no EUI with hyphens", text));
  }
  return Eui64::parse(text);
}

template <class Body>
RequestBody read_other_device(ElementReader& in) {
  return Body{in.value("OtherDeviceID", parse_device_id)};
}

Result<UpdateHANDeviceLog::RequestType> parse_request_type(std::string_view text) {
  if (text == "Add") { return UpdateHANDeviceLog::RequestType::Add; }
  if (text == "Remove") { return UpdateHANDeviceLog::RequestType::Remove; }
  return failure(ErrorCode::BadValue, "neither Add nor Remove");
}

Result<Bytes> parse_install_code(std::string_view text) {
  constexpr std::size_t kLeast = 6;
  constexpr std::size_t kMost = 16;
  auto octets = decode_hex(text);
  if (octets && (octets->size() < kLeast || octets->size() > kMost)) {
    return failure(ErrorCode::BadValue, "an install code has 6 to 16 octets");
  }
  return octets;
}

/// 1 to 13 characters; secondary and export MPANs exactly 13.
auto parse_mpxn(std::size_t least) {
  return [least](std::string_view text) -> Result<std::string> {
    constexpr std::size_t kMost = 13;
    if (text.size() < least || text.size() > kMost) {
      return failure(ErrorCode::BadValue, "no MPxN: " + std::string(text));
    }
    return std::string(text);
  };
}

AddDeviceToCHFWhitelist read_whitelist_details(ElementReader& in) {
  constexpr std::uint32_t kLongestJoin = 3600;
  constexpr std::size_t kMpanLength = 13;
  AddDeviceToCHFWhitelist details;
  details.join_time_period = in.value("JoinTimePeriod", number<std::uint16_t>(1, kLongestJoin));
  details.install_code = in.value("InstallCode", parse_install_code);
  details.import_mpxn = in.optional_value("ImportMPxN", parse_mpxn(1)).value_or("");
  details.secondary_import_mpan =
      in.optional_value("SecondaryImportMPAN", parse_mpxn(kMpanLength)).value_or("");
  details.export_mpan = in.optional_value("ExportMPAN", parse_mpxn(kMpanLength)).value_or("");
  return details;
}

RequestBody read_han_device_log(ElementReader& in) {
  UpdateHANDeviceLog body;
  body.execution = read_execution(in);
  body.device = in.value("DeviceID", parse_device_id);
  body.request_type = in.exact_value("RequestType", parse_request_type);
  in.optional("AddDeviceToCHFWhitelist",
              [&](ElementReader& details) { body.details = read_whitelist_details(details); });
  return body;
}

RequestBody read_signed_pre_command(ElementReader& in) {
  SignedPreCommand body;
  body.execution = read_execution(in);
  body.gbcs_payload = in.value("GBCSPayload", decode_base64);
  return body;
}

struct BodyReader {
  std::string_view element;
  RequestBody (*read)(ElementReader&);
};

constexpr std::array<BodyReader, 21> kBodyReaders{{
    {"ReadEventOrSecurityLog", read_event_log},
    {"UpdateDeviceConfigurationALCDescriptions", read_descriptions},
    {"UpdateDeviceConfigurationALCScheduler", read_calendar},
    {"ActivateAuxiliaryLoad", read_activate},
    {"DeactivateAuxiliaryLoad", read_deactivate},
    {"ReadALCSData", read_read<ReadALCSData>},
    {"ResetAuxiliaryLoad", read_reset},
    {"AddAuxiliaryLoadToBoostButton", read_add_boost},
    {"RemoveAuxiliaryLoadFromBoostButton", read_remove_boost},
    {"ReadBoostButtonDetails", read_boost_details},
    {"SetRandomisedOffsetLimit", read_offset_limit},
    {"SetAuxiliaryControllerState", read_controller_state},
    {"ReadAuxiliaryControllerConfigurationData", read_read<ReadAuxiliaryControllerConfigurationData>},
    {"ReadAuxiliaryControllerOperationalData", read_read<ReadAuxiliaryControllerOperationalData>},
    {"UpdateFirmware", read_firmware_image},
    {"ReadFirmwareVersion", read_read<ReadFirmwareVersion>},
    {"ActivateFirmware", read_firmware_activation},
    {"JoinServiceCritical", read_other_device<JoinServiceCritical>},
    {"UnjoinServiceCritical", read_other_device<UnjoinServiceCritical>},
    {"UpdateHANDeviceLog", read_han_device_log},
    {"SignedPreCommand", read_signed_pre_command},
}};

}  // namespace

RequestBody read_request_body(ElementReader& body) {
  const std::string name(body.next_name());
  const auto* const reader =
      std::ranges::find_if(kBodyReaders, [&](const auto& entry) { return entry.element == name; });
  RequestBody result;
  if (reader != kBodyReaders.end()) {
    body.element(name, [&](ElementReader& in) { result = reader->read(in); });
  } else if (find_variant_of_element(name) != nullptr) {
    result = OpaqueBody{name, xml::compact_text(body.any(), kDuisNamespace, "sr")};
  } else if (body.any() != nullptr) {
    body.fail(name.empty() ? "an element of another namespace" : name + " is no service request of DUIS 5.4");
  } else {
    body.fail("the service request is missing");
  }
  return result;
}

}  // namespace enocheck::duis
