#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/testcase.h"
#include "engine/case_result.h"

namespace enocheck::engine {

/// A seeded defect, as the suite needs to know it.
struct SeededDefect {
  std::string id;
  std::string component;  ///< the hop that a killing case must name
  std::vector<std::string> breaks;
};

/// A case that failed on a target with a defect, and the hop that it named.
struct Notice {
  std::string testcase;
  std::optional<Hop> hop;
};

/// Which cases noticed a defect.
struct DefectResult {
  SeededDefect defect;
  std::vector<std::string> killed_by;  ///< failed, and named the component as hop; pass without the defect
  std::vector<Notice> noticed;         ///< failed at all
  std::size_t judged = 0;              ///< cases that were run and not skipped
  bool asked_all = false;              ///< not only up to the first kill
  /// More than 5 % of the cases notice it: it does not count. Known only if all cases were asked.
  [[nodiscard]] bool is_blunt() const;
  [[nodiscard]] bool killed() const { return !killed_by.empty() && !is_blunt(); }
};

struct KillOptions {
  bool full = false;  ///< all cases, not only up to the first kill
  std::function<bool()> interrupted;
};

/// Runs a case against a target with the defect; null is the conformant target.
using RunWithDefect = std::function<CaseResult(const catalogue::Testcase&, const SeededDefect*)>;

/// Runs cases against a defect, those that name it first, then those of the requirements that it breaks. A
/// case kills it if it fails at the defect's component and passes on the conformant target. Adds to what
/// `result` has: a defect may be run under several profiles.
void run_against(DefectResult& result, const std::vector<catalogue::Testcase>& cases,
                 const RunWithDefect& run, const KillOptions& options);

}  // namespace enocheck::engine
