#include <algorithm>
#include <map>

#include "report/call_file.h"
#include "report/evidence.h"
#include "report/ladder.h"
#include "report/report_data.h"

namespace enocheck::report {
namespace {

using engine::Verdict;

/// Of the exchanges of a case: with their times and what was done at the devices where its calls were kept
/// and are whole, else as the files are.
std::string ladder_in(const std::filesystem::path& folder) {
  if (const auto stored = read_stored_case(folder)) {
    return to_ladder_json(stored->exchanges, stored->record.calls);
  }
  return to_ladder_json(read_exchanges(folder).value_or(std::vector<engine::Exchange>()));
}

/// The cases whose ladders are wanted, most wanted first.
std::vector<std::size_t> wanted(const std::vector<CaseRecord>& cases) {
  std::map<std::string, std::size_t> rows;  // by the file of testcases/ that they are rows of
  std::vector<std::pair<std::size_t, std::size_t>> ranked;
  for (std::size_t index = 0; index < cases.size(); ++index) {
    const auto& one = cases[index];
    if (one.evidence.empty()) { continue; }
    const bool passed = one.verdict == Verdict::Pass || one.verdict == Verdict::Skip;
    const auto row = passed ? 1 + rows[one.id.substr(0, one.id.rfind('/'))]++ : 0;
    ranked.emplace_back(row, index);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::size_t> order;
  for (const auto& [rank, index] : ranked) { order.push_back(index); }
  return order;
}

}  // namespace

std::vector<EmbeddedLadder> ladders_of(const ReportSource& source, const ReportBudget& budget) {
  constexpr int kMisfits = 20;  // small ones may still fit after one that did not; to try all takes long
  std::vector<EmbeddedLadder> ladders;
  auto room_not_passed = budget.not_passed;
  auto room_passed = budget.passed;
  int misfits = 0;
  for (const auto index : wanted(source.record->cases)) {
    const auto& one = source.record->cases[index];
    const bool passed = one.verdict == Verdict::Pass || one.verdict == Verdict::Skip;
    auto& room = passed ? room_passed : room_not_passed;
    if (passed && misfits > kMisfits) { break; }
    auto json = embedded(ladder_in(source.run_folder / one.evidence));
    if (json.size() > budget.one_case || json.size() > room) {
      misfits += passed ? 1 : 0;
      continue;
    }
    room -= json.size();
    ladders.push_back({index, std::move(json)});
  }
  return ladders;
}

}  // namespace enocheck::report
