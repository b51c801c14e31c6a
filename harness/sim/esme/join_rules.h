#pragma once

#include "sim/esme/esme_state.h"
#include "sim/join_command.h"
#include "sim/policy.h"

namespace enocheck::sim {

/// How a conformant ESME joins and unjoins: one decision a function. Source: GBCS brief 4.12.
class JoinRules {
 public:
  explicit JoinRules(const Policy& policy) : cs03a1_eno_(policy.cs03a1_eno) {}
  JoinRules(const JoinRules&) = delete;
  JoinRules& operator=(const JoinRules&) = delete;
  virtual ~JoinRules() = default;

  /// What a join comes to before the other device is asked: Success where it may go on. A meter initiates, by
  /// CS03A1, and joins an HCALCS that it has not joined yet.
  [[nodiscard]] virtual JoinResult examine_join(const JoinCommand& command, MessageCode code,
                                                const EsmeState& state) const;
  /// Is a join kept before the other device has answered?
  [[nodiscard]] virtual bool joins_without_answer() const { return false; }
  /// Is an unjoined device forgotten, with all that was commanded to it?
  [[nodiscard]] virtual bool forgets_unjoined() const { return true; }

 private:
  MessageCode cs03a1_eno_;
};

/// The switch of this HCALCS; null if it is no switch's.
[[nodiscard]] SwitchState* find_hcalcs(EsmeState& state, const Eui64& hcalcs);
[[nodiscard]] const SwitchState* find_hcalcs(const EsmeState& state, const Eui64& hcalcs);

}  // namespace enocheck::sim
