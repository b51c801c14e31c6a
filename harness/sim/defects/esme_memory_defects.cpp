// ESMEs that forget something when they lose power.
#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

/// Loses what `forget` removes from the state.
template <void (*forget)(EsmeState&)>
class Forgets final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] EsmeState after_power_loss(EsmeState state) const override {
    forget(state);
    return state;
  }
};

void forget_overrides(EsmeState& state) {
  for (auto& sw : state.switches) { sw.override_.reset(); }
}
void forget_counters(EsmeState& state) { state.execution_counters.clear(); }
void forget_labels(EsmeState& state) {
  for (auto& sw : state.switches) { sw.label.clear(); }
}
void forget_boost_flags(EsmeState& state) {
  for (auto& sw : state.switches) { sw.boost_flag = false; }
}
/// Not forgetting but the contrary: a cut adds half an hour.
void prolong_overrides(EsmeState& state) {
  for (auto& sw : state.switches) {
    if (sw.override_) { sw.override_->until += std::chrono::minutes(30); }
  }
}
void forget_running_boost(EsmeState& state) { state.boost.reset(); }
void forget_boost_log(EsmeState& state) { state.boost_log.clear(); }

template <void (*forget)(EsmeState&)>
Defect defect(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "esme", std::move(breaks), description, &make<EsmeParts<Forgets<forget>>>};
}

}  // namespace

std::vector<Defect> esme_memory_defects() {
  return {
      defect<forget_overrides>("esme.forgets-override-on-power-loss", {"CTL-12"},
                               "is back at the calendar after a power cut"),
      defect<prolong_overrides>("esme.prolongs-override-at-power-loss", {"CTL-12", "TIM-7"},
                                "goes on with an override for longer after a power cut"),
      defect<forget_counters>("esme.forgets-counters-on-power-loss", {"SEC-3", "CTL-12"},
                              "accepts old counters after a power cut"),
      defect<forget_labels>("esme.forgets-labels-on-power-loss", {"LBL-1", "CTL-12"},
                            "has no labels after a power cut"),
      defect<forget_boost_flags>("esme.forgets-boost-flags-on-power-loss", {"BST-1", "CTL-12"},
                                 "has no boost associations after a power cut"),
      defect<forget_running_boost>("esme.forgets-boost-on-power-loss", {"BST-2", "CTL-12"},
                                   "a power cut ends a boost"),
      defect<forget_boost_log>("esme.forgets-boost-log-on-power-loss", {"BST-7", "CTL-12"},
                               "has an empty boost log after a power cut"),
  };
}

}  // namespace enocheck::sim
