#include "sim/dsp/anomaly_detection.h"

#include <algorithm>

namespace enocheck::sim {

AnomalyDetection::AnomalyDetection(const DspRules& rules, const std::vector<ThresholdSetup>& thresholds)
    : rules_(&rules) {
  for (const auto& threshold : thresholds) { counters_.push_back({.threshold = threshold}); }
}

bool AnomalyDetection::quarantines(const duis::RequestHeader& header, Instant now) {
  const auto is_broken = [&](Counter& counter) {
    auto& counted = counter.counted;
    std::erase_if(counted, [&](Instant at) { return !rules_->still_counts(at, now, counter.threshold); });
    return rules_->is_held_to(counter.threshold, header) &&
           rules_->is_excess(counted.size(), counter.threshold);
  };
  if (std::ranges::any_of(counters_, is_broken)) { return true; }
  count(header, now);
  return false;
}

void AnomalyDetection::count(const duis::RequestHeader& header, Instant now) {
  for (auto& counter : counters_) {
    if (rules_->counts_for(counter.threshold, header)) { counter.counted.push_back(now); }
  }
}

}  // namespace enocheck::sim
