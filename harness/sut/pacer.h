#pragma once

#include <algorithm>

#include "core/clock.h"

namespace enocheck::sut {

/// Spreads calls to a system that others use too: so many a second at most, evenly.
class Pacer {
 public:
  /// `per_second`: 0 for no limit.
  explicit Pacer(unsigned per_second)
      : gap_(per_second == 0 ? Duration::zero() : Duration(std::chrono::seconds(1)) / per_second) {}

  /// How long the call that is about to be made has to wait; counts it as made then.
  [[nodiscard]] Duration wait(Instant now) {
    const auto at = std::max(now, next_);
    next_ = at + gap_;
    return at - now;
  }

 private:
  Duration gap_;
  Instant next_{};
};

}  // namespace enocheck::sut
