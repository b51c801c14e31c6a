#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "sim/esme/esme_state.h"
#include "sim/esme/switch_rules.h"
#include "sim/home/contact.h"
#include "sim/home/zse_frame.h"
#include "sim/link.h"
#include "sim/scheduler.h"

namespace enocheck::sim {

/// What the switches of an ESME act on: for each ALCS its contacts, for HCALCS the HAN (frames go out with
/// the HCALCS's EUI-64).
struct SwitchOutputs {
  std::array<Contact*, 5> contacts{};  ///< null where the switch is no ALCS
  OctetSink* han = nullptr;
};

/// Brings what is commanded to the switches: boost before override before calendar, ends at their time, Load
/// Control Events for HCALCS, event log. Source: GBCS brief 5.2 to 5.4, 5.8.
class Switchboard {
 public:
  Switchboard(EsmeState& state, const SwitchRules& rules, const SwitchOutputs& outputs, Scheduler& scheduler);

  /// Catches up with what ended while there was no power, and tells every switch what holds now.
  void start();

  /// ECS47 close or open for `minutes`: replaces a running override. No minutes, no effect.
  void set_override(const SwitchOrder& order, std::uint16_t minutes, crypto::RemotePartyRole by,
                    OriginatorCounter counter);
  /// ECS47a: `order` holds from `start` on, now or later; it takes the place of the one period that the
  /// controller had. A period that is over has no effect. `selector` goes into the log.
  void set_period(std::size_t index, Instant start, const Override& order, std::uint16_t selector);
  /// ECS47 reset: back to the calendar at once.
  void reset(std::size_t index, crypto::RemotePartyRole by);
  void press_boost();
  /// After boost flags were written.
  void flags_changed();
  /// After the calendar, the offset or what the switches are bound to changed.
  void calendar_changed();
  /// A ZSE frame from an HCALCS; one that is not understood, or not from a bound one, is ignored.
  void receive_from_han(const Eui64& hcalcs, ByteView octets);

  [[nodiscard]] Instant now() const { return scheduler_->now(); }
  [[nodiscard]] bool is_commanded_closed(std::size_t index) const;
  /// What ECS61a tells of the switch.
  [[nodiscard]] bool is_shown_closed(std::size_t index) const;

 private:
  enum class Issue { IfNeeded, Always };

  [[nodiscard]] bool boost_runs() const { return state_->boost.has_value(); }
  /// Ends what is due, settles every switch, waits for the next end.
  void tick();
  void follow_calendar();
  void begin_and_end_what_is_due();
  void settle(std::size_t index, Issue issue);
  void settle_hcalcs(SwitchState& sw, bool closed, Issue issue);
  /// Until when the commanded state of this switch holds as far as is known; nothing: the calendar governs.
  [[nodiscard]] std::optional<Instant> end_of_commanded(const SwitchState& sw) const;
  void send_event(SwitchState& sw, bool closed, std::optional<Instant> end);
  void send_cancel(SwitchState& sw);
  void wait_for_next_end();
  [[nodiscard]] std::optional<Instant> next_end() const;
  void log_order(std::size_t index, std::uint16_t selector);
  void log(const LogEntry& entry);

  EsmeState* state_;
  const SwitchRules* rules_;
  SwitchOutputs outputs_;
  Scheduler* scheduler_;
  Timers timers_;
  std::uint8_t sequence_ = 0;
};

}  // namespace enocheck::sim
