#pragma once

#include <memory>
#include <optional>

#include "sim/home/contact.h"
#include "sim/home/zse_frame.h"
#include "sim/link.h"
#include "sim/scheduler.h"

namespace enocheck::sim {

/// What a conformant HCALCS decides. Source: GBCS brief 5.8.
class HcalcsRules {
 public:
  HcalcsRules() = default;
  HcalcsRules(const HcalcsRules&) = delete;
  HcalcsRules& operator=(const HcalcsRules&) = delete;
  virtual ~HcalcsRules() = default;

  /// Take frames of load control? Only once it was told to join an ESME.
  [[nodiscard]] virtual bool listens(bool is_joined) const { return is_joined; }
  /// Carry this event out? `running` is the one that it would supersede, or null.
  [[nodiscard]] virtual bool executes(const LoadControlEvent& event, const LoadControlEvent* running) const;
  /// Are the contacts closed by this event?
  [[nodiscard]] virtual bool closes(const LoadControlEvent& event, const LoadControlEvent* running) const;
  /// How long the event runs; nothing if it never ends.
  [[nodiscard]] virtual std::optional<Duration> duration_of(const LoadControlEvent& event) const;
  /// End `running` for this cancel?
  [[nodiscard]] virtual bool cancels(const CancelLoadControlEvent& cancel,
                                     const LoadControlEvent& running) const;
  /// Tell the ESME what became of an event?
  [[nodiscard]] virtual bool reports(EventStatus status) const;
  /// Ask the ESME for the state when power is back?
  [[nodiscard]] virtual bool asks_after_power_loss() const;
  /// Where the contacts go when no event runs.
  [[nodiscard]] virtual bool is_closed_by_default() const;
};

/// A HAN Connected Auxiliary Load Control Switch. It remembers nothing without power: on return it asks the
/// ESME for its state, and if no answer comes goes to its default.
class Hcalcs final : public OctetSink {
 public:
  enum class Start { Installed, PowerRestored };

  /// `contact`, `to_esme` and `rules` outlive it.
  Hcalcs(const Eui64& eui, const HcalcsRules& rules, Contact& contact, OctetSink& to_esme,
         Scheduler& scheduler, Start start);
  /// A ZSE frame from the ESME; one that is not understood is ignored.
  void receive(const Eui64& device, ByteView octets) override;

 private:
  void execute(const LoadControlEvent& event);
  void cancel(const CancelLoadControlEvent& cancel);
  /// The running event is over; the contacts go to their default.
  void end(EventStatus status);
  void report(std::uint32_t id, EventStatus status);
  void send(const Bytes& frame) { to_esme_->receive(eui_, frame); }

  Eui64 eui_;
  const HcalcsRules* rules_;
  Contact* contact_;
  OctetSink* to_esme_;
  Timers timers_;
  std::optional<LoadControlEvent> running_;
  std::uint8_t sequence_{};
};

}  // namespace enocheck::sim
