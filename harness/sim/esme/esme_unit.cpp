#include "sim/esme/esme_unit.h"

#include <utility>

namespace enocheck::sim {

EsmeUnit::EsmeUnit(const Eui64& eui, DeviceKeys keys, Policy policy, std::unique_ptr<EsmeRules> rules,
                   const Esme::Surroundings& surroundings)
    : eui_(eui),
      keys_(std::move(keys)),
      policy_(std::move(policy)),
      rules_(std::move(rules)),
      surroundings_(surroundings),
      from_hub_([this](const Eui64& /*device*/, ByteView octets) {
        if (esme_) { esme_->receive_from_hub(octets); }
      }),
      from_han_([this](const Eui64& hcalcs, ByteView octets) {
        if (esme_) { esme_->receive_from_han(hcalcs, octets); }
      }) {}

Status EsmeUnit::install(const EsmeState& state) { return start(state); }

Status EsmeUnit::set_power(bool on) {
  if (on == is_powered()) { return {}; }
  if (!on) {
    memory_ = to_octets(esme_->state());
    esme_.reset();
    return {};
  }
  auto state = state_from_octets(memory_);
  if (!state) { return tl::unexpected<Error>(state.error()); }
  return start(rules_->after_power_loss(*std::move(state)));
}

void EsmeUnit::press_boost() {
  if (esme_) { esme_->press_boost(); }
}

Result<EsmeState> EsmeUnit::state() const {
  return esme_ ? Result<EsmeState>(esme_->state()) : state_from_octets(memory_);
}

Status EsmeUnit::start(EsmeState state) {
  auto esme = Esme::start(eui_, keys_, std::move(state), policy_, *rules_, surroundings_);
  if (!esme) { return tl::unexpected<Error>(esme.error()); }
  esme_ = *std::move(esme);
  return {};
}

}  // namespace enocheck::sim
