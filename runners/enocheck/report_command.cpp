#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "report/run_folder.h"
#include "report/seal.h"
#include "report_writer.h"
#include "run_options.h"
#include "suite_setup.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path run;
  fs::path out;
  std::string profile;
};

/// The options of the run, as far as its record tells.
RunOptions options_of(const report::RunInfo& run, const fs::path& folder) {
  RunOptions options;
  options.target = run.target;
  options.profile = run.profile;
  options.defect = run.defect;
  options.seed = run.seed;
  options.keystore = run.keystore;
  if (!run.rejudged.empty()) { options.rejudged = folder.parent_path() / run.rejudged; }
  return options;
}

Status report_run(const Options& options, const CommandContext& context) {
  std::error_code ignored;
  const auto path = fs::canonical(options.run, ignored);
  const auto folder = report::RunFolder::open(path);
  if (!folder) { return tl::unexpected(folder.error()); }
  if (options.out.empty() && report::is_sealed(path)) {
    return failure(
        ErrorCode::BadValue,
        fmt::format("{} is sealed by its MANIFEST, and has its report.html; name another place for a "
                    "page of today with --out",
                    options.run.string()));
  }
  const auto record = folder->stored();
  if (!record) { return tl::unexpected(record.error()); }
  const auto& profile = options.profile.empty() ? record->run.profile : options.profile;
  const auto suite = load_suite(context.data_dir, profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  const auto file = options.out.empty() ? path / "report.html" : options.out;
  const auto done =
      write_report(*record, *suite, options_of(record->run, path), path, file, folder->is_whole());
  if (done) { fmt::print("{}\n", file.string()); }
  return done;
}

}  // namespace

void add_report_command(CLI::App& app, CommandContext& context) {
  auto* const command =
      app.add_subcommand("report", "Make report.html of a run that is on disk, whole or killed");
  command->footer(
      "Example: enocheck report results/latest --out /tmp/report.html\n"
      "Purposes and requirements are those of today's suite; verdicts and messages are the run's. Prints "
      "the\n"
      "page's path.\n"
      "Exit code: 0 written, 2 no run's folder, or a page that cannot be written.");
  auto options = std::make_shared<Options>();
  command->add_option("run", options->run, "Folder of the run")->required()->check(CLI::ExistingDirectory);
  command->add_option("--out", options->out,
                      "The page; otherwise report.html in the run's folder, unless that is sealed");
  command->add_option("--profile", options->profile, "Name or file; otherwise today's of the run's name");
  command->callback([options, &context] {
    const auto done = report_run(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
