#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/run_record.h"

namespace enocheck::report {

/// What some commands took, in milliseconds: percentiles by nearest rank.
struct TimingSample {
  std::string_view what;  ///< "to-drop", "to-answer", or a hop
  std::size_t count = 0;
  std::int64_t p50 = 0;
  std::int64_t p95 = 0;
  std::int64_t p99 = 0;
  std::int64_t worst = 0;
  std::size_t within_limit = 0;   ///< 30 s
  std::size_t within_target = 0;  ///< 5 s
};
/// `values` in any order; not empty.
[[nodiscard]] TimingSample sample_of(std::string_view what, std::vector<std::int64_t> values,
                                     const RunInfo& run);

/// The share of all commands that are in time, of which one may be 95 % sure when `in_time` of `count` were
/// (one-sided Clopper and Pearson). Source: any textbook; 59 of 59 give 0.95.
[[nodiscard]] double proven_share(std::size_t in_time, std::size_t count);

/// What the commands of a run took, in milliseconds: from the request to the drop of the load (7.6), to the
/// answer at the user, and at each hop. Only of cases that passed: what a failed one shows is no response
/// time.
struct CommandTimes {
  std::vector<std::int64_t> to_drop;
  std::vector<std::int64_t> to_answer;
  std::map<engine::Hop, std::vector<std::int64_t>> hops;
};
[[nodiscard]] CommandTimes command_times(const RunRecord& record);

/// The same in percentiles.
struct TimingSummary {
  std::vector<TimingSample> whole;
  std::vector<TimingSample> hops;
};
[[nodiscard]] TimingSummary summarise_timing(const RunRecord& record);

/// A line a sample; says whether the latencies are simulated, and whether the sample is large enough for what
/// it seems to say.
[[nodiscard]] std::string timing_text(const RunRecord& record);

}  // namespace enocheck::report
