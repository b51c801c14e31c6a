#include "report/run_record.h"

#include <algorithm>

namespace enocheck::report {
namespace {

using engine::Verdict;

int gravity(Verdict verdict) {
  switch (verdict) {
    case Verdict::Fail: return 4;
    case Verdict::Error: return 3;
    case Verdict::Inconc: return 2;
    case Verdict::Pass: return 1;
    case Verdict::Skip: return 0;
  }
  return 0;
}

}  // namespace

Verdict graver(Verdict a, Verdict b) { return gravity(a) >= gravity(b) ? a : b; }

CaseRecord make_record(const catalogue::Testcase& testcase, const engine::CaseResult& result) {
  CaseRecord record;
  record.id = testcase.id;
  record.test_id = testcase.test_id;
  record.title = testcase.title;
  record.fingerprint = testcase.fingerprint;
  record.area = testcase.area();
  record.requirements = testcase.requirements;
  record.tags = testcase.tags;
  record.level = testcase.level == catalogue::Level::Required ? "required" : "recommended";
  record.verdict = result.verdict;
  record.reason = result.reason;
  record.expected = result.expected;
  record.got = result.got;
  record.hop = result.hop;
  record.step = result.step;
  record.contested = result.contested;
  record.wall_ms = result.wall_time.count();
  record.virtual_ms = result.virtual_time.count();
  record.checks = result.checks;
  record.observations = result.observations;
  record.commands = result.commands;
  record.manual_steps = result.manual_steps;
  record.curtailments = result.curtailments;
  return record;
}

Totals RunRecord::totals() const {
  Totals totals;
  for (const auto& record : cases) { totals.add(record.verdict); }
  return totals;
}

std::vector<RequirementRecord> RunRecord::requirements(const catalogue::Requirements& all) const {
  std::vector<RequirementRecord> records;
  for (const auto& requirement : all.all) {
    RequirementRecord record{requirement.id, {}, std::nullopt};
    for (const auto& one : cases) {
      const auto& ids = one.requirements;
      if (std::find(ids.begin(), ids.end(), requirement.id) == ids.end()) { continue; }
      record.cases.push_back(one.id);
      record.verdict = record.verdict ? graver(*record.verdict, one.verdict) : one.verdict;
    }
    records.push_back(std::move(record));
  }
  return records;
}

Gate judge_gate(const RunRecord& record) {
  if (record.cases.empty()) { return Gate::NothingSelected; }
  const auto has = [&](auto holds) { return std::any_of(record.cases.begin(), record.cases.end(), holds); };
  if (has([](const CaseRecord& one) { return one.verdict == Verdict::Fail && !one.contested; })) {
    return Gate::Failed;
  }
  if (has([](const CaseRecord& one) { return one.verdict == Verdict::Error; })) { return Gate::HarnessError; }
  if (has([](const CaseRecord& one) { return one.verdict == Verdict::Inconc; })) {
    return Gate::Inconclusive;
  }
  return Gate::Met;
}

}  // namespace enocheck::report
