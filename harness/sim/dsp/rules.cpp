#include "sim/dsp/rules.h"

#include <algorithm>
#include <charconv>

#include "core/hex.h"
#include "duis/service_reference.h"
#include "duis/xml_signature.h"
#include "gbcs/protection.h"
#include "gbcs/use_case.h"
#include "sim/dsp/content.h"
#include "sim/dsp/pre_command_check.h"
#include "sim/dsp/rights.h"
#include "sim/parts_factory.h"

namespace enocheck::sim {
namespace {

/// The ENO variant that a request from the distributor needs since SECMP0046; nothing for all others.
std::optional<MessageCode> eno_variant(std::string_view variant, std::string_view role,
                                       const Policy& policy) {
  if (role != "ED") { return std::nullopt; }
  if (is_among(variant, "7.6 7.8")) { return policy.ecs47_eno; }
  if (variant == "7.13" && policy.eno_controller_state) { return policy.ecs47a_eno; }
  if (is_among(variant, "7.9 7.10")) { return policy.ecs62_eno; }
  if (variant == "7.11" && !policy.boost_read_by_urp) { return policy.ecs61c_eno; }
  if (variant == "8.7.1") { return policy.cs03a1_eno; }
  if (variant == "8.8.1") { return policy.cs04ac_eno; }
  return std::nullopt;
}

bool carries_signed_pre_command(const duis::ServiceRequest& request) {
  return std::holds_alternative<duis::SignedPreCommand>(request.body);
}

}  // namespace

bool DspRules::supports_schema_version(std::string_view version) const {
  double number{};
  const auto* const end =
      version.data() + version.size();  // NOLINT(*-pointer-arithmetic): from_chars wants it
  const auto [stopped, fault] = std::from_chars(version.data(), end, number);
  constexpr double kOldest = 5.1;
  constexpr double kNewest = 5.4;
  return fault == std::errc{} && stopped == end && number >= kOldest && number <= kNewest;
}

bool DspRules::may_sign_for(const crypto::Certificate& signer, const Eui64& originator, Instant now) const {
  return signer.role() == crypto::RemotePartyRole::XmlSigning && signer.subject() == originator &&
         signer.is_valid_at(now);
}

Status DspRules::check_xml_signature(const xml::Document& document, const crypto::PublicKey& key) const {
  return duis::verify_signature(document, key);
}

bool DspRules::is_served_by(WebService service, duis::CommandVariant variant) const {
  switch (variant) {
    case 1:
    case 3:
    case 5:
    case 7: return service == WebService::Send;
    case 4: return service == WebService::Transform;
    case 2:
    case 6:
    case 8: return service == WebService::NonDevice;
    default: return true;  // 9 is nobody's: refused as a variant, not for its URL
  }
}

bool DspRules::variant_fits(const Service& service, const duis::ServiceRequest& request) const {
  const auto variant = request.header.command_variant;
  if (carries_signed_pre_command(request) != (variant >= 5 && variant <= 7)) { return false; }
  if (service.kind == ServiceKind::NonDevice) { return variant == 8; }
  if (service.kind == ServiceKind::NonCritical) { return variant >= 1 && variant <= 3; }
  return variant >= 4 && variant <= (service.variant == "8.1.1" ? 5 : 7);
}

bool DspRules::header_fits(const Service& service, const duis::ServiceRequest& request) const {
  const auto* const variant = duis::find_variant(service.variant);
  if (variant == nullptr || request.header.service_reference != variant->service_reference()) {
    return false;
  }
  return carries_signed_pre_command(request) || duis::element_of(request.body) == variant->element;
}

bool DspRules::may_send(std::string_view role, std::string_view variant) const {
  return has_right(role, variant,
                   {.change = policy_.change_in_force,
                    .eno_controllers = policy_.eno_controller_state,
                    .eno_labels = policy_.eno_may_label,
                    .joins = policy_.change_in_force && policy_.requirement_3});
}

bool DspRules::is_registered(const Inventory& inventory, const UserSetup& user, std::string_view role,
                             const InventoryDevice& device, Instant at) const {
  if (role == "OU") { return true; }  // other users are not in the registration data: they have consent
  return std::ranges::any_of(inventory.registrations(), [&](const auto& registration) {
    return registration.mpan == device.mpan && registration.role == role && registration.user == user.eui &&
           covers(registration, at);
  });
}

bool DspRules::covers(const RegistrationSetup& registration, Instant at) const {
  return (!registration.from || *registration.from <= at) && (!registration.to || at < *registration.to);
}

bool DspRules::takes_target(const Service& service, const InventoryDevice& device) const {
  return is_among(device.type, service.targets);
}

bool DspRules::takes_status(const Service& service, const InventoryDevice& device) const {
  // An HCALCS takes the join that makes it one of the premises as soon as the hub lists it.
  const bool is_joined_first = device.type == "HCALCS" && device.status == "Whitelisted";
  if (is_joined_first && is_among(service.variant, "8.7.1 8.8.1")) { return true; }
  return service.statuses.empty() || is_among(device.status, service.statuses);
}

bool DspRules::takes_generation(const InventoryDevice& device) const {
  return !device.smets_version.starts_with("SMETS1");
}

bool DspRules::firmware_has_use_case(const Service& service, std::string_view role,
                                     const InventoryDevice& device) const {
  const bool has_controllers = is_at_least(device.gbcs_version, policy_.controllers_from);
  if (service.family == MeterFamily::Switches && has_controllers) { return false; }
  if (service.family == MeterFamily::Controllers && !has_controllers) { return false; }
  return !eno_variant(service.variant, role, policy_) ||
         is_at_least(device.gbcs_version, policy_.eno_variants_from);
}

bool DspRules::is_at_least(std::string_view gbcs_version, std::string_view wanted) const {
  return gbcs::compare_versions(gbcs_version, wanted) >= 0;
}

bool DspRules::may_have_local_command(std::string_view role) const { return is_among(role, "IS GS"); }

std::optional<std::string> DspRules::fault_in_content(const duis::ServiceRequest& request,
                                                      Instant now) const {
  return find_fault_in_content(request, now);
}

bool DspRules::refuses_duplicate(const duis::RequestHeader& /*header*/) const { return true; }

bool DspRules::belongs(const gbcs::Message& signed_pre_command, const duis::RequestHeader& header,
                       MessageCode code) const {
  return pre_command_belongs(signed_pre_command, header, code);
}

bool DspRules::check_gbcs_signature(const gbcs::Message& message, const crypto::PublicKey& key) const {
  return gbcs::signature_is_valid(message, key);
}

std::string DspRules::acknowledgement(const duis::RequestHeader& /*header*/) const { return "I99"; }

bool DspRules::executes_later(const duis::ServiceRequest& request) const {
  const auto* const service = find_service(request.header.service_reference_variant);
  return service != nullptr && service->kind == ServiceKind::NonCritical && duis::execution_of(request.body);
}

bool DspRules::cancels(const duis::RequestHeader& cancellation, const duis::RequestHeader& stored) const {
  return stored.request_id.originator == cancellation.request_id.originator &&
         stored.request_id.target == cancellation.request_id.target &&
         stored.service_reference_variant == cancellation.service_reference_variant;
}

bool DspRules::counts_for(const ThresholdSetup& threshold, const duis::RequestHeader& header) const {
  return threshold.user == header.request_id.originator &&
         (threshold.srv.empty() || threshold.srv == header.service_reference_variant);
}

bool DspRules::is_held_to(const ThresholdSetup& threshold, const duis::RequestHeader& header) const {
  return counts_for(threshold, header);
}

bool DspRules::still_counts(Instant at, Instant now, const ThresholdSetup& threshold) const {
  return now - at < threshold.window;
}

bool DspRules::is_excess(std::size_t counted, const ThresholdSetup& threshold) const {
  return counted >= threshold.limit;
}

bool DspRules::takes_image(const Inventory& inventory, const FirmwareImage& image,
                           std::string_view version) const {
  const auto* const product = inventory.find_product(version);
  return product != nullptr && product->is_active && product->hash == image.hash &&
         image.firmware.version == version;
}

std::optional<std::string> DspRules::version_after(const gbcs::FirmwareOutcome& outcome) const {
  const bool is_learnt = policy_.inventory_learns_from_activation && outcome.result == 0;
  return is_learnt ? std::optional(encode_hex(outcome.version)) : std::nullopt;
}

std::uint16_t DspRules::alerts_of_dated(const duis::RequestHeader& header) const {
  if (header.service_reference_variant == "6.14.2") { return 2; }  // calendar, special days
  return header.service_reference_variant == "11.3" ? 1 : 0;
}

bool DspRules::by_unknown_remote_party(std::string_view role, std::string_view variant) const {
  if (variant == "8.11") { return true; }  // the hub takes commands for its device log from the broker alone
  if (role == "IS") { return false; }
  // ECS61d and ECS61e know the network operator as a party of its own (GBCS brief 4.7).
  if (is_among(variant, "7.14 7.15")) { return role != "ED"; }
  // 11.2 has suppliers and network operators among its roles, and the broker for all others.
  if (variant == "11.2") { return remote_party_role(role) != crypto::RemotePartyRole::NetworkOperator; }
  return variant == "7.7" || (variant == "7.11" && !eno_variant(variant, role, policy_));
}

Result<MessageCode> DspRules::message_code(const Service& service, std::string_view role) const {
  if (const auto code = eno_variant(service.variant, role, policy_)) { return *code; }
  if (service.code == 0) {
    return failure(ErrorCode::Unsupported, "no message code for " + std::string(service.variant));
  }
  return MessageCode{service.code};
}

Result<Bytes> DspRules::transform(const duis::ServiceRequest& request,
                                  const transform::Addressing& addressing, MessageCode code) const {
  using enum transform::TransformOptions::FalseFlag;
  const auto false_flag = policy_.refuse_false_flags ? Refuse : WriteOpposite;
  return transform::to_unsigned_command(request, addressing, {.false_flag = false_flag, .code = code});
}

duis::PreCommand DspRules::pre_command(Bytes unsigned_command, const InventoryDevice& device) const {
  gbcs::append_signature(unsigned_command, {});
  return {device.gbcs_version, std::move(unsigned_command)};
}

Result<Bytes> DspRules::with_mac(ByteView command, const crypto::SharedSecret& z) const {
  return gbcs::add_mac(command, z);
}

bool DspRules::answers(const gbcs::GroupingHeader& response, const PendingCommand& command) const {
  return response.cra == gbcs::CraFlag::Response && response.originator == command.sent.target &&
         response.target == command.sent.originator && response.counter == command.sent.counter &&
         response.code == command.sent.code && response.supplementary == command.sent.supplementary;
}

bool DspRules::check_response_signature(const gbcs::Message& response,
                                        const crypto::PublicKey& device) const {
  return gbcs::signature_is_valid(response, device);
}

bool DspRules::check_response_mac(const gbcs::Message& response, const crypto::SharedSecret& z) const {
  return gbcs::mac_is_valid(response, z);
}

duis::ServiceResponse DspRules::service_response(const PendingCommand& command, ByteView octets,
                                                 Instant now) const {
  const auto& header = command.request;
  return {.request_id = header.request_id,
          .response_id = duis::answer_to(header.request_id),
          .response_code = "I0",
          .response_date_time = now,
          .body = duis::ResponseMessage{header.service_reference, header.service_reference_variant,
                                        duis::GbcsPayload{copy_of(octets)}}};
}

std::optional<std::string> DspRules::code_of_undelivered() const { return "E20"; }

std::optional<Duration> DspRules::response_limit(const PendingCommand& /*command*/) const {
  return policy_.response_limit;
}

crypto::RemotePartyRole DspRules::signing_role(std::string_view /*variant*/) const {
  return crypto::RemotePartyRole::DspXmlSigning;
}

std::unique_ptr<DspRules> PartsFactory::dsp_rules(const Policy& policy) const {
  return std::make_unique<DspRules>(policy);
}

crypto::RemotePartyRole remote_party_role(std::string_view duis_role) {
  if (is_among(duis_role, "IS GS")) { return crypto::RemotePartyRole::Supplier; }
  if (is_among(duis_role, "ED GT")) { return crypto::RemotePartyRole::NetworkOperator; }
  return crypto::RemotePartyRole::Other;
}

}  // namespace enocheck::sim
