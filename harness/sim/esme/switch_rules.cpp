#include "sim/esme/switch_rules.h"

#include <algorithm>
#include <utility>

#include "gbcs/cosem_time.h"

namespace enocheck::sim {
namespace {

constexpr std::int64_t kLongestEvent = 1440;
constexpr std::size_t kEventLogEntries = 100;

}  // namespace

std::optional<SwitchOrder> SwitchRules::order_of(std::uint16_t selector) const {
  const std::size_t number = selector >> 8U;
  if (number < 1 || number > 5) { return std::nullopt; }
  switch (selector & 0xFFU) {
    case 0x11: return SwitchOrder{number - 1, SwitchAction::Close};
    case 0x12: return SwitchOrder{number - 1, SwitchAction::Open};
    case 0x20: return SwitchOrder{number - 1, SwitchAction::Revert};
    default: return std::nullopt;
  }
}

std::size_t SwitchRules::driven_by(std::size_t script) const { return script; }

std::uint8_t SwitchRules::result_of(const SwitchState& state, SwitchAction action,
                                    crypto::RemotePartyRole by) const {
  const bool is_eno_close = action == SwitchAction::Close && by == crypto::RemotePartyRole::NetworkOperator;
  if (is_eno_close && refuses_eno_close_) { return kOtherReason; }
  return state.present() == SwitchKind::None ? kHardwareFault : kSuccess;
}

bool SwitchRules::takes_effect(std::uint16_t minutes) const { return minutes != 0; }

Instant SwitchRules::end_of_override(Instant start, std::uint16_t minutes) const {
  return start + std::chrono::minutes(minutes);
}

bool SwitchRules::replaces(const Override& /*next*/, const std::optional<Override>& /*running*/) const {
  return true;
}

bool SwitchRules::reset_removes(const std::optional<Override>& /*running*/,
                                crypto::RemotePartyRole /*by*/) const {
  return true;
}

bool SwitchRules::has_ended(const Override& running, Instant now) const { return now >= running.until; }

bool SwitchRules::commanded_closed(const SwitchState& state, bool boost_runs) const {
  if (boost_runs && boost_closes(state)) { return true; }
  return state.override_ ? state.override_->closed : state.calendar_closed;
}

bool SwitchRules::boost_closes(const SwitchState& state) const { return state.boost_flag; }

bool SwitchRules::shown_closed(const SwitchState& state, bool commanded_closed) const {
  return state.present() != SwitchKind::None && commanded_closed;
}

std::uint16_t SwitchRules::event_minutes(Duration remaining) const {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(remaining).count();
  return static_cast<std::uint16_t>(std::clamp<std::int64_t>(minutes, 1, kLongestEvent));
}

std::uint32_t SwitchRules::event_id(Instant now, std::uint32_t last) const {
  const auto since_1970 = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  const auto seconds = unix_event_ids_ ? static_cast<std::uint32_t>(since_1970) : gbcs::to_utc_seconds(now);
  return std::max(seconds, last + 1);
}

Instant SwitchRules::boost_end(Instant pressed) const { return pressed + boost_period_; }

BoostPeriod SwitchRules::logged_boost(const BoostPeriod& ran) const { return ran; }

bool SwitchRules::is_in_range(const BoostPeriod& entry, Instant from, Instant to) const {
  return from <= entry.start && entry.start <= to;
}

bool SwitchRules::is_in_log_range(const LogEntry& entry, Instant from, Instant to) const {
  return from <= entry.at && entry.at <= to;
}

void SwitchRules::append(std::vector<LogEntry>& log, const LogEntry& entry) const {
  if (log.size() >= kEventLogEntries) { log.erase(log.begin()); }
  log.push_back(entry);
}

void SwitchRules::write_boost_flag(EsmeState& state, std::size_t index, bool flag) const {
  state.switches.at(index).boost_flag = flag;
}

std::optional<std::string> SwitchRules::label_of(ByteView octets) const {
  if (octets.empty() || octets.size() > label_limit_) { return std::nullopt; }
  const auto is_printable = [](std::uint8_t octet) { return octet >= 0x20 && octet <= 0x7E; };
  if (!std::all_of(octets.begin(), octets.end(), is_printable)) { return std::nullopt; }
  return std::string(text_of(octets));
}

std::string SwitchRules::shown_label(const EsmeState& state, std::size_t index) const {
  return state.switches.at(index).label;
}

void SwitchRules::write_label(EsmeState& state, std::size_t index, const std::string& label) const {
  state.switches.at(index).label = label;
}

EsmeState SwitchRules::after_power_loss(EsmeState state) const { return state; }

}  // namespace enocheck::sim
