#pragma once

#include <string>
#include <string_view>

#include "core/clock.h"
#include "report/run_record.h"

namespace enocheck::report {

/// What ends a line that is written over, on a terminal.
inline constexpr std::string_view kClearLine = "\r\x1b[K";

/// How far a run is, on one line of a terminal: share, verdicts so far, remaining time, the case at hand.
class ProgressBar {
 public:
  /// `clock` outlives the bar; null: no remaining time. `columns`: the terminal's width.
  ProgressBar(std::size_t total, const Clock* clock, std::size_t columns)
      : total_(total),
        clock_(clock),
        started_(clock == nullptr ? Instant{} : clock->now()),
        columns_(columns) {}

  void add(engine::Verdict verdict) { verdicts_.add(verdict); }
  /// The line, over the one before it, without a line end. `current` may be empty.
  [[nodiscard]] std::string line(std::string_view current) const;

 private:
  [[nodiscard]] std::string remaining(std::size_t done) const;

  std::size_t total_;
  const Clock* clock_;
  Instant started_;
  std::size_t columns_;
  Totals verdicts_;
};

}  // namespace enocheck::report
