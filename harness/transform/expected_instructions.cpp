#include "transform/expected_instructions.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/hex.h"
#include "duis/service_reference.h"

namespace enocheck::transform {
namespace {

using gbcs::AccessKind;
using gbcs::DataTag;
using List = std::vector<ExpectedInstruction>;

constexpr const char* kScriptObject = "0-0:10.0.103.255";

ExpectedInstruction set_data(std::string object, std::string name, ExpectedValue value) {
  return {AccessKind::Set, 1, std::move(object), 2, std::move(name), std::move(value), DataTag::Null};
}

ExpectedInstruction run_script(ExpectedValue selector) {
  return {AccessKind::Action, 9, kScriptObject, 1, "script", std::move(selector), DataTag::Null};
}

ExpectedInstruction get_item(std::uint16_t class_id, std::string object, std::string name, DataTag answer) {
  return {AccessKind::Get, class_id, std::move(object), 2, std::move(name), NoData{}, answer};
}

List expected_of(const duis::ActivateAuxiliaryLoad& body) {
  return {set_data(fmt::format("0-0:94.44.{}.1", 116 + body.index),
                   fmt::format("close time of switch {}", body.index), Minutes{body.duration}),
          run_script(SwitchScript{body.index, 0x11})};
}

List expected_of(const duis::DeactivateAuxiliaryLoad& body) {
  return {set_data(fmt::format("0-0:94.44.{}.2", 116 + body.index),
                   fmt::format("open time of switch {}", body.index), Minutes{body.duration}),
          run_script(SwitchScript{body.index, 0x12})};
}

List expected_of(const duis::ResetAuxiliaryLoad& body) {
  return {run_script(SwitchScript{body.index, 0x20})};
}

List expected_of(const duis::SetAuxiliaryControllerState& body) {
  const auto n = body.controller;
  return {set_data(fmt::format("0-0:94.44.{}.1", 116 + n), fmt::format("period start of controller {}", n),
                   Moment{"period start", body.start}),
          set_data(fmt::format("0-0:94.44.{}.2", 116 + n), fmt::format("period end of controller {}", n),
                   Moment{"period end", body.end}),
          run_script(ControllerScript{static_cast<std::uint8_t>(body.input_from_controlled_load ? 2 : 1), n,
                                      body.level})};
}

/// The item of switch n stands at place n, in whatever order the request names them. A flag says add (or
/// remove) where true; where false, correlation expects the opposite, which is the one reading that uses all
/// five values (GBCS brief, open point 6).
List associations(const std::array<duis::BoostFlag, 5>& flags, bool when_true) {
  auto in_order = flags;
  std::stable_sort(in_order.begin(), in_order.end(),
                   [](const auto& a, const auto& b) { return a.index < b.index; });
  List list;
  for (const auto& flag : in_order) {
    const auto name = fmt::format("boost association of switch {}", flag.index);
    const bool value = flag.value ? when_true : !when_true;
    list.push_back(set_data(fmt::format("0-0:94.44.6.{}", flag.index), name, Flag{name, value}));
  }
  return list;
}

List expected_of(const duis::AddAuxiliaryLoadToBoostButton& body) { return associations(body.flags, true); }
List expected_of(const duis::RemoveAuxiliaryLoadFromBoostButton& body) {
  return associations(body.flags, false);
}

List expected_of(const duis::ReadBoostButtonDetails& body) {
  List list = {get_item(1, "0-0:94.44.7.255", "boost availability", DataTag::Boolean),
               {AccessKind::GetWithSelection, 7, "0-0:99.98.20.255", 2, "boost log",
                LogPeriod{body.start, body.end}, DataTag::CompactArray}};
  for (int n = 1; n <= 5; ++n) {
    list.push_back(get_item(1, fmt::format("0-0:94.44.6.{}", n),
                            fmt::format("boost association of switch {}", n), DataTag::Boolean));
  }
  return list;
}

List expected_of(const duis::ReadALCSData& /*body*/) {
  List list;
  for (int n = 1; n <= 5; ++n) {
    list.push_back(get_item(1, fmt::format("0-0:94.44.0.{}", 10 + n), fmt::format("label of switch {}", n),
                            DataTag::VisibleString));
  }
  for (int n = 1; n <= 5; ++n) {
    list.push_back(get_item(1, fmt::format("0-0:94.44.0.{}", 20 + n),
                            fmt::format("type and identifier of switch {}", n), DataTag::OctetString));
  }
  list.push_back(get_item(11, "0-0:11.0.3.255", "special days", DataTag::Array));
  list.push_back(get_item(10, "0-0:12.0.2.255", "calendar", DataTag::Array));
  for (int n = 1; n <= 5; ++n) {
    list.push_back(get_item(70, fmt::format("0-{}:96.3.10.255", n), fmt::format("state of switch {}", n),
                            DataTag::Boolean));
  }
  return list;
}

/// The configuration that 7.14 reads.
List expected_of(const duis::ReadAuxiliaryControllerConfigurationData& /*body*/) {
  List list;
  for (int n = 1; n <= 5; ++n) {
    list.push_back(get_item(1, fmt::format("0-0:94.44.0.{}", 10 + n),
                            fmt::format("label of controller {}", n), DataTag::VisibleString));
  }
  list.push_back(get_item(11, "0-0:11.0.3.255", "special days", DataTag::Array));
  list.push_back(get_item(10, "0-0:12.0.2.255", "calendar", DataTag::Array));
  return list;
}

List expected_of(const duis::ReadAuxiliaryControllerOperationalData& /*body*/) {
  List list;
  for (int n = 1; n <= 5; ++n) {
    list.push_back(get_item(1, fmt::format("0-0:94.44.0.{}", 20 + n),
                            fmt::format("type and identifier of controller {}", n), DataTag::OctetString));
  }
  for (int n = 1; n <= 5; ++n) {
    list.push_back(get_item(1, fmt::format("0-0:94.44.0.{}", 30 + n),
                            fmt::format("state of controller {}", n), DataTag::Utf8String));
  }
  return list;
}

List expected_of(const duis::UpdateDeviceConfigurationALCDescriptions& body) {
  List list;
  for (const auto& labelled : body.switches) {
    const auto name = fmt::format("label of switch {}", labelled.index);
    list.push_back(set_data(fmt::format("0-0:94.44.0.{}", 10 + labelled.index), name,
                            Label{name, labelled.description}));
  }
  return list;
}

List expected_of(const duis::UpdateDeviceConfigurationALCScheduler& body) { return expected_calendar(body); }

List expected_of(const duis::ReadEventOrSecurityLog& body) {
  return {{AccessKind::GetWithSelection, 7, "0-17:99.98.2.255", 2, "event log of the switches",
           LogPeriod{body.start, body.end}, DataTag::CompactArray}};
}

List expected_of(const duis::SetRandomisedOffsetLimit& body) {
  return {
      set_data("0-0:94.44.0.1", "randomised offset limit", Seconds{"randomised offset limit", body.limit})};
}

List expected_of(const duis::ReadFirmwareVersion& /*body*/) {
  return {get_item(1, "0-0:0.2.1.255", "firmware version", DataTag::OctetString)};
}

List expected_of(const duis::ActivateFirmware& /*body*/) { return {}; }
List expected_of(const duis::UpdateFirmware& /*body*/) { return {}; }
constexpr const char* kDeviceLogObject = "0-0:30.3.0.255";

ExpectedInstruction to_device_log(AccessKind kind, std::uint8_t attribute, std::string name,
                                  ExpectedValue value) {
  return {kind, 104, kDeviceLogObject, attribute, std::move(name), std::move(value), DataTag::Null};
}

List expected_of(const duis::UpdateHANDeviceLog& body) {
  if (body.request_type == duis::UpdateHANDeviceLog::RequestType::Remove) {
    return {to_device_log(AccessKind::Action, 2, "removal", Device{body.device})};
  }
  const auto details = body.details.value_or(duis::AddDeviceToCHFWhitelist{});
  return {to_device_log(AccessKind::Action, 1, "addition", DeviceLogEntry{body.device, details.install_code}),
          to_device_log(AccessKind::Set, 3, "join time", Seconds{"join time", details.join_time_period}),
          to_device_log(AccessKind::Set, 2, "joining open", Flag{"joining open", true})};
}

// Their payload is no list of instructions: see Expectation::joined_device.
List expected_of(const duis::JoinServiceCritical& /*body*/) { return {}; }
List expected_of(const duis::UnjoinServiceCritical& /*body*/) { return {}; }
List expected_of(const duis::SignedPreCommand& /*body*/) { return {}; }
List expected_of(const duis::OpaqueBody& /*body*/) { return {}; }

struct Known {
  std::string_view variant;
  std::uint16_t code;
  bool critical;
  bool broker_may_speak;
  bool by_switch;  ///< the request may name the switches in any order, the message has them ascending
  bool response_has_time = false;
};
constexpr std::array<Known, 19> kKnown = {{
    {"6.13", 0x00BA, false, false, false},        {"6.14.1", 0x0053, true, false, true},
    {"6.14.2", 0x0054, true, false, false, true}, {"7.5", 0x0055, true, false, false},
    {"7.6", 0x0055, true, false, false},          {"7.7", 0x00BB, false, true, false},
    {"7.8", 0x0055, true, false, false},          {"7.9", 0x005F, false, false, true},
    {"7.10", 0x005F, false, false, true},         {"7.11", 0x005E, false, true, false},
    {"7.12", 0x004B, true, false, false},         {"7.13", 0x011E, true, false, false},
    {"7.14", 0x011C, false, true, false},         {"7.15", 0x011D, false, true, false},
    {"11.2", 0x0059, false, true, false},         {"11.3", 0x0012, true, false, false, true},
    {"8.7.1", 0x000D, true, false, false},        {"8.8.1", 0x000F, true, false, false},
    {"8.11", 0x0001, false, true, false},
}};

ExpectedActivation expected_activation(const duis::ActivateFirmware& body) {
  const bool cancels =
      body.execution &&
      std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*body.execution)).year() >=
          std::chrono::year{3000};
  return {encode_hex(body.hash), body.execution, cancels};
}

/// What joins and the device log have beyond the table.
void complete_for_han(const duis::RequestBody& body, Expectation& expectation) {
  if (const auto* const join = std::get_if<duis::JoinServiceCritical>(&body)) {
    expectation.other_code = MessageCode{0x00AB};
    expectation.joined_device = join->other_device;
  } else if (const auto* const unjoin = std::get_if<duis::UnjoinServiceCritical>(&body)) {
    expectation.joined_device = unjoin->other_device;
  } else if (const auto* const log = std::get_if<duis::UpdateHANDeviceLog>(&body)) {
    const bool removes = log->request_type == duis::UpdateHANDeviceLog::RequestType::Remove;
    if (removes) { expectation.code = MessageCode{0x0002}; }
  }
}

/// Orders the instructions by switch. Errors: BadValue if a switch is named twice.
Status order_by_switch(List& list) {
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.object < b.object; });
  const auto twice = std::adjacent_find(list.begin(), list.end(),
                                        [](const auto& a, const auto& b) { return a.object == b.object; });
  if (twice == list.end()) { return {}; }
  return failure(ErrorCode::BadValue, fmt::format("the request gives the {} twice", twice->name));
}

}  // namespace

Result<Expectation> expectation_of(const duis::ServiceRequest& request) {
  const auto& variant = request.header.service_reference_variant;
  const auto element = duis::element_of(request.body);
  const auto* const service = duis::find_variant(variant);
  const auto* const known =
      std::find_if(kKnown.begin(), kKnown.end(), [&](const auto& row) { return row.variant == variant; });
  if (known == kKnown.end() || service == nullptr || element == "SignedPreCommand") {
    return failure(ErrorCode::Unsupported,
                   fmt::format("{} {} has no values that could be compared", variant, element));
  }
  if (element != service->element) {
    return failure(
        ErrorCode::BadValue,
        fmt::format("the request has a body {} under service reference variant {}", element, variant));
  }
  Expectation expectation;
  expectation.code = MessageCode{known->code};
  expectation.critical = known->critical;
  expectation.broker_may_speak = known->broker_may_speak;
  expectation.response_has_time = known->response_has_time;
  if (const auto* const firmware = std::get_if<duis::ActivateFirmware>(&request.body)) {
    expectation.activation = expected_activation(*firmware);
  }
  complete_for_han(request.body, expectation);
  expectation.instructions = std::visit([](const auto& body) { return expected_of(body); }, request.body);
  if (known->by_switch) {
    if (const auto ordered = order_by_switch(expectation.instructions); !ordered) {
      return tl::unexpected(ordered.error());
    }
  }
  return expectation;
}

}  // namespace enocheck::transform
