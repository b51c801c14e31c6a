#pragma once

#include <algorithm>

#include "core/strong.h"

namespace enocheck::user {

/// The originator counters of one user, in order: each is handed out once. Cases that run at the same time
/// share one, since counters rise strictly per originator, whatever the target (DUIS brief 3.7).
class CounterSequence {
 public:
  explicit CounterSequence(OriginatorCounter first) : next_(first) {}

  [[nodiscard]] OriginatorCounter next() {
    const auto counter = next_;
    next_ = OriginatorCounter{counter.value() + 1};
    return counter;
  }
  /// From now on none comes that is below this one.
  void go_on_from(OriginatorCounter least) { next_ = std::max(next_, least); }

 private:
  OriginatorCounter next_;
};

}  // namespace enocheck::user
