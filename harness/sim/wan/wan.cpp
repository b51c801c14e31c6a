#include "sim/wan/wan.h"

#include <utility>

namespace enocheck::sim {

std::vector<Eui64> WanRules::destinations(const Eui64& device, const std::vector<Eui64>& /*attached*/) const {
  return {device};
}

unsigned WanRules::copies(Direction /*direction*/, ByteView /*octets*/) const { return 1; }

Duration WanRules::latency(Direction /*direction*/, ByteView /*octets*/, Duration nominal) const {
  return nominal;
}

Wan::Wan(Duration latency, std::unique_ptr<WanRules> rules, OctetSink& to_dsp, Scheduler& scheduler)
    : latency_(latency),
      rules_(std::move(rules)),
      to_dsp_(&to_dsp),
      timers_(scheduler),
      from_dsp_([this](const Eui64& device, ByteView octets) { carry_down(device, octets); }),
      from_hubs_(
          [this](const Eui64& device, ByteView octets) { carry(Direction::Up, device, octets, *to_dsp_); }) {}

void Wan::attach(const Eui64& device, OctetSink& to_hub) { hubs_[device] = &to_hub; }

void Wan::carry_down(const Eui64& device, ByteView octets) {
  std::vector<Eui64> attached;
  for (const auto& [eui, hub] : hubs_) { attached.push_back(eui); }
  for (const auto& destination : rules_->destinations(device, attached)) {
    const auto hub = hubs_.find(destination);
    if (hub != hubs_.end()) { carry(Direction::Down, destination, octets, *hub->second); }
  }
}

void Wan::carry(Direction direction, const Eui64& device, ByteView octets, OctetSink& to) {
  const auto latency = rules_->latency(direction, octets, latency_);
  for (unsigned copy = rules_->copies(direction, octets); copy > 0; --copy) {
    timers_.after(latency, [device, carried = copy_of(octets), &to] { to.receive(device, carried); });
  }
}

}  // namespace enocheck::sim
