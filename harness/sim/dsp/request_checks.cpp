#include "sim/dsp/request_checks.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/dsp/han_devices.h"

namespace enocheck::sim {

using Refusal = RequestChecks::Refusal;

namespace {

template <class... Args>
Refusal refused(std::string code, fmt::format_string<Args...> why, const Args&... args) {
  return RequestChecks::Refused{std::move(code), fmt::vformat(why, fmt::make_format_args(args...))};
}

}  // namespace

Refusal RequestChecks::refuse(IncomingRequest& incoming, Instant now) const {
  incoming.service = find_service(incoming.header().service_reference_variant);
  constexpr std::array<Check, 3> kForm = {&RequestChecks::url, &RequestChecks::command_variant,
                                          &RequestChecks::references};
  for (const auto check : kForm) {
    if (auto code = (this->*check)(incoming, now)) { return code; }
  }
  if (auto code = refuse_access(incoming, now)) { return code; }
  if (auto code = content(incoming, now)) { return code; }
  return subject(incoming, now);
}

Refusal RequestChecks::refuse_access(IncomingRequest& incoming, Instant now) const {
  constexpr std::array<Check, 5> kUser = {&RequestChecks::user, &RequestChecks::user_status,
                                          &RequestChecks::right, &RequestChecks::target,
                                          &RequestChecks::registration};
  constexpr std::array<Check, 4> kDevice = {&RequestChecks::device_type, &RequestChecks::device_status,
                                            &RequestChecks::device_generation, &RequestChecks::use_case};
  for (const auto check : kUser) {
    if (auto code = (this->*check)(incoming, now)) { return code; }
  }
  if (incoming.device == nullptr) { return std::nullopt; }
  for (const auto check : kDevice) {
    if (auto code = (this->*check)(incoming, now)) { return code; }
  }
  return std::nullopt;
}

Refusal RequestChecks::refuse_local_delivery(const IncomingRequest& incoming) const {
  const auto variant = incoming.header().command_variant;
  const bool is_local = variant == 2 || variant == 3 || variant == 6 || variant == 7;
  if (!is_local || rules_->may_have_local_command(incoming.role)) { return std::nullopt; }
  return refused("E17", "command variant {}: role {} gets no local command", variant, incoming.role);
}

Refusal RequestChecks::url(IncomingRequest& incoming, Instant /*now*/) const {
  const auto variant = incoming.header().command_variant;
  if (rules_->is_served_by(incoming.web_service, variant)) { return std::nullopt; }
  return refused("E13", "command variant {} is not served at this URL", variant);
}

Refusal RequestChecks::command_variant(IncomingRequest& incoming, Instant /*now*/) const {
  const auto& header = incoming.header();
  if (incoming.service == nullptr) {
    return refused("E12", "there is no service reference variant {}", header.service_reference_variant);
  }
  if (rules_->variant_fits(*incoming.service, incoming.request)) { return std::nullopt; }
  return refused("E12", "{} does not come with command variant {}", header.service_reference_variant,
                 header.command_variant);
}

Refusal RequestChecks::references(IncomingRequest& incoming, Instant /*now*/) const {
  if (rules_->header_fits(*incoming.service, incoming.request)) { return std::nullopt; }
  const auto& header = incoming.header();
  return refused(rules_->policy().code_header_mismatch,
                 "service reference {}, variant {} and body do not fit", header.service_reference,
                 header.service_reference_variant);
}

Refusal RequestChecks::user(IncomingRequest& incoming, Instant /*now*/) const {
  const auto& originator = incoming.header().request_id.originator;
  incoming.user = inventory_->find_user(originator);
  // That a party without a role is refused is for the access matrix to see: such a one has no certificate.
  if (incoming.user != nullptr && !incoming.user->roles.empty()) { return std::nullopt; }
  return refused("E1", "{} is no user", to_string(originator));
}

Refusal RequestChecks::user_status(IncomingRequest& incoming, Instant /*now*/) const {
  return rules_->is_live(*incoming.user) ? std::nullopt : refused("E3", "the user is suspended");
}

/// A request names no role: any role of the user that may send the service will do.
Refusal RequestChecks::right(IncomingRequest& incoming, Instant /*now*/) const {
  const auto& roles = incoming.user->roles;
  const auto found = std::ranges::find_if(
      roles, [&](const auto& role) { return rules_->may_send(role, incoming.service->variant); });
  if (found == roles.end()) {
    return refused("E2", "no role of the user ({}) may send {}", fmt::join(roles, ", "),
                   incoming.service->variant);
  }
  incoming.role = *found;
  return std::nullopt;
}

Refusal RequestChecks::target(IncomingRequest& incoming, Instant /*now*/) const {
  const auto& target = incoming.header().request_id.target;
  if (incoming.service->kind == ServiceKind::NonDevice) {
    if (rules_->takes_non_device_target(target, dsp_)) { return std::nullopt; }
    return refused("E19", "{} goes to {}, not to {}", incoming.service->variant, to_string(dsp_),
                   to_string(target));
  }
  incoming.device = inventory_->find(target);
  if (incoming.device != nullptr) { return std::nullopt; }
  return refused(rules_->code_of_unknown_device(), "{} is not in the inventory", to_string(target));
}

/// Settles the role: of those that may send the service, the first that is registered.
Refusal RequestChecks::registration(IncomingRequest& incoming, Instant now) const {
  if (incoming.device == nullptr || !rules_->wants_registration(incoming.header())) { return std::nullopt; }
  auto execution = duis::execution_of(incoming.request.body);
  if (!rules_->wants_registration_at_execution()) { execution.reset(); }
  for (const auto& role : incoming.user->roles) {
    const auto is_registered_at = [&](Instant at) {
      return rules_->is_registered(*inventory_, *incoming.user, role, *incoming.device, at);
    };
    if (rules_->may_send(role, incoming.service->variant) && is_registered_at(now) &&
        (!execution || is_cancellation(*execution) || is_registered_at(*execution))) {
      incoming.role = role;
      return std::nullopt;
    }
  }
  return refused("E4", "the user is not registered for {}", to_string(incoming.header().request_id.target));
}

Refusal RequestChecks::device_type(IncomingRequest& incoming, Instant /*now*/) const {
  if (rules_->takes_target(*incoming.service, *incoming.device)) { return std::nullopt; }
  return refused("E11", "{} does not go to a device of type {}", incoming.service->variant,
                 incoming.device->type);
}

Refusal RequestChecks::device_status(IncomingRequest& incoming, Instant /*now*/) const {
  if (rules_->takes_status(*incoming.service, *incoming.device)) { return std::nullopt; }
  return refused("E5", "{} does not go to a device with status {}", incoming.service->variant,
                 incoming.device->status);
}

Refusal RequestChecks::device_generation(IncomingRequest& incoming, Instant /*now*/) const {
  if (rules_->takes_generation(*incoming.device)) { return std::nullopt; }
  return refused("E11", "the device is {}", incoming.device->smets_version);
}

Refusal RequestChecks::use_case(IncomingRequest& incoming, Instant /*now*/) const {
  if (rules_->firmware_has_use_case(*incoming.service, incoming.role, *incoming.device)) {
    return std::nullopt;
  }
  return refused(rules_->policy().code_use_case, "GBCS {} of the device has no use case of {} for role {}",
                 incoming.device->gbcs_version, incoming.service->variant, incoming.role);
}

Refusal RequestChecks::content(IncomingRequest& incoming, Instant now) const {
  const auto fault = rules_->fault_in_content(incoming.request, now);
  return fault ? refused(rules_->policy().code_content, "content: {}", *fault) : std::nullopt;
}

Refusal RequestChecks::subject(IncomingRequest& incoming, Instant /*now*/) const {
  const auto& variant = incoming.service->variant;
  const auto id = subject_of(incoming.request);
  if (!id || variant == "8.8.1") { return std::nullopt; }
  const auto* const other = inventory_->find(*id);
  if (other == nullptr) {
    return refused(rules_->code_of_unknown_device(), "{} is not in the inventory", to_string(*id));
  }
  const auto* const log = std::get_if<duis::UpdateHANDeviceLog>(&incoming.request.body);
  const bool removes = log != nullptr && log->request_type == duis::UpdateHANDeviceLog::RequestType::Remove;
  const bool may_be = variant == "8.7.1" ? rules_->may_be_joined(*other, *incoming.device)
                                         : !removes || rules_->may_be_removed(*other);
  return may_be ? std::nullopt : refused("E5", "{}: {} has not come so far", variant, to_string(*id));
}

}  // namespace enocheck::sim
