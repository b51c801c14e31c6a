#include "sim/esme/access_plan.h"

#include <array>

namespace enocheck::sim {
namespace {

/// An action answers a get with selection like a get.
gbcs::AccessKind result_kind(gbcs::AccessKind kind) {
  return kind == gbcs::AccessKind::GetWithSelection ? gbcs::AccessKind::Get : kind;
}

}  // namespace

AccessPlan plan(EsmeUseCase use_case, const gbcs::AccessRequest& request, UseCaseContext& context) {
  switch (use_case) {
    case EsmeUseCase::SetOrResetSwitch: return plan_set_or_reset_switch(request, context);
    case EsmeUseCase::SetBoostFlags: return plan_set_boost_flags(request, context);
    case EsmeUseCase::ReadSwitchData: return plan_read_switch_data(request, context);
    case EsmeUseCase::ReadBoostData: return plan_read_boost_data(request, context);
    case EsmeUseCase::SetLabels: return plan_set_labels(request, context);
    case EsmeUseCase::ReadFirmware: return plan_read_firmware(request, context);
    case EsmeUseCase::SetControllerState: return plan_set_controller_state(request, context);
    case EsmeUseCase::ReadControllerConfiguration:
      return plan_read_controller_configuration(request, context);
    case EsmeUseCase::ReadControllerOperation: return plan_read_controller_operation(request, context);
    case EsmeUseCase::SetCalendar: return plan_set_calendar(request, context);
    case EsmeUseCase::SetOffsetLimit: return plan_set_offset_limit(request, context);
    case EsmeUseCase::ReadSwitchLog: return plan_read_switch_log(request, context);
    case EsmeUseCase::ActivateFirmware: return std::nullopt;  // its payload is DER
    case EsmeUseCase::Join:
    case EsmeUseCase::Unjoin:         // DER: see Joins
    case EsmeUseCase::KeepDeviceLog:  // of the Communications Hub
      break;
  }
  return std::nullopt;
}

Bytes run(const std::vector<AccessItem>& items, std::uint32_t invoke_id, const ResponseRules& rules) {
  static constexpr std::array<std::uint8_t, 1> kNull = {0x00};
  std::vector<ItemOutcome> outcomes;
  outcomes.reserve(items.size());  // views into the outcomes are kept below
  gbcs::AccessResponse response;
  response.invoke_id = invoke_id;
  bool failed = false;
  for (const auto& item : items) {
    outcomes.push_back(failed ? ItemOutcome{rules.result_after_failure(), {}} : item.run());
    const auto& outcome = outcomes.back();
    failed = failed || outcome.code != kSuccess;
    response.data.push_back(outcome.data.empty() ? ByteView(kNull) : ByteView(outcome.data));
    response.results.push_back({result_kind(item.kind), outcome.code});
  }
  return gbcs::encode_access_response(response);
}

}  // namespace enocheck::sim
