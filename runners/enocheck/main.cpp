#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "catalogue/data_folder.h"
#include "command.h"
#include "version.h"
#include "xml/document.h"

namespace enocheck {

void report_error(CommandContext& context, const Error& error) {
  fmt::print(stderr, "enocheck: {}\n", error.detail);
  switch (error.code) {
    case ErrorCode::Timeout: context.exit_code = ExitCode::Unreachable; break;
    case ErrorCode::Crypto:
    case ErrorCode::Internal: context.exit_code = ExitCode::Fault; break;
    default: context.exit_code = ExitCode::Usage; break;
  }
}

void note(std::string_view text) { fmt::print(stderr, "enocheck: {}\n", text); }

namespace {

int run(int argc, char** argv) {
  CommandContext context;
  CLI::App app(
      "enocheck judges whether a GB smart metering release may go live with SECMP0046: an Electricity\n"
      "Distributor (ENO) curtails EV charging through an HCALCS on the meter.\n",
      "enocheck");
  app.set_version_flag("--version", kVersion);
  app.set_config("--config", "", "Read options from a TOML file", false);
  app.allow_config_extras(CLI::config_extras_mode::error);  // a misspelt option must not be another run
  app.require_subcommand(1);
  app.fallthrough();
  std::string data;
  app.add_option("--data", data, "Folder with testcases, vectors and schemas")
      ->envname("ENOCHECK_DATA_DIR")
      ->check(CLI::ExistingDirectory);
  app.parse_complete_callback(
      [&] { context.data_dir = data.empty() ? catalogue::own_data_folder() : std::filesystem::path(data); });

  add_check_command(app, context);
  add_compare_command(app, context);
  add_completion_command(app, context);
  add_correlate_command(app, context);
  add_decode_command(app, context);
  add_defects_command(app, context);
  add_doctor_command(app, context);
  add_history_command(app, context);
  add_list_command(app, context);
  add_man_command(app, context);
  add_matrix_command(app, context);
  add_new_command(app, context);
  add_rejudge_command(app, context);
  add_report_command(app, context);
  add_run_command(app, context);
  add_sim_command(app, context);
  add_sign_command(app, context);
  add_transform_command(app, context);
  add_twin_command(app, context);
  add_vectors_command(app, context);
  add_verify_command(app, context);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::Usage);
  }
  if (std::fflush(stdout) != 0 && context.exit_code == ExitCode::Success) {
    note("standard output could not be written");
    return static_cast<int>(ExitCode::Usage);
  }
  return static_cast<int>(context.exit_code);
}

}  // namespace
}  // namespace enocheck

int main(int argc, char** argv) {
  try {
    const enocheck::xml::Libraries libraries;
    return enocheck::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "enocheck: internal error: {}\n", error.what());
    return static_cast<int>(enocheck::ExitCode::Fault);
  }
}
