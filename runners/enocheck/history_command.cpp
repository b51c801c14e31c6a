#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "report/history_view.h"
#include "report/run_folder.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path file = "results/history.db";
  std::vector<fs::path> added;
  std::string target;
  std::string profile;
  std::string defect;
  std::size_t last = 50;
  std::string format = "text";
};

/// Runs that are on disk already, into the file.
Status add_runs(const Options& options) {
  auto history = report::History::open_to_write(options.file);
  if (!history) { return tl::unexpected(history.error()); }
  for (const auto& run : options.added) {
    std::error_code ignored;
    const auto path = fs::canonical(run, ignored);
    const auto folder = report::RunFolder::open(path);
    if (!folder) { return tl::unexpected(folder.error()); }
    const auto record = folder->stored();
    if (!record) { return tl::unexpected(record.error()); }
    if (auto added = history->add(*record, path, folder->is_whole()); !added) { return added; }
  }
  note(fmt::format("{}: {} run{} added", options.file.string(), options.added.size(),
                   options.added.size() == 1 ? "" : "s"));
  return {};
}

/// The subject of the newest run that fits what was asked for.
Result<report::Subject> choose_subject(const Options& options, const report::History& history) {
  const auto runs = history.runs();
  if (!runs) { return tl::unexpected(runs.error()); }
  const auto fits = [](const std::string& asked, const std::string& has) {
    return asked.empty() || asked == has;
  };
  for (auto run = runs->rbegin(); run != runs->rend(); ++run) {
    const auto subject = subject_of(run->run);
    if (fits(options.target, subject.target) && fits(options.profile, subject.profile) &&
        fits(options.defect, subject.defect)) {
      return subject;
    }
  }
  return failure(ErrorCode::BadValue,
                 fmt::format("{}: has {} run{}, and none with that target, profile and defect",
                             options.file.string(), runs->size(), runs->size() == 1 ? "" : "s"));
}

Status show(const Options& options) {
  if (!options.added.empty()) {
    if (auto added = add_runs(options); !added) { return added; }
  }
  const auto history = report::History::open_to_read(options.file);
  if (!history) { return tl::unexpected(history.error()); }
  const auto subject = choose_subject(options, *history);
  if (!subject) { return tl::unexpected(subject.error()); }
  const auto view = report::view_history(*history, options.file.string(), *subject, options.last);
  if (!view) { return tl::unexpected(view.error()); }
  fmt::print("{}", options.format == "json"   ? to_json(*view)
                   : options.format == "html" ? to_html(*view)
                                              : to_text(*view));
  return {};
}

}  // namespace

void add_history_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand(
      "history", "Earlier runs: trend, what fails since when, what is flaky, what is slow");
  command->footer(
      "Examples: enocheck history --profile before\n"
      "          enocheck history --format html > history.html\n"
      "          enocheck history --add results/2026*\n"
      "It is about the target, profile, defect and test bed of the newest run that fits.\n"
      "Exit code: 0 printed, 2 no history, or one that cannot be read.");
  auto options = std::make_shared<Options>();
  command->add_option("--history", options->file, "The file that runs are kept in")->capture_default_str();
  command->add_option("--add", options->added, "Add these run folders first; one that is in it is replaced")
      ->check(CLI::ExistingDirectory);
  command->add_option("--target", options->target, "Runs against this target");
  command->add_option("--profile", options->profile, "Runs with this profile");
  command->add_option("--defect", options->defect, "Runs with this seeded defect");
  command->add_option("--last", options->last, "So many runs at most, the newest")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--format", options->format, "text, json or html")
      ->check(CLI::IsMember({"text", "json", "html"}))
      ->capture_default_str();
  command->callback([options, &context] {
    const auto done = show(*options);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
