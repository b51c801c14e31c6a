#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "command.h"
#include "report/console.h"
#include "report/run_folder.h"
#include "run_options.h"
#include "suite_setup.h"

namespace enocheck {

/// What the cases of a process came to.
struct RanCases {
  std::vector<report::CaseRecord> records;
  Status status;  ///< the first thing that could not be recorded; no case is begun after that
};

/// Runs the cases that are not `done` in this process; their records go into the folder's journal. Errors:
/// those of the set-up.
[[nodiscard]] Result<RanCases> run_cases(const RunOptions& options, const CommandContext& context,
                                         const LoadedSuite& suite, const report::RunFolder& folder,
                                         std::size_t worker, const std::set<std::string>& done);

/// Does a worker's part of the cases, leaving out what has a verdict already.
[[nodiscard]] Status run_worker(const RunOptions& options, CommandContext& context, LoadedSuite& suite);

/// Has `options.jobs` worker processes run the cases. One that dies costs the case that it was at (an error)
/// and is started again; one that somebody kills (SIGKILL) is at the same case again. Errors: Internal; no
/// worker is left then.
[[nodiscard]] Status run_in_workers(const RunOptions& options, const CommandContext& context,
                                    const LoadedSuite& suite, const report::RunFolder& folder);

/// How to print on this terminal, pipe or log.
[[nodiscard]] report::ConsoleStyle style_of(const RunOptions& options);
void write_to_stdout(std::string_view text);

}  // namespace enocheck
