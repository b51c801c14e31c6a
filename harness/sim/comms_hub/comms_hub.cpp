#include "sim/comms_hub/comms_hub.h"

#include <utility>

namespace enocheck::sim {

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): named after the two sides of the hub
CommsHub::CommsHub(const HubRules& rules, OctetSink& to_device, OctetSink& to_wan)
    : rules_(&rules),
      to_device_(&to_device),
      to_wan_(&to_wan),
      from_wan_([this](const Eui64& device, ByteView octets) { pass(Direction::Down, device, octets); }),
      from_device_([this](const Eui64& device, ByteView octets) { pass(Direction::Up, device, octets); }) {}

void CommsHub::set_power(bool on) {
  is_powered_ = on && (is_powered_ || rules_->serves_after_power_loss());
  // Still without power, it keeps them again.
  for (const auto& kept : std::exchange(kept_, {})) { pass(kept.direction, kept.device, kept.octets); }
}

void CommsHub::pass(Direction direction, const Eui64& device, ByteView octets) {
  if (!is_powered_) {
    if (rules_->keeps_without_power(direction)) { kept_.push_back({direction, device, copy_of(octets)}); }
    return;
  }
  if (!rules_->forwards(direction, octets)) { return; }
  auto& next = direction == Direction::Down ? *to_device_ : *to_wan_;
  next.receive(device, rules_->carried(direction, octets));
}

}  // namespace enocheck::sim
