// Joins and the hub's device log: what the DSP decides about them, and what it learns from their answers.
#include <fmt/format.h>

#include "sim/dsp/dsp.h"
#include "sim/dsp/han_devices.h"

namespace enocheck::sim {
namespace {

/// UpdateHANDeviceLogResult: N24, the log is as asked; N25, perhaps it is not. Source: DUIS brief 2.6.
duis::ServiceResponse device_log_result(const duis::RequestHeader& header, bool is_updated, Instant now) {
  constexpr const char* kElement = "UpdateHANDeviceLogResult";
  const auto xml = fmt::format(
      "<sr:{0}><sr:UpdateHANDeviceLogServiceRequestID>{1}</sr:UpdateHANDeviceLogServiceRequestID></sr:{0}>",
      kElement, duis::to_string(header.request_id));
  return {.request_id = std::nullopt,
          .response_id = std::nullopt,
          .response_code = "I0",
          .response_date_time = now,
          .body = duis::DccAlertMessage{is_updated ? "N24" : "N25", kElement, xml}};
}

bool is_about_device_log(const PendingCommand& command) {
  return command.request.service_reference_variant == "8.11";
}

}  // namespace

std::optional<MessageCode> DspRules::code_by_content(const duis::ServiceRequest& request,
                                                     const InventoryDevice& target,
                                                     std::string_view role) const {
  constexpr MessageCode kCs03a2{0x00AB};
  constexpr MessageCode kCcs02{0x0002};
  if (request.header.service_reference_variant == "8.7.1" && target.type == "HCALCS") {
    return role == "ED" ? policy_.cs03a2_eno : kCs03a2;
  }
  const auto* const log = std::get_if<duis::UpdateHANDeviceLog>(&request.body);
  const bool removes = log != nullptr && log->request_type == duis::UpdateHANDeviceLog::RequestType::Remove;
  return removes ? std::optional(kCcs02) : std::nullopt;
}

bool DspRules::may_be_joined(const InventoryDevice& other, const InventoryDevice& target) const {
  return other.hub == target.hub &&
         is_among(other.status, "Whitelisted InstalledNotCommissioned Commissioned Recovered Suspended");
}

bool DspRules::may_be_removed(const InventoryDevice& device) const { return !device.is_joined(); }

Result<MessageCode> Dsp::message_code_of(const IncomingRequest& incoming) const {
  if (incoming.device != nullptr) {
    const auto code = rules_->code_by_content(incoming.request, *incoming.device, incoming.role);
    if (code) { return *code; }
  }
  return rules_->message_code(*incoming.service, incoming.role);
}

transform::Addressing Dsp::with_device_types(transform::Addressing addressing,
                                             const IncomingRequest& incoming) const {
  const auto subject = subject_of(incoming.request);
  const auto* const other = subject ? inventory_.find(*subject) : nullptr;
  if (incoming.device != nullptr) { addressing.target_type = incoming.device->type; }
  if (other != nullptr) { addressing.other_type = other->type; }
  return addressing;
}

void Dsp::note_outcome(const PendingCommand& command, const gbcs::Message& response) {
  if (!command.subject) { return; }
  const auto& variant = command.request.service_reference_variant;
  if (is_about_device_log(command)) {
    constexpr std::uint16_t kCcs02 = 0x0002;
    const bool is_updated = is_device_log_success(response);
    if (is_updated) {
      inventory_.set_listed(*command.subject, command.sent.target, command.sent.code.value() != kCcs02);
    }
    deliver(command.request.request_id.originator, device_log_result(command.request, is_updated, now()), {});
    return;
  }
  const auto* const target = inventory_.find(command.sent.target);
  const bool is_meter =
      target != nullptr && target->type == "ESME";  // it is the meter that says who is joined
  if (is_meter && is_join_success(response) && rules_->notes_joins()) {
    inventory_.set_joined(*command.subject, variant == "8.7.1");
  }
}

void Dsp::note_no_outcome(const PendingCommand& command) {
  if (!is_about_device_log(command)) { return; }
  deliver(command.request.request_id.originator, device_log_result(command.request, false, now()), {});
}

void Dsp::take_alert_for_dcc(const Eui64& device, const gbcs::Message& alert) {
  if (const auto listed = device_log_of(alert)) { inventory_.set_device_log(device, *listed); }
}

}  // namespace enocheck::sim
