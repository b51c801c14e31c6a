#include "sim/home/hcalcs.h"

namespace enocheck::sim {
namespace {

/// How long an HCALCS waits for the ESME's answer before it goes to its default (its contacts stay open
/// meanwhile).
constexpr auto kAnswerWait = std::chrono::seconds(10);

}  // namespace

bool HcalcsRules::executes(const LoadControlEvent& /*event*/, const LoadControlEvent* /*running*/) const {
  return true;
}

std::optional<Duration> HcalcsRules::duration_of(const LoadControlEvent& event) const {
  return std::chrono::minutes(event.minutes);
}

bool HcalcsRules::cancels(const CancelLoadControlEvent& cancel, const LoadControlEvent& running) const {
  return cancel.id == running.id;
}

bool HcalcsRules::closes(const LoadControlEvent& event, const LoadControlEvent* /*running*/) const {
  return event.closed;
}
bool HcalcsRules::reports(EventStatus /*status*/) const { return true; }
bool HcalcsRules::asks_after_power_loss() const { return true; }
bool HcalcsRules::is_closed_by_default() const { return true; }

Hcalcs::Hcalcs(const Eui64& eui, const HcalcsRules& rules, Contact& contact, OctetSink& to_esme,
               Scheduler& scheduler, Start start)
    : eui_(eui), rules_(&rules), contact_(&contact), to_esme_(&to_esme), timers_(scheduler) {
  if (start == Start::Installed) { return; }
  if (!rules_->asks_after_power_loss()) {
    contact_->set_closed(rules_->is_closed_by_default());
    return;
  }
  contact_->set_closed(false);
  send(encode(GetScheduledEvents{}, sequence_++));
  timers_.after(kAnswerWait, [this] { contact_->set_closed(rules_->is_closed_by_default()); });
}

void Hcalcs::receive(const Eui64& /*device*/, ByteView octets) {
  const auto frame = decode_frame_to_hcalcs(octets);
  if (!frame) { return; }
  if (frame->event) { execute(*frame->event); }
  if (frame->cancel) { cancel(*frame->cancel); }
}

void Hcalcs::execute(const LoadControlEvent& event) {
  if (!rules_->executes(event, running_ ? &*running_ : nullptr)) {
    report(event.id, EventStatus::Rejected);
    return;
  }
  if (running_) { report(running_->id, EventStatus::Superseded); }
  timers_.clear();  // the end of the event before, or the wait for an answer
  contact_->set_closed(rules_->closes(event, running_ ? &*running_ : nullptr));
  running_ = event;
  report(event.id, EventStatus::Started);
  if (const auto duration = rules_->duration_of(event)) {
    timers_.after(*duration, [this] { end(EventStatus::Completed); });
  }
}

void Hcalcs::cancel(const CancelLoadControlEvent& cancel) {
  if (!running_ || !rules_->cancels(cancel, *running_)) {
    report(cancel.id, EventStatus::UnknownEvent);
    return;
  }
  timers_.clear();
  end(EventStatus::Cancelled);
}

void Hcalcs::end(EventStatus status) {
  const auto id = running_->id;
  running_.reset();
  contact_->set_closed(rules_->is_closed_by_default());
  report(id, status);
}

void Hcalcs::report(std::uint32_t id, EventStatus status) {
  if (rules_->reports(status)) { send(encode(ReportEventStatus{id, status}, sequence_++)); }
}

}  // namespace enocheck::sim
