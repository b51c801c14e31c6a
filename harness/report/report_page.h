#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/requirement.h"
#include "report/history.h"
#include "report/run_record.h"

namespace enocheck::report {

/// What report.html is made from: a run's record, what the suite says of its cases, and the evidence.
struct ReportSource {
  const RunRecord* record = nullptr;
  const catalogue::Requirements* requirements = nullptr;
  std::map<std::string, std::string> purposes;             ///< by case id; of a case that is gone none
  std::vector<std::pair<std::string, std::string>> facts;  ///< more of what was tested, for people
  std::filesystem::path run_folder;                        ///< whose evidence is shown
  std::string evidence_base;        ///< put before relative paths of the evidence; empty: beside the page
  std::string reproduce_command;    ///< "run": the command before `--filter`
  std::string reproduce_suffix;     ///< " --profile before": what follows the filter
  bool is_whole = true;             ///< false: the run did not come to its end
  std::optional<PastRun> previous;  ///< what it is compared with
  std::string access_matrix;        ///< what `enocheck matrix --format json` printed; empty: not shown
  std::string kill_matrix;          ///< what `enocheck defects run --full --format json` printed; the same
};

/// How much of the messages goes into the page; the rest stays beside it, linked.
struct ReportBudget {
  std::size_t not_passed = std::size_t{5} << 19U;  ///< octets for cases that did not pass: 2.5 MiB
  std::size_t passed = std::size_t{1} << 20U;      ///< … and for those that did
  std::size_t one_case = std::size_t{1} << 19U;
};

/// report.html: one page that needs nothing else, neither network nor files. Whatever cases and messages
/// hold is data in it: no script but its own may run (Content-Security-Policy, by digest).
[[nodiscard]] std::string to_report_html(const ReportSource& source, const ReportBudget& budget = {});

}  // namespace enocheck::report
