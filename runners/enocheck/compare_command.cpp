#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "history_record.h"
#include "report/comparison.h"
#include "report/run_folder.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string a;
  std::string b;
  fs::path out = "results";
  std::string history;
  report::ComparisonOptions comparison;
  std::string format = "text";
};

/// The runs that the history has, if there is one. It need not be there: verdicts are compared without it.
Result<std::vector<report::PastRun>> past_runs(const fs::path& file) {
  std::error_code ignored;
  if (file.empty() || !fs::exists(file, ignored)) { return std::vector<report::PastRun>{}; }
  const auto history = report::History::open_to_read(file);
  if (!history) { return tl::unexpected(history.error()); }
  return history->runs();
}

/// A run by its folder, or by its id: below --out, else where the history says that its folder is.
Result<fs::path> folder_of(const std::string& name, const Options& options,
                           const std::vector<report::PastRun>& past) {
  std::error_code ignored;
  for (const auto& path : {fs::path(name), options.out / name}) {
    if (fs::is_directory(path, ignored)) { return fs::canonical(path, ignored); }
  }
  for (const auto& one : past) {
    if (one.run.id != name) { continue; }
    if (fs::is_directory(one.folder, ignored)) { return one.folder; }
    return failure(ErrorCode::Io, fmt::format("{}: is in the history, and its folder {} is gone", name,
                                              one.folder.string()));
  }
  return failure(ErrorCode::Io,
                 fmt::format("{}: is no folder of a run, and neither {} nor the history has a run of "
                             "that id",
                             name, options.out.string()));
}

Result<report::ComparedRun> open_run(const fs::path& path) {
  const auto folder = report::RunFolder::open(path);
  if (!folder) { return tl::unexpected(folder.error()); }
  auto record = folder->stored();
  if (!record) { return tl::unexpected(record.error()); }
  return report::ComparedRun{*std::move(record), path, {}};
}

/// What the history has of the same kind as each side, for the times.
Status add_alike(const fs::path& file, report::ComparedRun& a, report::ComparedRun& b) {
  std::error_code ignored;
  if (file.empty() || !fs::exists(file, ignored)) { return {}; }
  const auto history = report::History::open_to_read(file);
  if (!history) { return tl::unexpected(history.error()); }
  constexpr std::size_t kMost = 200;
  for (auto* const side : {&a, &b}) {
    const auto past = history->runs(subject_of(side->record.run), kMost);
    if (!past) { return tl::unexpected(past.error()); }
    const bool comes_after_its_like = side == &b && is_alike(a.record.run, b.record.run);
    side->alike = runs_alike(*past, side->record.run,
                             comes_after_its_like ? std::optional(a.record.run.started) : std::nullopt);
  }
  return {};
}

Status compare_runs(const Options& options, CommandContext& context) {
  const auto file = history_file(options.history, options.out);
  const auto past = past_runs(file);
  if (!past) { return tl::unexpected(past.error()); }
  const auto folder_a = folder_of(options.a, options, *past);
  if (!folder_a) { return tl::unexpected(folder_a.error()); }
  const auto folder_b = folder_of(options.b, options, *past);
  if (!folder_b) { return tl::unexpected(folder_b.error()); }
  auto a = open_run(*folder_a);
  if (!a) { return tl::unexpected(a.error()); }
  auto b = open_run(*folder_b);
  if (!b) { return tl::unexpected(b.error()); }
  if (auto added = add_alike(file, *a, *b); !added) { return added; }
  const auto comparison = compare(*a, *b, options.comparison);
  if (!comparison) { return tl::unexpected(comparison.error()); }
  fmt::print("{}", options.format == "json"   ? to_json(*comparison)
                   : options.format == "html" ? to_html(*comparison)
                                              : to_text(*comparison));
  if (comparison->changed > 0) { context.exit_code = ExitCode::No; }
  return {};
}

}  // namespace

void add_compare_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand(
      "compare", "What changed between two runs: verdicts, times, and the first message that differs");
  command->footer(
      "Example: enocheck compare results/20260302T173000Z-embedded results/latest\n"
      "Times of whole runs are compared over the runs of the history that asked the same: those no later "
      "than A, and\n"
      "those of B (where both asked the same, the ones after A). Times of commands are those of the two "
      "runs.\n"
      "Exit code: 0 the same verdicts, 1 a verdict changed, 2 a run that cannot be read.");
  auto options = std::make_shared<Options>();
  command->add_option("A", options->a, "The earlier run: its folder or its id")->required();
  command->add_option("B", options->b, "The later run")->required();
  command->add_option("--out", options->out, "Where runs are looked for by their id")->capture_default_str();
  command->add_option("--history", options->history,
                      "The history's file, or none; history.db in the folder of --out");
  command->add_option("--case", options->comparison.cases,
                      "Compare the messages of this case, whether its verdict changed or not");
  command->add_option("--format", options->format, "text, json or html")
      ->check(CLI::IsMember({"text", "json", "html"}))
      ->capture_default_str();
  command->callback([options, &context] {
    const auto done = compare_runs(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
