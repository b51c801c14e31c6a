#pragma once

#include <deque>
#include <vector>

#include "sim/dsp/rules.h"
#include "sim/setup.h"

namespace enocheck::sim {

/// Counts what each user sends against the thresholds that it has set, and says what is in excess of them.
/// Only what is let through is counted. Source: DUIS brief 7.4.
class AnomalyDetection {
 public:
  /// `rules` outlive it.
  AnomalyDetection(const DspRules& rules, const std::vector<ThresholdSetup>& thresholds);

  /// True for a request that would break a threshold; else it counts.
  [[nodiscard]] bool quarantines(const duis::RequestHeader& header, Instant now);
  /// Counts a request that goes no further.
  void count(const duis::RequestHeader& header, Instant now);

 private:
  struct Counter {
    ThresholdSetup threshold;
    std::deque<Instant> counted{};
  };

  const DspRules* rules_;
  std::vector<Counter> counters_;
};

}  // namespace enocheck::sim
