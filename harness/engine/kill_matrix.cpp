#include "engine/kill_matrix.h"

#include <algorithm>

#include "engine/verdict.h"

namespace enocheck::engine {
namespace {

constexpr std::size_t kBluntPercent = 5;

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// 0 names the defect, 1 judges what it breaks, 2 neither.
int distance(const catalogue::Testcase& testcase, const SeededDefect& defect) {
  if (contains(testcase.catches, defect.id)) { return 0; }
  const bool related = std::any_of(defect.breaks.begin(), defect.breaks.end(), [&](const std::string& id) {
    return contains(testcase.requirements, id);
  });
  return related ? 1 : 2;
}

std::vector<const catalogue::Testcase*> in_order(const SeededDefect& defect,
                                                 const std::vector<catalogue::Testcase>& cases) {
  std::vector<const catalogue::Testcase*> ordered;
  for (const auto& testcase : cases) { ordered.push_back(&testcase); }
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](const auto* a, const auto* b) { return distance(*a, defect) < distance(*b, defect); });
  return ordered;
}

}  // namespace

bool DefectResult::is_blunt() const { return asked_all && noticed.size() * 100 > judged * kBluntPercent; }

void run_against(DefectResult& result, const std::vector<catalogue::Testcase>& cases,
                 const RunWithDefect& run, const KillOptions& options) {
  result.asked_all = options.full;
  const auto& defect = result.defect;
  const auto component = parse_hop(defect.component);
  for (const auto* testcase : in_order(defect, cases)) {
    if (options.interrupted && options.interrupted()) { break; }
    if (!options.full && !result.killed_by.empty()) { break; }
    const auto with = run(*testcase, &defect);
    if (with.verdict == Verdict::Skip) { continue; }
    ++result.judged;
    if (with.verdict != Verdict::Fail) { continue; }
    result.noticed.push_back({testcase->id, with.hop});
    if (with.hop != component || !component || contains(result.killed_by, testcase->id)) { continue; }
    if (run(*testcase, nullptr).verdict == Verdict::Pass) { result.killed_by.push_back(testcase->id); }
  }
}

}  // namespace enocheck::engine
