#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "core/files.h"
#include "gate_options.h"
#include "pipeline.h"
#include "report/console.h"
#include "report/junit.h"
#include "report/run_folder.h"
#include "report/sarif.h"
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
  GateOptions gating;
  bool judges = false;  ///< a gate or a baseline was named: the run is held to it
  fs::path junit;
  fs::path sarif;
  fs::path matrix;
  fs::path defects;
};

/// What another command printed as JSON; `member` tells whether it is that.
Result<std::string> read_document(const fs::path& file, const char* member, const char* command) {
  if (file.empty()) { return std::string(); }
  auto text = read_text(file);
  if (!text) { return text; }
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object() || json.value("schema_version", 0) != 1 || !json.contains(member)) {
    return failure(ErrorCode::Schema,
                   fmt::format("{}: not what `enocheck {}` prints; run it again", file.string(), command));
  }
  return text;
}

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

/// In the run's folder; of a sealed one, which is not written into, beside it.
fs::path page_of(const fs::path& run_folder) {
  if (!report::is_sealed(run_folder)) { return run_folder / "report.html"; }
  return run_folder.parent_path() / (run_folder.filename().string() + "-report.html");
}

/// Holds the run to today's gate; its folder stays as it is.
Status judge(const Options& options, CommandContext& context, const LoadedSuite& suite, bool is_whole,
             report::RunRecord& record) {
  const auto rules = load_gate_rules(options.gating, context.data_dir, suite);
  if (!rules) { return tl::unexpected(rules.error()); }
  pass_gate(record, *rules);
  context.exit_code = exit_code_of(record.gate->outcome);
  if (!is_whole) {
    note("that run did not come to its end: what it would have come to is not known");
    if (context.exit_code == ExitCode::Success) { context.exit_code = ExitCode::Unreachable; }
  }
  return {};
}

void tell_gate(const report::RunRecord& record, const CommandContext& context, const fs::path& folder) {
  if (!record.gate->against.empty()) {
    fmt::print("against the gate: {}\n", fmt::join(record.gate->against, " "));
  }
  fmt::print("{}gate: {} (policy {}) for {}\n", gate_text(record), name_of(record.gate->outcome),
             record.gate->policy, record.run.id);
  std::fflush(stdout);
  tell_pipeline(record, context.data_dir, folder);
}

/// The page, and what else was asked for.
Status write_all(const Options& options, const report::RunRecord& record, const LoadedSuite& suite,
                 const fs::path& path, bool is_whole) {
  if (!options.junit.empty()) {
    if (auto done = write_file(options.junit, bytes_of(to_junit(record))); !done) { return done; }
  }
  if (!options.sarif.empty()) {
    const auto sarif = to_sarif(record, suite.requirements);
    if (auto done = write_file(options.sarif, bytes_of(sarif)); !done) { return done; }
  }
  if (options.judges && options.out.empty()) { return {}; }
  auto access = read_document(options.matrix, "rights", "matrix --format json");
  if (!access) { return tl::unexpected(access.error()); }
  auto kills = read_document(options.defects, "defects", "defects run --full --format json");
  if (!kills) { return tl::unexpected(kills.error()); }
  const auto file = options.out.empty() ? page_of(path) : options.out;
  const auto done = write_report(record, suite, options_of(record.run, path), path, file, is_whole,
                                 {*std::move(access), *std::move(kills)});
  if (done) { fmt::print("{}\n", file.string()); }
  return done;
}

Status report_run(const Options& options, CommandContext& context) {
  std::error_code ignored;
  const auto path = fs::canonical(options.run, ignored);
  const auto folder = report::RunFolder::open(path);
  if (!folder) { return tl::unexpected(folder.error()); }
  auto record = folder->stored();
  if (!record) { return tl::unexpected(record.error()); }
  const auto& profile = options.profile.empty() ? record->run.profile : options.profile;
  const auto suite = load_suite(context.data_dir, profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  if (options.judges) {
    auto judged = judge(options, context, *suite, folder->is_whole(), *record);
    if (!judged) { return judged; }
  }
  auto written = write_all(options, *record, *suite, path, folder->is_whole());
  if (written && options.judges) { tell_gate(*record, context, path); }
  return written;
}

}  // namespace

void add_report_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand(
      "report", "Make report.html of a run that is on disk, whole or killed; hold it to a gate");
  command->footer(
      "Examples: enocheck report results/latest --out /tmp/report.html\n"
      "          enocheck report results/latest --gate strict --baseline known.xml --junit junit.xml\n"
      "Purposes and requirements are those of today's suite; verdicts and messages are the run's. Prints "
      "the\n"
      "page's path. With --gate or --baseline the run is held to that, says what comes of it and leaves its "
      "folder\n"
      "as it is: the page is written where --out says.\n"
      "Exit code: 0 written, 2 no run's folder, or a page that cannot be written; with --gate or --baseline "
      "that\n"
      "           of run, 5 for a run that did not come to its end.");
  auto options = std::make_shared<Options>();
  command->add_option("run", options->run, "Folder of the run")->required()->check(CLI::ExistingDirectory);
  command->add_option(
      "--out", options->out,
      "The page; otherwise RUN-report.html beside the run's folder, or in it where it is not sealed");
  command
      ->add_option("--matrix", options->matrix,
                   "What `enocheck matrix --format json` printed: the access truth table becomes a page")
      ->check(CLI::ExistingFile);
  command
      ->add_option("--defects", options->defects,
                   "What `enocheck defects run --full --format json` printed: the kill matrix becomes a page")
      ->check(CLI::ExistingFile);
  command->add_option("--profile", options->profile, "Name or file; otherwise today's of the run's name");
  add_gate_options(*command, options->gating);
  command->add_option("--junit", options->junit, "Write junit.xml here as well");
  command->add_option("--sarif", options->sarif, "Write results.sarif here as well");
  command->callback([command, options, &context] {
    options->judges = command->count("--gate") + command->count("--baseline") > 0;
    const auto done = report_run(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
