#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "command.h"
#include "core/result.h"
#include "report/run_folder.h"
#include "report/run_lock.h"
#include "run_options.h"
#include "suite_setup.h"

namespace enocheck {

/// A run that is gone on with. Nobody else writes into its folder.
struct Resumption {
  report::RunFolder folder;
  report::RunInfo info;
  report::RunLock lock;
};

/// What was given to the command, by command line, configuration file or environment, each as --name=value.
[[nodiscard]] std::vector<std::string> given_options(const CLI::App& command);

/// The options of the run that `--resume` names; `given` may have nothing else but --progress. The process
/// then works where the run was started, and with its data. Errors: Io and Schema for a folder that is no
/// run's; BadValue for a run that has ended, still goes, or was made by another enocheck; those of its
/// options.
[[nodiscard]] Result<RunOptions> options_of_resumed(const RunOptions& given, CommandContext& context);

/// Tells whether a run asked the same: a digest of the cases, worlds and profile, and of the files and keys
/// that the options name. Errors: those of reading these.
[[nodiscard]] Result<std::string> fingerprint_of(const RunOptions& options, const LoadedSuite& suite);

/// The folder that a run writes into, new or gone on with.
struct OpenRun {
  report::RunFolder folder;
  report::RunInfo info;
  report::RunLock lock;
  std::set<std::string> done;  ///< ids of the cases that have a verdict
};
/// Makes the folder; sets `info.id`. Errors: Io.
[[nodiscard]] Result<OpenRun> begin_run(const RunOptions& options, report::RunInfo info);
/// Puts in order what the killed run left. Errors: BadValue where the suite has changed; Io, Schema.
[[nodiscard]] Result<OpenRun> go_on_with_run(const RunOptions& options, const LoadedSuite& suite,
                                             const std::string& suite_fingerprint);

}  // namespace enocheck
