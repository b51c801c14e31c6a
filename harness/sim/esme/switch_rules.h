#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "sim/esme/calendar_rules.h"
#include "sim/esme/esme_state.h"
#include "sim/policy.h"

namespace enocheck::sim {

/// Result codes that the ESME gives. Source: GBCS brief 3.3.
inline constexpr std::uint8_t kSuccess = 0;
inline constexpr std::uint8_t kHardwareFault = 1;
inline constexpr std::uint8_t kTypeUnmatched = 12;
inline constexpr std::uint8_t kOtherReason = 250;

enum class SwitchAction { Close, Open, Revert };

/// What a script selector asks for: which of the five switches (0 to 4), and what of it.
struct SwitchOrder {
  std::size_t index{};
  SwitchAction action = SwitchAction::Revert;
  friend bool operator==(const SwitchOrder&, const SwitchOrder&) = default;
};

/// How a conformant ESME treats its switches, labels and boost button: one decision a function, each can be
/// replaced by itself. Source: GBCS brief 5.2, 5.3, 5.6.
class SwitchRules : public CalendarRules {
 public:
  explicit SwitchRules(const Policy& policy)
      : CalendarRules(policy),
        boost_period_(policy.boost_period),
        label_limit_(policy.label_limit),
        refuses_eno_close_(policy.device_refuses_eno_close),
        boost_cancels_override_(policy.boost_cancels_override),
        unix_event_ids_(policy.unix_event_ids) {}

  /// High octet n, low octet 11 close, 12 open, 20 revert; nothing for any other selector.
  [[nodiscard]] virtual std::optional<SwitchOrder> order_of(std::uint16_t selector) const;
  /// Script n drives switch n (0 to 4).
  [[nodiscard]] virtual std::size_t driven_by(std::size_t script) const;
  /// Another switch that moves as well: none.
  [[nodiscard]] virtual std::optional<std::size_t> drags_along(std::size_t /*script*/) const {
    return std::nullopt;
  }
  /// Is this switch told what holds? All that there are.
  [[nodiscard]] virtual bool drives(const EsmeState& /*state*/, std::size_t /*index*/) const { return true; }
  /// The action-result of an order for this switch: 1 (hardware fault) where there is none; 250 (other
  /// reason) for the network operator's "close" where the profile has the device refuse it (open point 3).
  [[nodiscard]] virtual std::uint8_t result_of(const SwitchState& state, SwitchAction action,
                                               crypto::RemotePartyRole by) const;
  /// No minutes: accepted, and nothing happens.
  [[nodiscard]] virtual bool takes_effect(std::uint16_t minutes) const;
  [[nodiscard]] virtual Instant end_of_override(Instant start, std::uint16_t minutes) const;
  /// What runs, if anything, is replaced, whoever sent it.
  [[nodiscard]] virtual bool replaces(const Override& next, const std::optional<Override>& running) const;
  /// A reset removes what runs, whoever sent it.
  [[nodiscard]] virtual bool reset_removes(const std::optional<Override>& running,
                                           crypto::RemotePartyRole by) const;
  [[nodiscard]] virtual bool has_ended(const Override& running, Instant now) const;
  /// Boost before override before calendar.
  [[nodiscard]] virtual bool commanded_closed(const SwitchState& state, bool boost_runs) const;
  /// Does a running boost close this switch?
  [[nodiscard]] virtual bool boost_closes(const SwitchState& state) const;
  /// What ECS61a tells of the switch.
  [[nodiscard]] virtual bool shown_closed(const SwitchState& state, bool commanded_closed) const;
  /// How many minutes of a commanded state one Load Control Event takes to an HCALCS: all of them, started
  /// minutes included, at most 1440.
  [[nodiscard]] virtual std::uint16_t event_minutes(Duration remaining) const;

  /// The id of a Load Control Event that is issued now; one more where a second has two events.
  [[nodiscard]] virtual std::uint32_t event_id(Instant now, std::uint32_t last) const;

  /// Does an override that still runs when a boost ends apply again?
  [[nodiscard]] virtual bool override_outlives_boost() const { return !boost_cancels_override_; }
  /// Does it play the boost function?
  [[nodiscard]] virtual bool has_boost_button(const EsmeState& state) const { return state.has_boost_button; }
  /// When a boost ends that is pressed now.
  [[nodiscard]] virtual Instant boost_end(Instant pressed) const;
  [[nodiscard]] virtual BoostPeriod logged_boost(const BoostPeriod& ran) const;
  /// Is this entry in a range that starts and ends as asked, both included?
  [[nodiscard]] virtual bool is_in_range(const BoostPeriod& entry, Instant from, Instant to) const;
  /// What goes to the event log for this entry; nothing: it is not logged.
  [[nodiscard]] virtual std::optional<LogEntry> logged(const LogEntry& entry) const { return entry; }
  [[nodiscard]] virtual bool is_in_log_range(const LogEntry& entry, Instant from, Instant to) const;
  /// The oldest entry goes when the log is full.
  virtual void append(std::vector<LogEntry>& log, const LogEntry& entry) const;
  virtual void write_boost_flag(EsmeState& state, std::size_t index, bool flag) const;

  /// The label to store for these octets, or nothing: 1 to 22 printable ASCII characters.
  [[nodiscard]] virtual std::optional<std::string> label_of(ByteView octets) const;
  /// The label that ECS61a tells: the one stored.
  [[nodiscard]] virtual std::string shown_label(const EsmeState& state, std::size_t index) const;
  virtual void write_label(EsmeState& state, std::size_t index, const std::string& label) const;

  /// What is left of the state when power comes back: all of it.
  [[nodiscard]] virtual EsmeState after_power_loss(EsmeState state) const;

 private:
  Duration boost_period_;
  std::size_t label_limit_;
  bool refuses_eno_close_;
  bool boost_cancels_override_;
  bool unix_event_ids_;
};

}  // namespace enocheck::sim
