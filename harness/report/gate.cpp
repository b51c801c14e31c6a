#include "report/gate.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "catalogue/element.h"
#include "engine/selection.h"

namespace enocheck::report {
namespace {

using catalogue::Toleration;
using engine::Verdict;

constexpr std::array<std::string_view, 5> kGates = {"met", "failed", "harness error", "inconclusive",
                                                    "nothing selected"};
constexpr std::array<std::string_view, 6> kReasons = {"expired",   "unexpected-pass", "different-failure",
                                                      "unmatched", "unproven",        "too-few-passed"};

template <class Enum, std::size_t Count>
std::optional<Enum> named(const std::array<std::string_view, Count>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) { return std::nullopt; }
  return static_cast<Enum>(found - names.begin());
}

std::string place(const std::string& file, std::size_t line) { return fmt::format("{}:{}", file, line); }

bool is_named(const Toleration& entry, const std::string& id, const SuiteNames& names) {
  if (engine::matches_filter(entry.testcase, id)) { return true; }
  const auto known = names.find(id);
  return known != names.end() &&
         std::any_of(known->second.begin(), known->second.end(),
                     [&](const std::string& alias) { return engine::matches_filter(entry.testcase, alias); });
}

bool is_pinned(const Toleration& entry, const CaseRecord& record) {
  if (name_of(record.verdict) != entry.verdict) { return false; }
  const auto hop = record.hop ? engine::name_of(*record.hop) : std::string_view();
  if (!entry.hop.empty() && entry.hop != hop) { return false; }
  return catalogue::collapse(failure_text(record)).find(entry.pinned) != std::string::npos;
}

/// One baseline against the cases of one run.
class Tolerations {
 public:
  Tolerations(RunRecord& record, const catalogue::Baseline& baseline, const SuiteNames& names)
      : record_(&record), baseline_(&baseline), names_(&names), today_(day_of(record.run.started)) {}

  std::vector<GateFinding> apply() {
    auto findings = stale_entries(*baseline_, *names_, today_);
    for (const auto& entry : baseline_->entries) {
      if (entry.review >= today_) { tolerate(entry); }
    }
    for (const auto& entry : baseline_->entries) {
      if (entry.review < today_) { continue; }
      for (const auto& one : record_->cases) {
        if (one.tolerated || !is_named(entry, one.id, *names_)) { continue; }
        if (auto finding = complaint(entry, one)) { findings.push_back(*std::move(finding)); }
      }
    }
    return findings;
  }

 private:
  void tolerate(const Toleration& entry) {
    for (auto& one : record_->cases) {
      if (one.tolerated || !is_named(entry, one.id, *names_) || !is_pinned(entry, one)) { continue; }
      one.tolerated = Tolerated{place(baseline_->file, entry.line), entry.owner, entry.reason, entry.clause,
                                entry.review};
    }
  }

  /// A case that nobody judged says nothing about its entry: its own verdict is what counts.
  [[nodiscard]] std::optional<GateFinding> complaint(const Toleration& entry, const CaseRecord& one) const {
    const auto where = place(baseline_->file, entry.line);
    switch (one.verdict) {
      case Verdict::Pass:
        return GateFinding{
            GateReason::UnexpectedPass, where, one.id,
            fmt::format("{} passes, and is tolerated as {}: take the entry out", one.id, entry.verdict)};
      case Verdict::Fail:
        return GateFinding{GateReason::DifferentFailure, where, one.id,
                           fmt::format("{} fails in another way than is tolerated: pinned \"{}{}\", got {}",
                                       one.id, entry.hop.empty() ? "" : "hop=" + entry.hop + ": ",
                                       entry.pinned, describe_difference(one))};
      case Verdict::Inconc:
        if (entry.verdict != "inconc") { return std::nullopt; }
        return GateFinding{GateReason::DifferentFailure, where, one.id,
                           fmt::format("{} is inconclusive for another reason than is tolerated: pinned "
                                       "\"{}\", got {}",
                                       one.id, entry.pinned, describe_difference(one))};
      case Verdict::Error:
      case Verdict::Skip: return std::nullopt;
    }
    return std::nullopt;
  }

  static std::string describe_difference(const CaseRecord& one) {
    return fmt::format("\"{}{}\"", one.hop ? fmt::format("hop={}: ", engine::name_of(*one.hop)) : "",
                       failure_text(one));
  }

  RunRecord* record_;
  const catalogue::Baseline* baseline_;
  const SuiteNames* names_;
  std::string today_;
};

/// What the policy asks for beside verdicts.
std::vector<GateFinding> unmet(const RunRecord& record, const catalogue::GatePolicy& policy) {
  std::vector<GateFinding> findings;
  const auto passed = record.totals().of(Verdict::Pass);
  if (passed < policy.least_passed) {
    findings.push_back({GateReason::TooFewPassed, policy.name, "",
                        fmt::format("{} cases passed; the gate asks for {}", passed, policy.least_passed)});
  }
  for (const auto& proof : policy.proven) {
    std::size_t proven = 0;
    std::string against;
    for (const auto& one : record.cases) {
      const auto& ids = one.requirements;
      if (std::find(ids.begin(), ids.end(), proof.requirement) == ids.end()) { continue; }
      proven += one.verdict == Verdict::Pass ? 1U : 0U;
      if (against.empty() && one.verdict != Verdict::Pass && one.verdict != Verdict::Skip) {
        against = fmt::format("{} is {}", one.id, name_of(one.verdict));
      }
    }
    if (proven > 0 && against.empty()) { continue; }
    findings.push_back({GateReason::Unproven, place(policy.name, proof.line), proof.requirement,
                        fmt::format("{} is not proven: {}", proof.requirement,
                                    against.empty() ? "no case of it passed" : against)});
  }
  return findings;
}

bool is_open(const CaseRecord& one, const catalogue::GatePolicy& policy) {
  return one.verdict == Verdict::Inconc && policy.counts_inconc &&
         (policy.counts_tolerated || !one.tolerated);
}

bool fails(const CaseRecord& one, const catalogue::GatePolicy& policy) {
  return one.verdict == Verdict::Fail && (policy.counts_contested || !one.contested) &&
         (policy.counts_recommended || one.level != "recommended") &&
         (policy.counts_tolerated || !one.tolerated);
}

}  // namespace

std::string_view name_of(Gate gate) { return kGates.at(static_cast<std::size_t>(gate)); }
std::optional<Gate> parse_gate(std::string_view name) { return named<Gate>(kGates, name); }
std::string_view name_of(GateReason reason) { return kReasons.at(static_cast<std::size_t>(reason)); }
std::optional<GateReason> parse_gate_reason(std::string_view name) {
  return named<GateReason>(kReasons, name);
}

SuiteNames names_in(const std::vector<catalogue::Testcase>& suite) {
  SuiteNames names;
  for (const auto& testcase : suite) { names.emplace(testcase.id, testcase.aliases); }
  return names;
}

std::string day_of(Instant at) { return to_iso8601(at).substr(0, 10); }

std::vector<GateFinding> stale_entries(const catalogue::Baseline& baseline, const SuiteNames& names,
                                       std::string_view today) {
  std::vector<GateFinding> findings;
  for (const auto& entry : baseline.entries) {
    const auto where = place(baseline.file, entry.line);
    const bool is_there = std::any_of(names.begin(), names.end(),
                                      [&](const auto& known) { return is_named(entry, known.first, names); });
    if (!is_there) {
      findings.push_back({GateReason::Unmatched, where, entry.testcase,
                          fmt::format("{}: no case of the suite has that id", entry.testcase)});
    }
    if (entry.review < today) {
      findings.push_back({GateReason::Expired, where, entry.testcase,
                          fmt::format("{} was tolerated until {}: {} has to review it", entry.testcase,
                                      entry.review, entry.owner)});
    }
  }
  return findings;
}

Gate judge_gate(const RunRecord& record, const catalogue::GatePolicy& policy) {
  if (record.cases.empty()) { return Gate::NothingSelected; }
  const auto has = [&](auto holds) { return std::any_of(record.cases.begin(), record.cases.end(), holds); };
  if (has([&](const CaseRecord& one) { return fails(one, policy); })) { return Gate::Failed; }
  if (has([](const CaseRecord& one) { return one.verdict == Verdict::Error; })) { return Gate::HarnessError; }
  return has([&](const CaseRecord& one) { return is_open(one, policy); }) ? Gate::Inconclusive : Gate::Met;
}

void pass_gate(RunRecord& record, const GateRules& rules) {
  for (auto& one : record.cases) { one.tolerated.reset(); }
  GateRecord gate;
  gate.policy = rules.policy.name;
  if (rules.baseline) {
    gate.baseline = rules.baseline->file;
    gate.findings = Tolerations(record, *rules.baseline, rules.names).apply();
  }
  auto more = unmet(record, rules.policy);
  std::move(more.begin(), more.end(), std::back_inserter(gate.findings));
  for (const auto& one : record.cases) {
    const bool counts =
        fails(one, rules.policy) || is_open(one, rules.policy) || one.verdict == Verdict::Error;
    if (counts) { gate.against.push_back(one.id); }
  }
  gate.outcome = judge_gate(record, rules.policy);
  if (!gate.findings.empty() && gate.outcome != Gate::NothingSelected) { gate.outcome = Gate::Failed; }
  record.gate = std::move(gate);
}

}  // namespace enocheck::report
