#pragma once

#include <vector>

#include "sim/comms_hub/hub_rules.h"
#include "sim/link.h"

namespace enocheck::sim {

/// A Communications Hub: the way between the WAN and the devices of one HAN. It does not look into messages.
class CommsHub {
 public:
  /// All outlive it.
  CommsHub(const HubRules& rules, OctetSink& to_device, OctetSink& to_wan);

  [[nodiscard]] OctetSink& from_wan() { return from_wan_; }
  [[nodiscard]] OctetSink& from_device() { return from_device_; }
  void set_power(bool on);
  /// Does the WAN get octets to it at this moment?
  [[nodiscard]] bool takes_from_wan() const {
    return is_powered_ || rules_->keeps_without_power(Direction::Down);
  }

 private:
  struct Kept {
    Direction direction;
    Eui64 device;
    Bytes octets;
  };
  void pass(Direction direction, const Eui64& device, ByteView octets);

  const HubRules* rules_;
  OctetSink* to_device_;
  OctetSink* to_wan_;
  bool is_powered_ = true;
  std::vector<Kept> kept_;
  Inlet from_wan_;
  Inlet from_device_;
};

}  // namespace enocheck::sim
