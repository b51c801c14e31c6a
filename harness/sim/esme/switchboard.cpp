#include "sim/esme/switchboard.h"

#include <algorithm>

namespace enocheck::sim {
namespace {

using std::chrono::minutes;

/// An event that must go on is issued again this long before it lapses, so that the relay does not fall back.
constexpr auto kReissueBefore = minutes(1);
constexpr auto kLongestEvent = minutes(1440);
constexpr std::size_t kBoostLogEntries = 25;

template <class Entry>
void append_to_log(std::vector<Entry>& log, Entry entry, std::size_t limit) {
  if (log.size() >= limit) { log.erase(log.begin()); }
  log.push_back(std::move(entry));
}

std::uint16_t selector_of(const SwitchOrder& order) {
  const auto action = order.action == SwitchAction::Close  ? 0x11U
                      : order.action == SwitchAction::Open ? 0x12U
                                                           : 0x20U;
  return static_cast<std::uint16_t>((order.index + 1) << 8U | action);
}

/// 1 success, 2 failure; nothing for a status that is no outcome. Source: GBCS brief 5.8.
std::optional<std::uint8_t> outcome_of(EventStatus status) {
  switch (status) {
    case EventStatus::Received:
    case EventStatus::Started:
    case EventStatus::Completed: return 1;
    case EventStatus::UnknownEvent:
    case EventStatus::Rejected: return 2;
    case EventStatus::Cancelled:
    case EventStatus::Superseded: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Switchboard::Switchboard(EsmeState& state, const SwitchRules& rules, const SwitchOutputs& outputs,
                         Scheduler& scheduler)
    : state_(&state), rules_(&rules), outputs_(outputs), scheduler_(&scheduler), timers_(scheduler) {}

void Switchboard::start() {
  if (rules_->catches_up_with_calendar()) { follow_calendar(); }
  begin_and_end_what_is_due();
  for (std::size_t index = 0; index < state_->switches.size(); ++index) { settle(index, Issue::Always); }
  wait_for_next_end();
}

void Switchboard::set_override(const SwitchOrder& order, std::uint16_t minutes_, crypto::RemotePartyRole by,
                               OriginatorCounter counter) {
  auto& sw = state_->switches.at(order.index);
  const Override next{order.action == SwitchAction::Close,
                      rules_->end_of_override(scheduler_->now(), minutes_), by, counter};
  if (rules_->takes_effect(minutes_) && rules_->replaces(next, sw.override_)) {
    sw.override_ = next;
    settle(order.index, Issue::Always);
    wait_for_next_end();
  }
  log_order(order.index, selector_of(order));
}

void Switchboard::set_period(std::size_t index, Instant start, const Override& order,
                             std::uint16_t selector) {
  const auto now = scheduler_->now();
  auto& sw = state_->switches.at(index);
  if (now < order.until && rules_->replaces(order, sw.override_)) {
    const bool runs = start <= now;
    sw.override_ = runs ? std::optional(order) : std::nullopt;
    sw.pending = runs ? std::nullopt : std::optional(PendingOverride{start, order});
    settle(index, Issue::Always);
    wait_for_next_end();
  }
  log_order(index, selector);
}

void Switchboard::reset(std::size_t index, crypto::RemotePartyRole by) {
  auto& sw = state_->switches.at(index);
  if (rules_->reset_removes(sw.override_, by)) { sw.override_.reset(); }
  settle(index, Issue::IfNeeded);
  wait_for_next_end();
  log_order(index, selector_of({index, SwitchAction::Revert}));
}

void Switchboard::press_boost() {
  if (!rules_->has_boost_button(*state_)) { return; }
  const auto now = scheduler_->now();
  // A press during a boost prolongs it: the log gets one period from the first press on.
  state_->boost = BoostPeriod{state_->boost ? state_->boost->start : now, rules_->boost_end(now)};
  for (auto& sw : state_->switches) {
    if (rules_->boost_closes(sw) && !rules_->override_outlives_boost()) { sw.override_.reset(); }
  }
  tick();
}

void Switchboard::flags_changed() { tick(); }

void Switchboard::calendar_changed() { tick(); }

void Switchboard::receive_from_han(const Eui64& hcalcs, ByteView octets) {
  const auto is_bound = [&](const SwitchState& sw) {
    return sw.present() == SwitchKind::Hcalcs && sw.hcalcs == hcalcs;
  };
  auto* const bound = std::find_if(state_->switches.begin(), state_->switches.end(), is_bound);
  const auto frame = decode_frame_to_esme(octets);
  if (bound == state_->switches.end() || !frame) { return; }
  if (frame->request) {
    const auto index = static_cast<std::size_t>(bound - state_->switches.begin());
    send_event(*bound, is_commanded_closed(index), end_of_commanded(*bound));
    wait_for_next_end();
  }
  if (!frame->report) { return; }
  if (const auto outcome = outcome_of(frame->report->status)) {
    const auto number = static_cast<std::uint16_t>((bound - state_->switches.begin() + 1) << 8);
    log({scheduler_->now(), number, *outcome, frame->report->id});
  }
}

bool Switchboard::is_commanded_closed(std::size_t index) const {
  return rules_->commanded_closed(state_->switches.at(index), boost_runs());
}

bool Switchboard::is_shown_closed(std::size_t index) const {
  return rules_->shown_closed(state_->switches.at(index), is_commanded_closed(index));
}

void Switchboard::tick() {
  follow_calendar();
  begin_and_end_what_is_due();
  for (std::size_t index = 0; index < state_->switches.size(); ++index) { settle(index, Issue::IfNeeded); }
  wait_for_next_end();
}

void Switchboard::follow_calendar() {
  for (std::size_t index = 0; index < state_->switches.size(); ++index) {
    auto& sw = state_->switches.at(index);
    const auto closed = rules_->calendar_state(*state_, index, scheduler_->now());
    if (!closed || *closed == sw.calendar_closed) { continue; }
    if (sw.override_ && !rules_->follows_calendar_under_override()) { continue; }
    sw.calendar_closed = *closed;
    if (rules_->calendar_ends_override()) { sw.override_.reset(); }
  }
}

void Switchboard::begin_and_end_what_is_due() {
  const auto now = scheduler_->now();
  if (state_->boost && now >= state_->boost->end) {
    append_to_log(state_->boost_log, rules_->logged_boost(*state_->boost), kBoostLogEntries);
    state_->boost.reset();
  }
  for (auto& sw : state_->switches) {
    if (sw.pending && now >= sw.pending->start) {
      sw.override_ = sw.pending->then;
      sw.pending.reset();
    }
    if (sw.override_ && rules_->has_ended(*sw.override_, now)) { sw.override_.reset(); }
  }
}

void Switchboard::settle(std::size_t index, Issue issue) {
  auto& sw = state_->switches.at(index);
  const bool closed = is_commanded_closed(index);
  if (!rules_->drives(*state_, index)) { return; }
  switch (sw.present()) {
    case SwitchKind::None: return;
    case SwitchKind::Alcs:
      if (auto* const contact = outputs_.contacts.at(index)) { contact->set_closed(closed); }
      return;
    case SwitchKind::Hcalcs: return settle_hcalcs(sw, closed, issue);
  }
}

void Switchboard::settle_hcalcs(SwitchState& sw, bool closed, Issue issue) {
  const auto now = scheduler_->now();
  const bool event_runs = sw.issued && sw.issued->until > now;
  const auto end = end_of_commanded(sw);
  if (!end && closed) {  // an HCALCS without an event is closed by itself
    if (event_runs) { send_cancel(sw); }
    return sw.issued.reset();
  }
  const auto must_go_on = [&] { return !end || *end > sw.issued->until; };
  const bool lapses = !event_runs || (must_go_on() && sw.issued->until <= now + kReissueBefore);
  if (issue == Issue::Always || lapses || sw.issued->closed != closed) { send_event(sw, closed, end); }
}

std::optional<Instant> Switchboard::end_of_commanded(const SwitchState& sw) const {
  if (boost_runs() && rules_->boost_closes(sw)) { return state_->boost->end; }
  return sw.override_ ? std::optional(sw.override_->until) : std::nullopt;
}

void Switchboard::send_event(SwitchState& sw, bool closed, std::optional<Instant> end) {
  const auto now = scheduler_->now();
  state_->last_event_id = rules_->event_id(now, state_->last_event_id);
  const auto duration = rules_->event_minutes(end ? *end - now : Duration(kLongestEvent));
  sw.issued = IssuedEvent{state_->last_event_id, closed, now + minutes(duration)};
  outputs_.han->receive(sw.hcalcs, encode(LoadControlEvent{sw.issued->id, duration, closed}, sequence_++));
}

void Switchboard::send_cancel(SwitchState& sw) {
  outputs_.han->receive(sw.hcalcs, encode(CancelLoadControlEvent{sw.issued->id}, sequence_++));
}

std::optional<Instant> Switchboard::next_end() const {
  const auto now = scheduler_->now();
  std::optional<Instant> next;
  const auto consider = [&](Instant when) {
    if (when > now) { next = std::min(when, next.value_or(when)); }
  };
  if (state_->boost) { consider(state_->boost->end); }
  if (const auto look = rules_->next_look(*state_, now)) { consider(*look); }
  for (const auto& sw : state_->switches) {
    if (sw.override_) { consider(sw.override_->until); }
    if (sw.pending) { consider(sw.pending->start); }
    if (sw.issued) { consider(sw.issued->until - kReissueBefore); }
  }
  return next;
}

void Switchboard::wait_for_next_end() {
  timers_.clear();
  if (const auto next = next_end()) {
    timers_.at(*next, [this] { tick(); });
  }
}

void Switchboard::log_order(std::size_t index, std::uint16_t selector) {
  const auto& sw = state_->switches.at(index);
  const bool is_hcalcs = sw.present() == SwitchKind::Hcalcs;
  const std::uint8_t outcome = is_hcalcs ? 0 : 1;  // of an HCALCS nothing is known yet
  const auto han_command = sw.issued ? sw.issued->id : 0;
  log({scheduler_->now(), selector, outcome, han_command});
}

void Switchboard::log(const LogEntry& entry) {
  if (const auto logged = rules_->logged(entry)) { rules_->append(state_->event_log, *logged); }
}

}  // namespace enocheck::sim
