#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "gbcs/dlms.h"
#include "sim/esme/esme_rules.h"
#include "sim/esme/switchboard.h"

namespace enocheck::sim {

/// What one item of an access request came to.
struct ItemOutcome {
  std::uint8_t code = kSuccess;
  Bytes data;  ///< one encoded data item; empty stands for null
};

/// One item, ready to be carried out.
struct AccessItem {
  gbcs::AccessKind kind = gbcs::AccessKind::Get;
  std::function<ItemOutcome()> run;
};

/// What a use case may touch, and for whom it acts.
struct UseCaseContext {
  EsmeState& state;
  Switchboard& switchboard;
  const EsmeRules& rules;
  crypto::RemotePartyRole role = crypto::RemotePartyRole::Other;
  OriginatorCounter counter;
  Eui64 originator;
  Instant now;
};

/// The items of a request, or nothing where its shape (specifications, order, types) is not the use case's.
/// Views into `request` are kept: run the plan while it lives. Source: GBCS brief 5.1, row 11.
using AccessPlan = std::optional<std::vector<AccessItem>>;
[[nodiscard]] AccessPlan plan(EsmeUseCase use_case, const gbcs::AccessRequest& request,
                              UseCaseContext& context);

[[nodiscard]] AccessPlan plan_set_or_reset_switch(const gbcs::AccessRequest& request,
                                                  UseCaseContext& context);
[[nodiscard]] AccessPlan plan_set_boost_flags(const gbcs::AccessRequest& request, UseCaseContext& context);
[[nodiscard]] AccessPlan plan_read_switch_data(const gbcs::AccessRequest& request, UseCaseContext& context);
[[nodiscard]] AccessPlan plan_read_boost_data(const gbcs::AccessRequest& request, UseCaseContext& context);
[[nodiscard]] AccessPlan plan_set_labels(const gbcs::AccessRequest& request, UseCaseContext& context);
[[nodiscard]] AccessPlan plan_set_controller_state(const gbcs::AccessRequest& request,
                                                   UseCaseContext& context);
[[nodiscard]] AccessPlan plan_read_controller_configuration(const gbcs::AccessRequest& request,
                                                            UseCaseContext& context);
[[nodiscard]] AccessPlan plan_read_controller_operation(const gbcs::AccessRequest& request,
                                                        UseCaseContext& context);
[[nodiscard]] AccessPlan plan_set_calendar(const gbcs::AccessRequest& request, UseCaseContext& context);
[[nodiscard]] AccessPlan plan_set_offset_limit(const gbcs::AccessRequest& request, UseCaseContext& context);
[[nodiscard]] AccessPlan plan_read_switch_log(const gbcs::AccessRequest& request, UseCaseContext& context);
[[nodiscard]] AccessPlan plan_read_firmware(const gbcs::AccessRequest& request, UseCaseContext& context);

/// Runs the items in order until one fails; all later ones get the result that follows a failure.
/// Returns the encoded access response. Source: GBCS brief 5.1, row 12; the pattern of all 126 error
/// responses of RTDS.
[[nodiscard]] Bytes run(const std::vector<AccessItem>& items, std::uint32_t invoke_id,
                        const ResponseRules& rules);

}  // namespace enocheck::sim
