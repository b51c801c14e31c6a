#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "report/history.h"
#include "report/message_diff.h"
#include "report/rank_test.h"
#include "report/run_record.h"

namespace enocheck::report {

/// One side of a comparison: a run that is on disk, and what the history has besides.
struct ComparedRun {
  RunRecord record;
  std::filesystem::path folder;
  /// Runs of the history that asked the same in the same way, this one among them; the oldest first.
  std::vector<PastRun> alike;
};
/// Of `past`, the runs like `run` no later than it and, where `after` is given, later than that.
[[nodiscard]] std::vector<PastRun> runs_alike(const std::vector<PastRun>& past, const RunInfo& run,
                                              std::optional<Instant> after);
/// Did two runs ask the same in the same way? Only then do their times belong to one sample.
[[nodiscard]] bool is_alike(const RunInfo& a, const RunInfo& b);

struct VerdictChange {
  std::string testcase;
  std::optional<engine::Verdict> before;  ///< absent: that run did not have the case
  std::optional<engine::Verdict> after;
  std::string hop;     ///< of the second run, where it did not pass; else of the first
  std::string reason;  ///< the same
  std::optional<MessageDiff> evidence;
};

struct TimingChange {
  std::string what;    ///< "whole run", "area access", "request to drop of load"
  std::string sample;  ///< what was counted: "runs", "commands"
  RankTest test;       ///< milliseconds; `p` corrected for all that were made together
  [[nodiscard]] bool is_significant() const { return test.p && *test.p < 0.05; }
};

struct Comparison {
  RunInfo a;
  RunInfo b;
  Totals totals_a;
  Totals totals_b;
  std::vector<std::string>
      different;  ///< what the runs themselves differ in: "profile: before, then secmp0046"
  std::vector<VerdictChange> changes;  ///< by case id, with those that were asked for and did not change
  std::size_t changed = 0;
  std::size_t unchanged = 0;
  std::vector<TimingChange> timings;
  std::size_t evidence_left_out = 0;  ///< changes whose messages were not compared: too many
};

struct ComparisonOptions {
  std::vector<std::string>
      cases;  ///< compare the messages of these too, whether their verdict changed or not
  std::size_t most_evidence = 20;  ///< of how many changed cases messages are compared
};

/// Errors: Io for evidence that cannot be read.
[[nodiscard]] Result<Comparison> compare(const ComparedRun& a, const ComparedRun& b,
                                         const ComparisonOptions& options);

[[nodiscard]] std::string to_text(const Comparison& comparison);
/// schemas/enocheck/comparison.schema.json
[[nodiscard]] std::string to_json(const Comparison& comparison);
[[nodiscard]] std::string to_html(const Comparison& comparison);

}  // namespace enocheck::report
