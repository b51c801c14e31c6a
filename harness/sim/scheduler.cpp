#include "sim/scheduler.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace enocheck::sim {

Scheduler::EventId Scheduler::at(Instant when, Action action) {
  const auto id = next_id_++;
  const auto due = std::max(when, now_);  // the past is over: what is late runs next
  queue_.emplace(std::pair(due, id), std::move(action));
  times_.emplace(id, due);
  return id;
}

void Scheduler::cancel(EventId id) {
  const auto time = times_.find(id);
  if (time == times_.end()) { return; }
  queue_.erase({time->second, id});
  times_.erase(time);
}

bool Scheduler::run_next(Instant limit) {
  if (queue_.empty() || queue_.begin()->first.first > limit) { return false; }
  auto event = queue_.extract(queue_.begin());
  times_.erase(event.key().second);
  now_ = event.key().first;
  event.mapped()();
  return true;
}

void Scheduler::run_until(Instant until) {
  while (run_next(until)) {}
  now_ = std::max(now_, until);
}

void Timers::clear() {
  for (const auto id : ids_) { scheduler_->cancel(id); }
  ids_.clear();
}

void Timers::at(Instant when, Scheduler::Action action) {
  // The id is known only after posting, and the action has to forget it when it runs.
  const auto id = std::make_shared<Scheduler::EventId>();
  *id = scheduler_->at(when, [this, id, action = std::move(action)] {
    ids_.erase(*id);
    action();
  });
  ids_.insert(*id);
}

}  // namespace enocheck::sim
