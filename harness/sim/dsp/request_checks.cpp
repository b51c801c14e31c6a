#include "sim/dsp/request_checks.h"

#include <algorithm>
#include <array>

#include "sim/dsp/han_devices.h"

namespace enocheck::sim {

using Refusal = RequestChecks::Refusal;

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
  return is_local && !rules_->may_have_local_command(incoming.role) ? Refusal("E17") : std::nullopt;
}

Refusal RequestChecks::url(IncomingRequest& incoming, Instant /*now*/) const {
  return rules_->is_served_by(incoming.web_service, incoming.header().command_variant) ? std::nullopt
                                                                                       : Refusal("E13");
}

Refusal RequestChecks::command_variant(IncomingRequest& incoming, Instant /*now*/) const {
  return incoming.service != nullptr && rules_->variant_fits(*incoming.service, incoming.request)
             ? std::nullopt
             : Refusal("E12");
}

Refusal RequestChecks::references(IncomingRequest& incoming, Instant /*now*/) const {
  return rules_->header_fits(*incoming.service, incoming.request)
             ? std::nullopt
             : Refusal(rules_->policy().code_header_mismatch);
}

Refusal RequestChecks::user(IncomingRequest& incoming, Instant /*now*/) const {
  incoming.user = inventory_->find_user(incoming.header().request_id.originator);
  // That a party without a role is refused is for the access matrix to see: such a one has no certificate.
  return incoming.user != nullptr && !incoming.user->roles.empty() ? std::nullopt : Refusal("E1");
}

Refusal RequestChecks::user_status(IncomingRequest& incoming, Instant /*now*/) const {
  return rules_->is_live(*incoming.user) ? std::nullopt : Refusal("E3");
}

/// A request names no role: any role of the user that may send the service will do.
Refusal RequestChecks::right(IncomingRequest& incoming, Instant /*now*/) const {
  const auto& roles = incoming.user->roles;
  const auto found = std::ranges::find_if(
      roles, [&](const auto& role) { return rules_->may_send(role, incoming.service->variant); });
  if (found == roles.end()) { return "E2"; }
  incoming.role = *found;
  return std::nullopt;
}

Refusal RequestChecks::target(IncomingRequest& incoming, Instant /*now*/) const {
  const auto& target = incoming.header().request_id.target;
  if (incoming.service->kind == ServiceKind::NonDevice) {
    return rules_->takes_non_device_target(target, dsp_) ? std::nullopt : Refusal("E19");
  }
  incoming.device = inventory_->find(target);
  return incoming.device != nullptr ? std::nullopt : Refusal(rules_->code_of_unknown_device());
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
  return "E4";
}

Refusal RequestChecks::device_type(IncomingRequest& incoming, Instant /*now*/) const {
  return rules_->takes_target(*incoming.service, *incoming.device) ? std::nullopt : Refusal("E11");
}

Refusal RequestChecks::device_status(IncomingRequest& incoming, Instant /*now*/) const {
  return rules_->takes_status(*incoming.service, *incoming.device) ? std::nullopt : Refusal("E5");
}

Refusal RequestChecks::device_generation(IncomingRequest& incoming, Instant /*now*/) const {
  return rules_->takes_generation(*incoming.device) ? std::nullopt : Refusal("E11");
}

Refusal RequestChecks::use_case(IncomingRequest& incoming, Instant /*now*/) const {
  return rules_->firmware_has_use_case(*incoming.service, incoming.role, *incoming.device)
             ? std::nullopt
             : Refusal(rules_->policy().code_use_case);
}

Refusal RequestChecks::content(IncomingRequest& incoming, Instant now) const {
  return rules_->fault_in_content(incoming.request, now) ? Refusal(rules_->policy().code_content)
                                                         : std::nullopt;
}

Refusal RequestChecks::subject(IncomingRequest& incoming, Instant /*now*/) const {
  const auto& variant = incoming.service->variant;
  const auto id = subject_of(incoming.request);
  if (!id || variant == "8.8.1") { return std::nullopt; }
  const auto* const other = inventory_->find(*id);
  if (other == nullptr) { return rules_->code_of_unknown_device(); }
  const auto* const log = std::get_if<duis::UpdateHANDeviceLog>(&incoming.request.body);
  const bool removes = log != nullptr && log->request_type == duis::UpdateHANDeviceLog::RequestType::Remove;
  const bool may_be = variant == "8.7.1" ? rules_->may_be_joined(*other, *incoming.device)
                                         : !removes || rules_->may_be_removed(*other);
  return may_be ? std::nullopt : Refusal("E5");
}

}  // namespace enocheck::sim
