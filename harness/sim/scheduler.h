#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/clock.h"

namespace enocheck::sim {

/// One deterministic event queue with virtual time: events run in order of their time, then of their posting.
class Scheduler final : public Clock {
 public:
  using Action = std::function<void()>;
  using EventId = std::uint64_t;

  explicit Scheduler(Instant start) : now_(start) {}
  [[nodiscard]] Instant now() const override { return now_; }
  EventId at(Instant when, Action action);
  EventId after(Duration delay, Action action) { return at(now_ + delay, std::move(action)); }
  /// A cancelled event does not run; an id that ran already is ignored.
  void cancel(EventId id);
  /// Runs everything due up to `until`, then sets the time to it.
  void run_until(Instant until);
  /// When the next event is due; nothing if there is none.
  [[nodiscard]] std::optional<Instant> next_due() const {
    return queue_.empty() ? std::nullopt : std::optional(queue_.begin()->first.first);
  }
  /// Runs the next event if it is due by `limit`; false if there is none.
  bool run_next(Instant limit);

 private:
  Instant now_;
  EventId next_id_{};
  std::map<std::pair<Instant, EventId>, Action> queue_;
  std::map<EventId, Instant> times_;
};

/// The events that one object waits for; they go when it goes, so that a device without power does nothing.
class Timers {
 public:
  explicit Timers(Scheduler& scheduler) : scheduler_(&scheduler) {}
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;
  ~Timers() { clear(); }

  void at(Instant when, Scheduler::Action action);
  void after(Duration delay, Scheduler::Action action) { at(scheduler_->now() + delay, std::move(action)); }
  void clear();

 private:
  Scheduler* scheduler_;
  std::set<Scheduler::EventId> ids_;
};

}  // namespace enocheck::sim
