#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "core/strong.h"
#include "crypto/certificate.h"
#include "sim/policy.h"

namespace enocheck::sim {

/// A set of remote party roles.
class Roles {
 public:
  constexpr Roles(std::initializer_list<crypto::RemotePartyRole> roles) {
    for (const auto role : roles) { bits_ |= bit(role); }
  }
  [[nodiscard]] constexpr bool contain(crypto::RemotePartyRole role) const {
    return (bits_ & bit(role)) != 0;
  }

 private:
  [[nodiscard]] static constexpr unsigned bit(crypto::RemotePartyRole role) {
    const auto number = static_cast<unsigned>(role);
    return number < 32 ? 1U << number : 0;
  }
  unsigned bits_ = 0;
};

/// What an ESME does for a message code; the ENO variants share a value with the use case that they replace.
enum class EsmeUseCase {
  SetOrResetSwitch,             ///< ECS47
  SetBoostFlags,                ///< ECS62
  ReadSwitchData,               ///< ECS61a
  ReadBoostData,                ///< ECS61c
  SetLabels,                    ///< ECS46a
  ReadFirmware,                 ///< ECS52
  SetCalendar,                  ///< ECS46c
  SetOffsetLimit,               ///< ECS38
  ReadSwitchLog,                ///< ECS35f
  ActivateFirmware,             ///< CS06
  SetControllerState,           ///< ECS47a
  ReadControllerConfiguration,  ///< ECS61d
  ReadControllerOperation,      ///< ECS61e
  Join,                         ///< CS03A1; at an HCALCS CS03A2
  Unjoin,                       ///< CS04AC
  KeepDeviceLog,                ///< CCS01, CCS02: at a Communications Hub
};

struct UseCaseRule {
  EsmeUseCase use_case = EsmeUseCase::SetOrResetSwitch;
  bool critical{};
  bool replay_protected{};
  Roles roles = {};
  bool answers_with_time = false;  ///< a date-time in the response's grouping header
};

/// What an ESME or HCALCS does for the codes of joins and unjoins; nothing for any other code.
/// Source: GBCS brief 4.0, 4.12; ENO variants: its open point 1, and Requirement 3.
[[nodiscard]] std::optional<UseCaseRule> join_use_case_rule(MessageCode code, std::string_view gbcs_version,
                                                            const Policy& policy);

/// What firmware of this GBCS version does for a code; nothing if it does not know the code.
/// Source: GBCS brief 2.1 and 4.0; ENO variants: open points 1 and 2.
[[nodiscard]] std::optional<UseCaseRule> use_case_rule(MessageCode code, std::string_view gbcs_version,
                                                       const Policy& policy);

}  // namespace enocheck::sim
