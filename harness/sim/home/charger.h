#pragma once

#include <memory>

#include "sim/link.h"
#include "sim/scheduler.h"
#include "sim/setup.h"

namespace enocheck::sim {

/// A load as it stands: what it is, and what its switch has done to it.
struct LoadState {
  LoadKind kind = LoadKind::None;
  unsigned nominal_watts{};
  unsigned reduced_watts{};  ///< of a smart charger
  bool powered{};            ///< of a smart charger: the signal says "charge"
};

/// What a conformant load decides.
class ChargerRules {
 public:
  ChargerRules() = default;
  ChargerRules(const ChargerRules&) = delete;
  ChargerRules& operator=(const ChargerRules&) = delete;
  virtual ~ChargerRules() = default;
  /// What the load draws, in watts: all of its nominal power while it has power, else nothing; a smart
  /// charger reduces where others are cut.
  [[nodiscard]] virtual unsigned watts(const LoadState& state) const;
  /// What its switch does to it, each time: nothing that a conformant load remembers.
  virtual void note_switching(bool /*powered*/) {}
};

/// An EV charger, or another load, behind one switch. It takes one octet: 1 power on, 0 power cut; and tells
/// the feeder what it draws, each time that this changes: the octet of its switch (1 to 5), then four of
/// watts.
class Charger final : public OctetSink {
 public:
  /// `feeder` gets octets with the EUI-64 of the premises' ESME; it outlives the charger.
  Charger(const SwitchSetup& setup, const Eui64& esme, unsigned index, std::unique_ptr<ChargerRules> rules,
          OctetSink& feeder, Scheduler& scheduler);
  void receive(const Eui64& device, ByteView octets) override;
  [[nodiscard]] unsigned watts() const { return rules_->watts(state_); }

 private:
  void set_powered(bool powered);

  LoadState state_;
  Duration reacts_in_;
  Eui64 esme_;
  unsigned index_;
  std::unique_ptr<ChargerRules> rules_;
  OctetSink* feeder_;
  Timers timers_;
};

}  // namespace enocheck::sim
