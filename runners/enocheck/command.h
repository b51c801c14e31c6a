#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace CLI {
class App;
}

namespace enocheck {

/// The exit codes that users' scripts read (docs/exit_codes.md). An enumerated set, never a count.
enum class ExitCode : int {
  Success = 0,      ///< yes: the gate is met, valid, belongs, all checks hold
  No = 1,           ///< no: a `fail`, not valid, does not belong
  Usage = 2,        ///< wrong usage, configuration or data
  Fault = 3,        ///< our own fault
  Nothing = 4,      ///< nothing was selected
  Unreachable = 5,  ///< no judgement: `inconc`, or the target could not be reached
  Interrupted = 130,
};

/// What every command is given, and where it puts its exit code.
struct CommandContext {
  /// The folder that holds testcases, vectors and schemas: `--data`, ENOCHECK_DATA_DIR, else found beside the
  /// program.
  std::filesystem::path data_dir;
  ExitCode exit_code = ExitCode::Success;
};

/// Ends a command that could not do its work: prints "enocheck: …" on stderr and sets the exit code that
/// fits.
void report_error(CommandContext& context, const Error& error);
/// Prints a note on stderr.
void note(std::string_view text);

// One function a command, each in <name>_command.cpp.
void add_check_command(CLI::App& app, CommandContext& context);
void add_compare_command(CLI::App& app, CommandContext& context);
void add_completion_command(CLI::App& app, CommandContext& context);
void add_correlate_command(CLI::App& app, CommandContext& context);
void add_decode_command(CLI::App& app, CommandContext& context);
void add_defects_command(CLI::App& app, CommandContext& context);
void add_doctor_command(CLI::App& app, CommandContext& context);
void add_history_command(CLI::App& app, CommandContext& context);
void add_list_command(CLI::App& app, CommandContext& context);
void add_man_command(CLI::App& app, CommandContext& context);
void add_matrix_command(CLI::App& app, CommandContext& context);
void add_new_command(CLI::App& app, CommandContext& context);
void add_rejudge_command(CLI::App& app, CommandContext& context);
void add_report_command(CLI::App& app, CommandContext& context);
void add_run_command(CLI::App& app, CommandContext& context);
void add_sim_command(CLI::App& app, CommandContext& context);
void add_sign_command(CLI::App& app, CommandContext& context);
void add_transform_command(CLI::App& app, CommandContext& context);
void add_twin_command(CLI::App& app, CommandContext& context);
void add_vectors_command(CLI::App& app, CommandContext& context);
void add_verify_command(CLI::App& app, CommandContext& context);

}  // namespace enocheck
