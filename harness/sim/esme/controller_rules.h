#pragma once

#include <cstdint>
#include <optional>

#include "sim/esme/esme_state.h"

namespace enocheck::sim {

/// What the script selector of ECS47a asks for.
struct ControllerOrder {
  std::size_t index{};  ///< 0 to 4
  bool input{};         ///< the level is meant for what comes from the load, not for what goes to it
  unsigned level{};     ///< per cent
  friend bool operator==(const ControllerOrder&, const ControllerOrder&) = default;
};

/// How an ESME of GBCS 4 treats its auxiliary controllers: one decision a function, each can be replaced by
/// itself. Source: GBCS brief 4.2, 4.7.
class ControllerRules {
 public:
  ControllerRules() = default;
  ControllerRules(const ControllerRules&) = delete;
  ControllerRules& operator=(const ControllerRules&) = delete;
  virtual ~ControllerRules() = default;

  /// High nibble 1 output, 2 input; controller 1 to 5; level 0 to 100. Nothing for any other selector.
  [[nodiscard]] virtual std::optional<ControllerOrder> controller_order_of(std::uint16_t selector) const;
  /// A period ends after it starts, and at most 24 hours later.
  [[nodiscard]] virtual bool takes_period(Instant start, Instant end) const;
  /// What stands for a switch that is only on or off: 100 is on, anything else off.
  [[nodiscard]] virtual bool closes_at(unsigned level) const;
  /// The action-result: 1 (hardware fault) where no controller is; 250 (other reason) for the input of a
  /// controller that has none, as no switch has.
  [[nodiscard]] virtual std::uint8_t result_of_level(const SwitchState& state,
                                                     const ControllerOrder& order) const;
  /// When the order begins and ends to hold.
  [[nodiscard]] virtual Instant start_of_period(Instant start, Instant now) const;
  [[nodiscard]] virtual Instant end_of_period(Instant start, Instant end) const;
  /// What ECS61e tells of a switch: 100 where it is on.
  [[nodiscard]] virtual unsigned shown_level(const SwitchState& state, bool commanded_closed) const;
};

}  // namespace enocheck::sim
