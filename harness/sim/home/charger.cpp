#include "sim/home/charger.h"

#include <utility>

namespace enocheck::sim {

unsigned ChargerRules::watts(const LoadState& state) const { return state.powered ? state.nominal_watts : 0; }

Charger::Charger(const SwitchSetup& setup, bool powered, std::unique_ptr<ChargerRules> rules)
    : state_{setup.load, setup.load == LoadKind::None ? 0 : setup.load_watts, powered, 0},
      rules_(std::move(rules)) {}

void Charger::receive(const Eui64& /*device*/, ByteView octets) {
  if (octets.size() != 1) { return; }
  const bool powered = octets.front() != 0;
  if (state_.powered && !powered) { ++state_.cuts; }
  state_.powered = powered;
}

}  // namespace enocheck::sim
