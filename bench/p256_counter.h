#pragma once

#include <chrono>
#include <cstdint>

namespace enocheck::bench {

/// Time that this thread had the processor: what others on the machine take does not count.
struct ThreadClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<ThreadClock>;
  static constexpr bool is_steady = true;
  [[nodiscard]] static time_point now();
};

/// P-256 operations of this process since the last reset: how many, and how long they took in all.
/// The benchmark's executable puts itself between every caller (xmlsec1 included) and OpenSSL; the product
/// has no counters.
struct Operations {
  std::uint64_t count = 0;
  std::chrono::nanoseconds time{};
};
struct P256Count {
  Operations sign;
  Operations verify;
  Operations derive;
};
[[nodiscard]] const P256Count& p256_count();
void reset_p256_count();

/// What one operation costs at the least on this machine now: OpenSSL called in a loop with a context that is
/// ready.
struct P256Cost {
  double sign_us = 0;
  double verify_us = 0;
  double derive_us = 0;
};
[[nodiscard]] P256Cost measure_p256(unsigned rounds);

}  // namespace enocheck::bench
