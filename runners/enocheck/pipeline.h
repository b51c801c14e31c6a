#pragma once

#include <filesystem>

#include "report/run_record.h"

namespace enocheck {

/// On a runner of GitHub Actions (GITHUB_ACTIONS is "true"): annotations on standard output, and the step
/// summary after what is in the file that GITHUB_STEP_SUMMARY names. Nothing elsewhere. A summary that cannot
/// be written is said and changes no exit code: the verdicts stand.
void tell_pipeline(const report::RunRecord& record, const std::filesystem::path& data_dir,
                   const std::filesystem::path& run_folder);

}  // namespace enocheck
