#include "sim/esme/esme_state.h"

#include <algorithm>

namespace enocheck::sim {
namespace {

SwitchState installed_switch(const SwitchSetup& setup) {
  SwitchState state;
  state.kind = setup.kind;
  state.hcalcs = setup.hcalcs;
  state.is_joined = setup.han_status == HanStatus::Joined;
  state.label = setup.label;
  state.calendar_closed = setup.calendar_closed;
  state.boost_flag = setup.boost;
  return state;
}

}  // namespace

EsmeState installed_state(const MeterSetup& meter, const std::vector<TrustAnchor>& anchors) {
  EsmeState state;
  state.gbcs_version = meter.gbcs_version;
  state.firmware_version = meter.firmware_version;
  state.random_number = meter.random_number;
  state.has_boost_button = meter.has_boost_button;
  for (const auto& anchor : anchors) {
    state.anchors.push_back(
        {anchor.role, anchor.subject, copy_of(anchor.signing.point()), copy_of(anchor.agreement.point())});
  }
  std::transform(meter.switches.begin(), meter.switches.end(), state.switches.begin(), installed_switch);
  return state;
}

}  // namespace enocheck::sim
