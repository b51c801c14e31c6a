#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/baseline.h"
#include "catalogue/gate_policy.h"
#include "report/run_record.h"

namespace enocheck::report {

/// Every case of the suite, selected or not, with its other names.
using SuiteNames = std::map<std::string, std::vector<std::string>, std::less<>>;
[[nodiscard]] SuiteNames names_in(const std::vector<catalogue::Testcase>& suite);

/// What a run is judged by, apart from its verdicts.
struct GateRules {
  catalogue::GatePolicy policy;
  std::optional<catalogue::Baseline> baseline;
  SuiteNames names;
};

/// Sets the record's `gate`, and `tolerated` of its cases; verdicts stay. Today is the day on which the run
/// started. A toleration speaks for every case that it matches and the run judged: one that passes, or fails
/// in another way, fails the gate, as does an entry that is over or that no case of the suite has.
void pass_gate(RunRecord& record, const GateRules& rules);
/// What the verdicts come to under the policy, whatever the tolerations say beside.
[[nodiscard]] Gate judge_gate(const RunRecord& record, const catalogue::GatePolicy& policy = {});

/// "2026-03-02": the day of an instant, UTC.
[[nodiscard]] std::string day_of(Instant at);
/// What is wrong with entries whatever a run says: over by `today`, or of no case of the suite.
[[nodiscard]] std::vector<GateFinding> stale_entries(const catalogue::Baseline& baseline,
                                                     const SuiteNames& names, std::string_view today);

}  // namespace enocheck::report
