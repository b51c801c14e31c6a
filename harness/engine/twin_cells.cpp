#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/twin.h"

namespace enocheck::engine {
namespace {

using catalogue::TwinCells;

/// A line of the twin's data that is in force, its outcomes resolved.
struct ActiveLine {
  const TwinCells* line;
  std::vector<std::string> before;
  std::vector<std::string> after;
  std::size_t fitted = 0;
};

Result<std::vector<ActiveLine>> active_lines(const catalogue::TwinRules& rules,
                                             const catalogue::Profile& before,
                                             const catalogue::Profile& after) {
  std::vector<ActiveLine> lines;
  for (const auto& line : rules.cells) {
    const auto holds = line.cells.condition.holds_in(after);
    if (!holds) { return tl::unexpected(holds.error()); }
    if (!*holds) { continue; }
    auto was = AccessExpectations::resolved(line.before, before);
    auto is = AccessExpectations::resolved(line.after, after);
    if (!was) { return tl::unexpected(was.error()); }
    if (!is) { return tl::unexpected(is.error()); }
    lines.push_back({&line, *std::move(was), *std::move(is)});
  }
  return lines;
}

/// The part of the DSP that made two answers differ: what access control says, or what became of a request.
Hop hop_of(const CellAnswer& before, const CellAnswer& after) {
  const bool is_other_message = before.text == after.text && before.wire != after.wire;
  return is_other_message ? Hop::DspTransform : Hop::DspAccessControl;
}

std::string text_of(const CellAnswer& answer) {
  return answer.wire == 0 ? answer.text : fmt::format("{} [{:016x}]", answer.text, answer.wire);
}

/// Compares cell by cell.
class TableComparison {
 public:
  TableComparison(const AccessExpectations& expectations, std::vector<ActiveLine>& lines,
                  TwinVerdict& verdict)
      : expectations_(&expectations), lines_(&lines), verdict_(&verdict) {}

  void compare(const AccessCell& cell, const Premises& premises, const CellAnswer& before,
               const CellAnswer& after) {
    ++verdict_->cells;
    if (before != after) { ++verdict_->cells_moved; }
    const auto line = std::find_if(lines_->begin(), lines_->end(), [&](const ActiveLine& one) {
      return expectations_->fits(one.line->cells, cell, premises);
    });
    if (line == lines_->end()) {
      if (before != after) {
        report(cell, premises, before, after, "moved, and the change does not name it", {"REG-1"});
      }
      return;
    }
    ++line->fitted;
    const bool was = expectations_->holds(line->before, cell, before);
    const bool is = expectations_->holds(line->after, cell, after);
    if (was && is) { return; }
    const auto what = before == after
                          ? std::string("did not move, and the change names it")
                          : fmt::format("moved otherwise than from {} to {}", fmt::join(line->before, " or "),
                                        fmt::join(line->after, " or "));
    report(cell, premises, before, after, what, line->line->requirements);
  }

 private:
  void report(const AccessCell& cell, const Premises& premises, const CellAnswer& before,
              const CellAnswer& after, std::string what, std::vector<std::string> requirements) {
    verdict_->findings.push_back({name_of(cell, premises), std::move(what), text_of(before), text_of(after),
                                  hop_of(before, after), std::move(requirements)});
  }

  const AccessExpectations* expectations_;
  std::vector<ActiveLine>* lines_;
  TwinVerdict* verdict_;
};

}  // namespace

Status compare_tables(const TwinTable& table, const catalogue::TwinRules& rules,
                      const catalogue::Profile& before, const catalogue::Profile& after,
                      TwinVerdict& verdict) {
  const auto expectations = AccessExpectations::create(*table.matrix, after);
  if (!expectations) { return tl::unexpected(expectations.error()); }
  auto lines = active_lines(rules, before, after);
  if (!lines) { return tl::unexpected(lines.error()); }
  TableComparison comparison(*expectations, *lines, verdict);
  for (std::size_t g = 0; g < table.groups->size(); ++g) {
    const auto& group = (*table.groups)[g];
    for (std::size_t c = 0; c < group.cells.size(); ++c) {
      comparison.compare(group.cells[c], group.premises, (*table.before)[g][c], (*table.after)[g][c]);
    }
  }
  return {};
}

}  // namespace enocheck::engine
