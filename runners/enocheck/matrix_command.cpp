#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "access_runner.h"
#include "command.h"
#include "engine/access_verdict.h"
#include "interrupt.h"
#include "report/access_report.h"
#include "suite_setup.h"
#include "version.h"

namespace enocheck {
namespace {

struct Options {
  AccessOptions access;
  std::string format = "text";
};

void print(const Options& options, const catalogue::AccessMatrix& matrix,
           const engine::AccessVerdict& verdict) {
  const report::AccessRun run{kVersion, "embedded", options.access.profile, options.access.defect,
                              options.access.is_narrowed()};
  const auto text = options.format == "json"   ? report::access_json(matrix, run, verdict)
                    : options.format == "html" ? report::access_html(matrix, run, verdict)
                                               : report::access_text(matrix, run, verdict);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

Status run(const Options& options, CommandContext& context) {
  const auto matrix = catalogue::load_access_matrix(context.data_dir);
  if (!matrix) { return tl::unexpected(matrix.error()); }
  const auto groups = chosen_cells(options.access, *matrix);
  if (!groups) { return tl::unexpected(groups.error()); }
  catch_interrupts();
  if (!options.access.worker.empty()) { return ask_as_worker(options.access, context, *matrix, *groups); }
  const auto suite = load_profile(context.data_dir, options.access.profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  const auto expectations = engine::AccessExpectations::create(*matrix, suite->profile);
  if (!expectations) { return tl::unexpected(expectations.error()); }
  const auto answers = ask_embedded(options.access, context, *matrix, *groups);
  if (was_interrupted()) {
    context.exit_code = ExitCode::Interrupted;
    return {};
  }
  if (!answers) { return tl::unexpected(answers.error()); }
  const auto verdict = engine::judge_table(*matrix, *expectations, *groups, *answers);
  print(options, *matrix, verdict);
  if (!verdict.deviations.empty()) { context.exit_code = ExitCode::No; }
  return {};
}

}  // namespace

void add_matrix_command(CLI::App& app, CommandContext& context) {
  auto* const command =
      app.add_subcommand("matrix", "The access truth table: every cell asked, none sampled");
  command->footer(
      "Example: enocheck matrix --profile before --jobs 2\n"
      "Exit code: 0 every cell is as testcases/matrix.xml says, 1 some deviate, 2 wrong usage or data, 3 our "
      "own "
      "fault.");
  auto options = std::make_shared<Options>();
  auto& access = options->access;
  command->add_option("--profile", access.profile, "Name in testcases/profiles, or a file")
      ->capture_default_str();
  command->add_option("--defect", access.defect, "Break the simulators by a name of `enocheck defects list`");
  command->add_option("--format", options->format, "text, json, or html (one page that needs nothing else)")
      ->check(CLI::IsMember({"text", "json", "html"}))
      ->capture_default_str();
  add_access_options(*command, access);
  command->add_option("--worker", access.worker)->group("");
  command->add_option("--worker-file", access.worker_file)->group("");
  command->callback([options, &context] {
    const auto done = run(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
