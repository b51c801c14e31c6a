#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/result.h"

namespace enocheck {

using Duration = std::chrono::milliseconds;
/// UTC, in milliseconds.
using Instant = std::chrono::sys_time<Duration>;

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// A clock that moves only when told to.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start = Instant{}) : now_(start) {}
  [[nodiscard]] Instant now() const override { return now_; }
  void advance(Duration by) { now_ += by; }
  void set(Instant to) { now_ = to; }

 private:
  Instant now_;
};

/// `2026-01-01T00:00:00.000Z`
[[nodiscard]] std::string to_iso8601(Instant instant);
/// Reads an xs:dateTime: with `Z`, an offset, or no zone (taken as UTC); fractions beyond milliseconds are
/// cut.
[[nodiscard]] Result<Instant> parse_iso8601(std::string_view text);
/// Reads an xs:duration of days, hours, minutes and seconds: `PT30S`, `PT1H30M`, `P1DT0.5S`.
[[nodiscard]] Result<Duration> parse_duration(std::string_view text);
/// `PT1H30M`, `PT0.250S`
[[nodiscard]] std::string to_iso8601(Duration duration);

}  // namespace enocheck
