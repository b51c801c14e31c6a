#pragma once

#include <filesystem>
#include <string>

#include "command.h"
#include "core/result.h"
#include "report/gate.h"
#include "suite_setup.h"

namespace enocheck {

/// By what a run's verdicts are held to a gate.
struct GateOptions {
  std::string gate = "standard";   ///< "strict", or a policy's file
  std::filesystem::path baseline;  ///< empty: nothing is tolerated
};

void add_gate_options(CLI::App& command, GateOptions& options);
/// Reads policy and baseline; `suite` is whole, before anything is selected. Errors: Io; Schema with file and
/// line.
[[nodiscard]] Result<report::GateRules> load_gate_rules(const GateOptions& options,
                                                        const std::filesystem::path& data_dir,
                                                        const LoadedSuite& suite);
/// What a pipeline reads.
[[nodiscard]] ExitCode exit_code_of(report::Gate outcome);

}  // namespace enocheck
