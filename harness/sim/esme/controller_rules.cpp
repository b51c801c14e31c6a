#include "sim/esme/controller_rules.h"

#include "sim/esme/switch_rules.h"

namespace enocheck::sim {
namespace {

constexpr unsigned kOn = 100;
constexpr auto kLongestPeriod = std::chrono::hours(24);

}  // namespace

std::optional<ControllerOrder> ControllerRules::controller_order_of(std::uint16_t selector) const {
  const unsigned direction = selector >> 12U;
  const unsigned number = selector >> 8U & 0x0FU;
  const unsigned level = selector & 0xFFU;
  if ((direction != 1 && direction != 2) || number < 1 || number > 5 || level > kOn) { return std::nullopt; }
  return ControllerOrder{number - 1, direction == 2, level};
}

bool ControllerRules::takes_period(Instant start, Instant end) const {
  return start < end && end - start <= kLongestPeriod;
}

bool ControllerRules::closes_at(unsigned level) const { return level == kOn; }

std::uint8_t ControllerRules::result_of_level(const SwitchState& state, const ControllerOrder& order) const {
  if (state.present() == SwitchKind::None) { return kHardwareFault; }
  return order.input ? kOtherReason : kSuccess;
}

Instant ControllerRules::start_of_period(Instant start, Instant /*now*/) const { return start; }

Instant ControllerRules::end_of_period(Instant /*start*/, Instant end) const { return end; }

unsigned ControllerRules::shown_level(const SwitchState& /*state*/, bool commanded_closed) const {
  return commanded_closed ? kOn : 0;
}

}  // namespace enocheck::sim
