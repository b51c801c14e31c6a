#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "report/history.h"
#include "report/run_record.h"

namespace enocheck {

/// `--history` of a run: the file; "none" is nobody's; empty: `history.db` beside the run folders.
/// Empty where no history is kept.
[[nodiscard]] std::filesystem::path history_file(const std::string& option, const std::filesystem::path& out);

/// The newest run of the history that asked the same target under the same profile before this one, with its
/// verdicts; nothing where there is none, or no history that can be read.
[[nodiscard]] std::optional<report::PastRun> previous_run(const std::filesystem::path& file,
                                                          const report::RunInfo& run);

/// Adds a run to the history. A history that cannot be written is said, and changes nothing of the run.
void keep_in_history(const std::filesystem::path& file, const report::RunRecord& record,
                     const std::filesystem::path& folder, bool is_whole);

}  // namespace enocheck
