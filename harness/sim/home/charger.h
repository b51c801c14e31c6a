#pragma once

#include <memory>

#include "sim/link.h"
#include "sim/setup.h"

namespace enocheck::sim {

/// A load as it stands: what it is, and what its switch has done to it.
struct LoadState {
  LoadKind kind = LoadKind::None;
  unsigned nominal_watts = 0;
  bool powered = true;
  unsigned cuts = 0;  ///< how often its power was cut so far
};

/// What a conformant load decides.
class ChargerRules {
 public:
  ChargerRules() = default;
  ChargerRules(const ChargerRules&) = delete;
  ChargerRules& operator=(const ChargerRules&) = delete;
  virtual ~ChargerRules() = default;
  /// What the load draws, in watts: all of its nominal power while it has power, else nothing.
  [[nodiscard]] virtual unsigned watts(const LoadState& state) const;
};

/// An EV charger, or another load, behind one switch. It takes one octet: 1 power on, 0 power cut.
class Charger final : public OctetSink {
 public:
  Charger(const SwitchSetup& setup, bool powered, std::unique_ptr<ChargerRules> rules);
  void receive(const Eui64& device, ByteView octets) override;
  [[nodiscard]] unsigned watts() const { return rules_->watts(state_); }

 private:
  LoadState state_;
  std::unique_ptr<ChargerRules> rules_;
};

}  // namespace enocheck::sim
