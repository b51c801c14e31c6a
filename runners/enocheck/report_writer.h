#pragma once

#include <filesystem>

#include "core/result.h"
#include "report/run_record.h"
#include "run_options.h"
#include "suite_setup.h"

namespace enocheck {

/// What other commands found, as they printed it in JSON; empty: not in the page.
struct ReportMatrices {
  std::string access;  ///< `enocheck matrix`
  std::string kills;   ///< `enocheck defects run --full`
};

/// Writes report.html of a run into `file`; its links to the evidence in `run_folder` work from there.
/// `options` are the run's, for the commands that reproduce a case. Errors: Io.
[[nodiscard]] Status write_report(const report::RunRecord& record, const LoadedSuite& suite,
                                  const RunOptions& options, const std::filesystem::path& run_folder,
                                  const std::filesystem::path& file, bool is_whole,
                                  const ReportMatrices& matrices = {});

}  // namespace enocheck
