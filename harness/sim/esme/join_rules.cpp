#include "sim/esme/join_rules.h"

#include <algorithm>

namespace enocheck::sim {
namespace {

constexpr MessageCode kCs03a1{0x000D};

template <class Switches>
auto* find_in(Switches& switches, const Eui64& hcalcs) {
  const auto found = std::ranges::find_if(
      switches, [&](const SwitchState& sw) { return sw.kind == SwitchKind::Hcalcs && sw.hcalcs == hcalcs; });
  return found == switches.end() ? nullptr : &*found;
}

}  // namespace

SwitchState* find_hcalcs(EsmeState& state, const Eui64& hcalcs) { return find_in(state.switches, hcalcs); }
const SwitchState* find_hcalcs(const EsmeState& state, const Eui64& hcalcs) {
  return find_in(state.switches, hcalcs);
}

JoinResult JoinRules::examine_join(const JoinCommand& command, MessageCode code,
                                   const EsmeState& state) const {
  if (command.method_and_role > 3) { return JoinResult::InvalidMethodAndRole; }
  const bool initiates =
      command.method_and_role == static_cast<std::uint8_t>(MethodAndRole::MethodAInitiator);
  if (!initiates || (code != kCs03a1 && code != cs03a1_eno_)) { return JoinResult::InvalidMessageCode; }
  if (command.other_type != kJoinTypeHcalcs) { return JoinResult::IncompatibleWithExistingEntry; }
  const auto* const known = find_hcalcs(state, command.other_device);
  const bool is_joined = known != nullptr && known->is_joined;
  return is_joined ? JoinResult::IncompatibleWithExistingEntry : JoinResult::Success;
}

}  // namespace enocheck::sim
