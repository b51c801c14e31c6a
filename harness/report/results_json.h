#pragma once

#include <map>
#include <string>
#include <string_view>

#include "catalogue/requirement.h"
#include "core/result.h"
#include "report/run_record.h"

namespace enocheck::report {

/// results.json: schemas/enocheck/results.schema.json.
[[nodiscard]] std::string to_results_json(const RunRecord& record,
                                          const catalogue::Requirements& requirements);
/// Errors: Schema for JSON that is none or lacks a field.
[[nodiscard]] Result<RunRecord> parse_results_json(std::string_view json);

// Lines of a journal: a run's first line, a case's start, a case's end. A run that was killed has them up to
// the case that was running.
[[nodiscard]] std::string to_journal_line(const RunInfo& run);
[[nodiscard]] std::string to_journal_line(std::string_view started_case);
[[nodiscard]] std::string to_journal_line(const CaseRecord& finished);
/// The run was gone on with.
[[nodiscard]] std::string resumed_journal_line(Instant at);
/// What was recorded of the case so far does not count: it is run again.
[[nodiscard]] std::string void_journal_line(std::string_view id, std::string_view reason);

/// What a journal tells.
struct Journal {
  std::optional<RunInfo> run;
  std::vector<CaseRecord> finished;
  std::string unfinished;                    ///< the case that was running at its end; empty if none
  std::map<std::string, std::size_t> tries;  ///< how often each case was started
};
/// A last line that is cut off is left out. Errors: Schema for another line that is none.
[[nodiscard]] Result<Journal> parse_journal(std::string_view text);

}  // namespace enocheck::report
