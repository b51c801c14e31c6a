#include "engine/access_verdict.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enocheck::engine {
namespace {

using catalogue::AccessMatrix;
using catalogue::MatrixRule;

std::string outcome_of(const MatrixRule& rule) { return fmt::format("{}", fmt::join(rule.outcomes, " or ")); }

std::vector<RuleTally> empty_tallies(const AccessMatrix& matrix) {
  std::vector<RuleTally> tallies;
  for (const auto& rule : matrix.rules) {
    const auto outcome = outcome_of(rule);
    const bool is_known = std::any_of(tallies.begin(), tallies.end(), [&](const RuleTally& tally) {
      return tally.id == rule.id && tally.outcome == outcome;
    });
    if (!is_known) { tallies.push_back({rule.id, outcome, 0, 0}); }
  }
  return tallies;
}

RuleTally& tally_of(std::vector<RuleTally>& tallies, const MatrixRule& rule) {
  const auto outcome = outcome_of(rule);
  return *std::find_if(tallies.begin(), tallies.end(), [&](const RuleTally& tally) {
    return tally.id == rule.id && tally.outcome == outcome;
  });
}

SeenRight seen_right(std::string_view answer) {
  if (answer == "E1") { return SeenRight::NoRole; }
  return answer == "E2" ? SeenRight::Refused : SeenRight::MaySend;
}

}  // namespace

AccessVerdict judge_table(const AccessMatrix& matrix, const AccessExpectations& expectations,
                          const std::vector<CellGroup>& groups,
                          const std::vector<std::vector<CellAnswer>>& answers) {
  AccessVerdict verdict;
  verdict.rules = empty_tallies(matrix);
  std::map<const MatrixRule*, RuleTally*> tallies;
  for (const auto& rule : matrix.rules) { tallies[&rule] = &tally_of(verdict.rules, rule); }
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const auto& premises = groups[g].premises;
    for (std::size_t c = 0; c < groups[g].cells.size(); ++c) {
      const auto& cell = groups[g].cells[c];
      const auto& answer = answers[g][c];
      const auto expected = expectations.of(cell, premises);
      auto& tally = *tallies.at(expected.rule);
      auto& right = verdict.rights[{cell.service->srv, cell.user->id}];
      ++verdict.cells;
      ++tally.cells;
      if (!expectations.holds(expected.outcomes, cell, answer)) {
        ++tally.deviations;
        right = SeenRight::Deviates;
        verdict.deviations.push_back({cell, premises, expected.rule,
                                      fmt::format("{}", fmt::join(expected.outcomes, " or ")), answer.text});
      } else if (premises.device == CellDevice::Unknown && right != SeenRight::Deviates) {
        right = seen_right(answer.text);
      }
    }
  }
  return verdict;
}

}  // namespace enocheck::engine
