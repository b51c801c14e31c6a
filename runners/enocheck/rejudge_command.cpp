#include <memory>

#include <CLI/CLI.hpp>

#include "command.h"
#include "run_command.h"
#include "run_options.h"
#include "suite_setup.h"

namespace enocheck {

void add_rejudge_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand(
      "rejudge", "Judge the evidence of an earlier run again, with today's suite; no target is needed");
  command->footer(
      "Example: enocheck rejudge results/latest --filter 'control.*'\n"
      "Says of each verdict whether it stands, and writes a run folder of its own beside the run's. A case "
      "that\n"
      "asks something else today than then is inconclusive: what the target would have done is not known.\n"
      "Exit code: as of run, by today's verdicts.");
  auto options = std::make_shared<RunOptions>();
  options->profile.clear();
  options->out.clear();
  command->add_option("run", options->rejudged, "Folder of the run")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--profile", options->profile, "Name or file; otherwise today's of the run's name");
  add_keystore_option(*command, options->keystore);
  add_mmc_schema_option(*command, *options);
  add_selection_options(*command, options->selection);
  add_reporting_options(*command, *options);
  command->callback([options, &context] {
    const auto done = run_suite(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
