#pragma once

#include <memory>
#include <vector>

#include "sim/link.h"

namespace enocheck::sim {

/// What a conformant Communications Hub decides.
class HubRules {
 public:
  HubRules() = default;
  HubRules(const HubRules&) = delete;
  HubRules& operator=(const HubRules&) = delete;
  virtual ~HubRules() = default;

  [[nodiscard]] virtual bool forwards(Direction direction, ByteView octets) const;
  /// The octets that go on: as they came.
  [[nodiscard]] virtual Bytes carried(Direction direction, ByteView octets) const;
  /// What comes while there is no power is lost; does it come after all when power is back?
  [[nodiscard]] virtual bool keeps_without_power(Direction direction) const;
  /// Does it serve again when power is back?
  [[nodiscard]] virtual bool serves_after_power_loss() const;
};

/// A Communications Hub: the way between the WAN and the devices of one HAN. It does not look into messages.
class CommsHub {
 public:
  CommsHub(std::unique_ptr<HubRules> rules, OctetSink& to_device, OctetSink& to_wan);

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

  std::unique_ptr<HubRules> rules_;
  OctetSink* to_device_;
  OctetSink* to_wan_;
  bool is_powered_ = true;
  std::vector<Kept> kept_;
  Inlet from_wan_;
  Inlet from_device_;
};

}  // namespace enocheck::sim
