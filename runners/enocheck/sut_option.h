#pragma once

#include <filesystem>

#include "core/result.h"
#include "run_options.h"

namespace enocheck {

/// `--sut`: what is under test, by a document of runners/suts or of the tester's own.
void add_sut_option(CLI::App& command, RunOptions& options);
/// Fills in what that document says and the command line does not. Errors: those of catalogue::load_sut;
/// BadValue for a value that the option does not take.
[[nodiscard]] Status apply_sut(CLI::App& command, RunOptions& options, const std::filesystem::path& data_dir);

}  // namespace enocheck
