#include "sim/home/charger.h"

#include <utility>

#include "core/byte_writer.h"

namespace enocheck::sim {

unsigned ChargerRules::watts(const LoadState& state) const {
  const unsigned without_power = state.kind == LoadKind::SmartCharger ? state.reduced_watts : 0;
  return state.powered ? state.nominal_watts : without_power;
}

Charger::Charger(const SwitchSetup& setup, const Eui64& esme, unsigned index,
                 std::unique_ptr<ChargerRules> rules, OctetSink& feeder, Scheduler& scheduler)
    : state_{setup.load, setup.load_watts, setup.reduced_watts, setup.calendar_closed},
      reacts_in_(setup.reacts_in),
      esme_(esme),
      index_(index),
      rules_(std::move(rules)),
      feeder_(&feeder),
      timers_(scheduler) {}

void Charger::receive(const Eui64& /*device*/, ByteView octets) {
  if (octets.size() != 1) { return; }
  timers_.after(reacts_in_, [this, powered = octets.front() != 0] { set_powered(powered); });
}

void Charger::set_powered(bool powered) {
  const auto before = watts();
  rules_->note_switching(powered);
  state_.powered = powered;
  if (watts() == before) { return; }
  Bytes octets;
  ByteWriter(octets).u8(static_cast<std::uint8_t>(index_)).u32(watts());
  feeder_->receive(esme_, octets);
}

}  // namespace enocheck::sim
