#pragma once

#include <string>
#include <vector>

#include "report/report_page.h"

namespace enocheck::report {

/// What report.html knows of the run, as JSON: `run`, `gate`, `totals`, `requirements`, `cases`, `timing`;
/// `previous`, `matrix` and `defects` where they were given.
[[nodiscard]] std::string to_report_json(const ReportSource& source);

/// The ladder of one case.
struct EmbeddedLadder {
  std::size_t case_index = 0;  ///< in the record
  std::string json;
};
/// The ladders that the budget has room for: of cases that did not pass first; of those that did one a file
/// of testcases/, then their other rows.
[[nodiscard]] std::vector<EmbeddedLadder> ladders_of(const ReportSource& source, const ReportBudget& budget);

/// JSON inside a `<script>` element: nothing in it can end the element or begin another.
[[nodiscard]] std::string embedded(std::string_view json);

}  // namespace enocheck::report
