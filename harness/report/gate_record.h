#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enocheck::report {

/// What a run's verdicts mean for a gate, in the order in which they count.
enum class Gate { Met, Failed, HarnessError, Inconclusive, NothingSelected };
/// "met", "failed", "harness error", "inconclusive", "nothing selected"
[[nodiscard]] std::string_view name_of(Gate gate);
[[nodiscard]] std::optional<Gate> parse_gate(std::string_view name);

/// Why a gate is not met although no verdict says so.
enum class GateReason {
  Expired,           ///< a toleration's review date is over
  UnexpectedPass,    ///< what a toleration is for passes
  DifferentFailure,  ///< what a toleration is for fails in another way
  Unmatched,         ///< a toleration matches no case of the suite
  Unproven,          ///< a requirement that the policy asks for has no case that passed, or one that did not
  TooFewPassed,      ///< fewer cases than the policy asks for
};
/// "expired", "unexpected-pass", "different-failure", "unmatched", "unproven", "too-few-passed"
[[nodiscard]] std::string_view name_of(GateReason reason);
[[nodiscard]] std::optional<GateReason> parse_gate_reason(std::string_view name);

struct GateFinding {
  GateReason reason = GateReason::Unmatched;
  std::string where;    ///< "baseline.xml:12": the document and line that asks for it
  std::string subject;  ///< a case's id or pattern, or a requirement's id; empty: the run
  std::string text;     ///< one sentence for people
};

/// Who tolerates a case's verdict, and why. The verdict stays what it is.
struct Tolerated {
  std::string where;  ///< "baseline.xml:12"
  std::string owner;
  std::string reason;
  std::string clause;
  std::string review;  ///< "2027-03-31": from the day after it counts again
};

/// What a gate made of a run.
struct GateRecord {
  std::string policy = "standard";  ///< "strict", or the file
  std::string baseline;             ///< the file; empty: none
  Gate outcome = Gate::Met;
  std::vector<std::string> against;  ///< ids of the cases whose verdicts count against it
  std::vector<GateFinding> findings;
};

}  // namespace enocheck::report
