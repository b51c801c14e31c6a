#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/run_record.h"

namespace enocheck::report {

/// What judging the evidence of a case again has come to.
enum class Outcome {
  Stands,   ///< the same verdict, at the same hop
  Changed,  ///< another verdict, or another hop
  Unjudged  ///< the evidence does not tell what today's case asks, or cannot be read
};
/// "stands", "changed", "unjudged"
[[nodiscard]] std::string_view name_of(Outcome outcome);

/// A case as it was judged and as it is.
struct RejudgedCase {
  CaseRecord then;
  CaseRecord today;

  /// Nobody asked the target again: what is inconclusive and was not is for want of evidence.
  [[nodiscard]] Outcome outcome() const;
};

/// A run and what today's suite says of it.
struct Rejudgement {
  RunInfo then;
  RunInfo today;
  std::vector<RejudgedCase> cases;

  [[nodiscard]] std::size_t count(Outcome outcome) const;
  /// What is another today than then and may be the cause of a change, a sentence each; of a case that is
  /// unjudged, what is wanting; none of one that stands.
  [[nodiscard]] std::vector<std::string> why(const RejudgedCase& one) const;
};

/// rejudgement.json: schemas/enocheck/rejudgement.schema.json.
[[nodiscard]] std::string to_rejudgement_json(const Rejudgement& rejudgement);
/// A line for each case that has changed, then the totals.
[[nodiscard]] std::string to_text(const Rejudgement& rejudgement);

}  // namespace enocheck::report
