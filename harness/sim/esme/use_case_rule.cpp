#include "sim/esme/use_case_rule.h"

#include "gbcs/use_case.h"

namespace enocheck::sim {
namespace {

using enum crypto::RemotePartyRole;

/// What came with auxiliary controllers, in place of ECS47 and ECS61a. Source: GBCS brief 4.2, 4.7.
std::optional<UseCaseRule> rule_of_controllers(MessageCode code, bool eno_variants, const Policy& policy) {
  const Roles readers = {Supplier, NetworkOperator, AccessControlBroker};
  if (eno_variants && policy.eno_controller_state && code == policy.ecs47a_eno) {
    return UseCaseRule{EsmeUseCase::SetControllerState, true, true, {Supplier, NetworkOperator}};
  }
  switch (code.value()) {
    case 0x011C: return UseCaseRule{EsmeUseCase::ReadControllerConfiguration, false, false, readers};
    case 0x011D: return UseCaseRule{EsmeUseCase::ReadControllerOperation, false, false, readers};
    case 0x011E: return UseCaseRule{EsmeUseCase::SetControllerState, true, true, {Supplier}};
    default: return std::nullopt;
  }
}

bool has_eno_variants(std::string_view gbcs_version, const Policy& policy) {
  return policy.change_in_force && gbcs::compare_versions(gbcs_version, policy.eno_variants_from) >= 0;
}

std::optional<UseCaseRule> rule_of_eno_variant(MessageCode code, bool has_load_switches,
                                               const Policy& policy) {
  if (code == policy.ecs47_eno && has_load_switches) {
    return UseCaseRule{EsmeUseCase::SetOrResetSwitch, true, true, {Supplier, NetworkOperator}};
  }
  if (code == policy.ecs62_eno) {
    return UseCaseRule{EsmeUseCase::SetBoostFlags, false, true, {Supplier, NetworkOperator}};
  }
  if (code == policy.ecs61c_eno && !policy.boost_read_by_urp) {
    return UseCaseRule{
        EsmeUseCase::ReadBoostData, false, false, {Supplier, NetworkOperator, AccessControlBroker}};
  }
  return std::nullopt;
}

}  // namespace

std::optional<UseCaseRule> join_use_case_rule(MessageCode code, std::string_view gbcs_version,
                                              const Policy& policy) {
  switch (code.value()) {
    case 0x000D:
    case 0x00AB: return UseCaseRule{EsmeUseCase::Join, true, true, {Supplier}};
    case 0x000F: return UseCaseRule{EsmeUseCase::Unjoin, true, true, {Supplier}};
    default: break;
  }
  if (!policy.requirement_3 || !has_eno_variants(gbcs_version, policy)) { return std::nullopt; }
  if (code == policy.cs03a1_eno || code == policy.cs03a2_eno) {
    return UseCaseRule{EsmeUseCase::Join, true, true, {Supplier, NetworkOperator}};
  }
  if (code == policy.cs04ac_eno) {
    return UseCaseRule{EsmeUseCase::Unjoin, true, true, {Supplier, NetworkOperator}};
  }
  return std::nullopt;
}

std::optional<UseCaseRule> use_case_rule(MessageCode code, std::string_view gbcs_version,
                                         const Policy& policy) {
  const bool has_load_switches = gbcs::compare_versions(gbcs_version, policy.controllers_from) < 0;
  const bool eno_variants = has_eno_variants(gbcs_version, policy);
  if (!has_load_switches) {
    if (const auto rule = rule_of_controllers(code, eno_variants, policy)) { return rule; }
  }
  switch (code.value()) {
    case 0x0055:
      if (!has_load_switches) { return std::nullopt; }
      return UseCaseRule{EsmeUseCase::SetOrResetSwitch, true, true, {Supplier}};
    case 0x00BB:
      if (!has_load_switches) { return std::nullopt; }
      return UseCaseRule{EsmeUseCase::ReadSwitchData, false, false, {Supplier, AccessControlBroker}};
    case 0x005F: return UseCaseRule{EsmeUseCase::SetBoostFlags, false, true, {Supplier}};
    case 0x005E:
      return UseCaseRule{EsmeUseCase::ReadBoostData, false, false, {Supplier, AccessControlBroker}};
    case 0x0053:
      if (eno_variants && policy.eno_may_label) {
        return UseCaseRule{EsmeUseCase::SetLabels, true, false, {Supplier, NetworkOperator}};
      }
      return UseCaseRule{EsmeUseCase::SetLabels, true, false, {Supplier}};
    case 0x0059:
      return UseCaseRule{
          EsmeUseCase::ReadFirmware, false, false, {Supplier, NetworkOperator, AccessControlBroker}};
    case 0x0054:
      if (!has_load_switches) { return std::nullopt; }
      return UseCaseRule{EsmeUseCase::SetCalendar, true, true, {Supplier}, true};
    case 0x00BA:
      if (!has_load_switches) { return std::nullopt; }
      return UseCaseRule{EsmeUseCase::ReadSwitchLog, false, false, {Supplier}};
    case 0x004B: return UseCaseRule{EsmeUseCase::SetOffsetLimit, true, true, {Supplier}};
    // No table has CS06's roles and replay protection; RTDS has it from the supplier.
    case 0x0012: return UseCaseRule{EsmeUseCase::ActivateFirmware, true, true, {Supplier}, true};
    default: break;
  }
  if (const auto join = join_use_case_rule(code, gbcs_version, policy)) { return join; }
  return eno_variants ? rule_of_eno_variant(code, has_load_switches, policy) : std::nullopt;
}

}  // namespace enocheck::sim
