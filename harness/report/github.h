#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "report/run_record.h"

namespace enocheck::report {

/// GitHub shows ten annotations of a kind a step, and drops the others unsaid.
constexpr std::size_t kMostAnnotations = 10;

/// Workflow commands, a line each: `::error file=…,line=…,title=…::…` for what fails the gate, `::warning`
/// for failures that are tolerated or contested and for what could not be judged. `suite_in_workspace` is the
/// way from the workspace to the folder that holds testcases/, empty or with a slash at its end; absent where
/// it lies elsewhere: then annotations name no file. Of more than the most, the last tells how many there
/// are.
[[nodiscard]] std::string to_annotations(const RunRecord& record,
                                         const std::optional<std::string>& suite_in_workspace);

/// The step summary, in GitHub's Markdown: gate, totals, what did not pass, what is tolerated. Whatever a
/// target sent is text in it.
[[nodiscard]] std::string to_step_summary(const RunRecord& record, const std::string& folder);

}  // namespace enocheck::report
