#pragma once

#include <deque>
#include <set>
#include <utility>

#include "duis/service_request.h"

namespace enocheck::sim {

/// Which requests were accepted, so that a repetition is told from a new one. It remembers the last ones
/// alone: a simulator that serves for days does not grow.
class AcceptedRequests {
 public:
  static constexpr std::size_t kMost = 10'000;

  [[nodiscard]] bool contains(const duis::RequestId& id, duis::CommandVariant variant) const {
    return known_.contains({id, variant});
  }
  void add(const duis::RequestId& id, duis::CommandVariant variant) {
    const auto [at, is_new] = known_.emplace(id, variant);
    if (is_new) { order_.push_back(at); }
    if (order_.size() <= kMost) { return; }
    known_.erase(order_.front());
    order_.pop_front();
  }

 private:
  using Known = std::set<std::pair<duis::RequestId, duis::CommandVariant>>;
  Known known_;
  std::deque<Known::const_iterator> order_;  ///< the oldest first
};

}  // namespace enocheck::sim
