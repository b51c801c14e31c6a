#include "report/comparison.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "report/evidence.h"
#include "report/timing_summary.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;
using engine::Verdict;

using ById = std::map<std::string, const CaseRecord*>;

ById by_id(const RunRecord& record) {
  ById cases;
  for (const auto& one : record.cases) { cases.emplace(one.id, &one); }
  return cases;
}

std::vector<std::string> what_differs(const RunInfo& a, const RunInfo& b) {
  std::vector<std::string> different;
  const auto compare_one = [&](const char* what, const std::string& left, const std::string& right) {
    if (left == right) { return; }
    different.push_back(
        fmt::format("{}: {}, then {}", what, left.empty() ? "none" : left, right.empty() ? "none" : right));
  };
  compare_one("target", a.target, b.target);
  compare_one("profile", a.profile, b.profile);
  if (a.profile == b.profile && a.profile_fingerprint != b.profile_fingerprint) {
    different.push_back(fmt::format("what profile {} says", a.profile));
  }
  compare_one("enocheck", a.tool_version, b.tool_version);
  compare_one("seed", fmt::format("{}", a.seed), fmt::format("{}", b.seed));
  compare_one("seeded defect", a.defect, b.defect);
  compare_one("test bed", a.testbed, b.testbed);
  compare_one("key store", a.keystore, b.keystore);
  compare_one("host", a.host, b.host);
  return different;
}

VerdictChange change_of(const std::string& id, const CaseRecord* before, const CaseRecord* after) {
  VerdictChange change;
  change.testcase = id;
  if (before != nullptr) { change.before = before->verdict; }
  if (after != nullptr) { change.after = after->verdict; }
  const bool tells_after = after != nullptr && (after->verdict != Verdict::Pass || before == nullptr);
  const auto* const told = tells_after ? after : before;
  if (told != nullptr) {
    change.hop = told->hop ? std::string(name_of(*told->hop)) : "";
    change.reason = told->reason;
    if (!told->expected.empty() || !told->got.empty()) {
      change.reason += fmt::format("; expected {}, got {}", told->expected, told->got);
    }
  }
  return change;
}

Result<std::vector<engine::Exchange>> exchanges_of(const ComparedRun& run, const CaseRecord& record) {
  if (record.evidence.empty()) { return std::vector<engine::Exchange>{}; }
  return read_exchanges(run.folder / record.evidence);
}

Status add_evidence(const ComparedRun& a, const ComparedRun& b, const CaseRecord& before,
                    const CaseRecord& after, VerdictChange& change) {
  const auto left = exchanges_of(a, before);
  if (!left) { return tl::unexpected(left.error()); }
  const auto right = exchanges_of(b, after);
  if (!right) { return tl::unexpected(right.error()); }
  change.evidence = first_difference(*left, *right);
  return {};
}

Status add_changes(const ComparedRun& a, const ComparedRun& b, const ComparisonOptions& options,
                   Comparison& comparison) {
  const auto left = by_id(a.record);
  const auto right = by_id(b.record);
  std::set<std::string> ids;
  for (const auto* const side : {&left, &right}) {
    for (const auto& [id, record] : *side) { ids.insert(id); }
  }
  std::size_t read = 0;
  for (const auto& id : ids) {
    const auto before = left.find(id);
    const auto after = right.find(id);
    const bool has_both = before != left.end() && after != right.end();
    const bool is_asked = std::find(options.cases.begin(), options.cases.end(), id) != options.cases.end();
    const bool is_same = has_both && before->second->verdict == after->second->verdict;
    ++(is_same ? comparison.unchanged : comparison.changed);
    if (is_same && !is_asked) { continue; }
    auto& change = comparison.changes.emplace_back(change_of(
        id, before == left.end() ? nullptr : before->second, after == right.end() ? nullptr : after->second));
    if (!has_both) { continue; }
    if (!is_asked && read >= options.most_evidence) {
      ++comparison.evidence_left_out;
      continue;
    }
    read += is_asked ? 0 : 1;
    if (auto added = add_evidence(a, b, *before->second, *after->second, change); !added) { return added; }
  }
  return {};
}

/// A sample a name: what each run took for the cases that all runs of both sides had.
using Samples = std::map<std::string, std::vector<std::int64_t>>;

std::set<std::string> cases_of_all(const std::vector<PastRun>& a, const std::vector<PastRun>& b) {
  std::map<std::string, std::size_t> seen;
  for (const auto* const side : {&a, &b}) {
    for (const auto& run : *side) {
      for (const auto& one : run.verdicts) {
        if (one.verdict != Verdict::Skip) { ++seen[one.testcase]; }
      }
    }
  }
  std::set<std::string> common;
  for (const auto& [id, count] : seen) {
    if (count == a.size() + b.size()) { common.insert(id); }
  }
  return common;
}

Samples wall_times(const std::vector<PastRun>& runs, const std::set<std::string>& cases) {
  Samples samples;
  for (const auto& run : runs) {
    std::map<std::string, std::int64_t> sums;
    for (const auto& one : run.verdicts) {
      if (!cases.contains(one.testcase)) { continue; }
      sums["whole run"] += one.wall_ms;
      sums[fmt::format("area {}", one.testcase.substr(0, one.testcase.find('/')))] += one.wall_ms;
    }
    for (const auto& [what, sum] : sums) { samples[what].push_back(sum); }
  }
  return samples;
}

Samples times_on_the_wire(const RunRecord& record) {
  const auto times = command_times(record);
  Samples samples;
  if (!times.to_drop.empty()) { samples["request to drop of load"] = times.to_drop; }
  if (!times.to_answer.empty()) { samples["request to answer"] = times.to_answer; }
  for (const auto& [hop, values] : times.hops) { samples[fmt::format("hop {}", name_of(hop))] = values; }
  return samples;
}

/// Tests that are made together.
void add_tests(const Samples& a, const Samples& b, const std::string& sample, Comparison& comparison) {
  std::vector<TimingChange> made;
  for (const auto& [what, values] : a) {
    const auto other = b.find(what);
    if (other == b.end()) { continue; }
    made.push_back({what, sample, rank_test(values, other->second)});
  }
  std::vector<RankTest*> tests;
  for (auto& one : made) { tests.push_back(&one.test); }
  correct_for_many(tests);
  comparison.timings.insert(comparison.timings.end(), made.begin(), made.end());
}

}  // namespace

bool is_alike(const RunInfo& a, const RunInfo& b) {
  return a.target == b.target && a.profile == b.profile && a.profile_fingerprint == b.profile_fingerprint &&
         a.tool_version == b.tool_version && a.defect == b.defect && a.testbed == b.testbed &&
         a.host == b.host;
}

std::vector<PastRun> runs_alike(const std::vector<PastRun>& past, const RunInfo& run,
                                std::optional<Instant> after) {
  std::vector<PastRun> alike;
  for (const auto& one : past) {
    const bool is_in_time = one.run.started <= run.started && (!after || one.run.started > *after);
    if (is_in_time && one.is_whole && is_alike(one.run, run)) { alike.push_back(one); }
  }
  return alike;
}

Result<Comparison> compare(const ComparedRun& a, const ComparedRun& b, const ComparisonOptions& options) {
  Comparison comparison;
  comparison.a = a.record.run;
  comparison.b = b.record.run;
  comparison.totals_a = a.record.totals();
  comparison.totals_b = b.record.totals();
  comparison.different = what_differs(a.record.run, b.record.run);
  if (auto added = add_changes(a, b, options, comparison); !added) { return tl::unexpected(added.error()); }
  const auto cases = cases_of_all(a.alike, b.alike);
  add_tests(wall_times(a.alike, cases), wall_times(b.alike, cases), "runs", comparison);
  add_tests(times_on_the_wire(a.record), times_on_the_wire(b.record), "commands", comparison);
  return comparison;
}

}  // namespace enocheck::report
