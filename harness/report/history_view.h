#pragma once

#include <string>
#include <vector>

#include "report/history.h"

namespace enocheck::report {

/// A case that failed, or was an error, in a run.
struct FailingCase {
  std::string testcase;
  std::string first;  ///< the first run in which it failed
  std::string
      since;  ///< the run since which it fails, with nothing but failures after it; empty: it does not now
  std::size_t runs = 0;  ///< in how many it failed
  std::string hop;       ///< of the last failure
  std::string reason;
};

/// A case whose verdict changed although nothing that was written down did: the case, the profile, the seed,
/// the version of enocheck.
struct FlakyCase {
  std::string testcase;
  std::size_t changes = 0;  ///< between two runs, one after the other
  Totals totals;
};

struct SlowCase {
  std::string testcase;
  std::size_t runs = 0;
  std::int64_t median_ms = 0;
  std::int64_t worst_ms = 0;
};

/// What a history says about one subject.
struct HistoryView {
  std::string file;
  Subject subject;
  std::vector<PastRun> runs;         ///< the oldest first
  std::vector<FailingCase> failing;  ///< those that fail now first
  std::vector<FlakyCase> flaky;      ///< those that changed most first
  std::vector<SlowCase> slowest;     ///< ten at most
  /// What else the file has, with the number of runs.
  std::vector<std::pair<Subject, std::size_t>> others;
};

/// Reads the newest `most` runs about `subject`. Errors: those of the file.
[[nodiscard]] Result<HistoryView> view_history(const History& history, const std::string& file,
                                               const Subject& subject, std::size_t most);

[[nodiscard]] std::string to_text(const HistoryView& view);
/// schemas/enocheck/history.schema.json
[[nodiscard]] std::string to_json(const HistoryView& view);
[[nodiscard]] std::string to_html(const HistoryView& view);

}  // namespace enocheck::report
