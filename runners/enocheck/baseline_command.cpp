#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "catalogue/baseline.h"
#include "catalogue/element.h"
#include "command.h"
#include "core/files.h"
#include "engine/selection.h"
#include "gate_options.h"
#include "report/console.h"
#include "report/plain_text.h"
#include "report/run_folder.h"
#include "suite_setup.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// A pin is a part of the failure's text; the rest of a long one is in results.json.
constexpr std::size_t kLongestPin = 500;

struct Options {
  fs::path file;
  fs::path run;
  std::string filter;
  std::string verdict = "fail";
  std::string owner;
  std::string reason;
  std::string clause;
  std::string review;
  std::string sut;
  std::string today;
  std::string format = "text";
};

Result<report::RunRecord> stored_run(const fs::path& run) {
  const auto folder = report::RunFolder::open(run);
  if (!folder) { return tl::unexpected(folder.error()); }
  return folder->stored();
}

/// The run, held to the baseline and nothing else.
Result<report::RunRecord> judged_run(const fs::path& run, const fs::path& baseline,
                                     const fs::path& data_dir) {
  auto record = stored_run(run);
  if (!record) { return record; }
  const auto suite = load_suite(data_dir, record->run.profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  const auto rules = load_gate_rules({"standard", baseline}, data_dir, *suite);
  if (!rules) { return tl::unexpected(rules.error()); }
  pass_gate(*record, *rules);
  return record;
}

std::string pin_of(const report::CaseRecord& one) {
  auto text = catalogue::collapse(failure_text(one));
  if (text.size() <= kLongestPin) { return text; }
  text = report::cut_to(std::move(text), kLongestPin);
  const auto mark = text.rfind("…");
  return catalogue::collapse(text.substr(0, mark));
}

catalogue::Toleration entry_of(const report::CaseRecord& one, const Options& options) {
  catalogue::Toleration entry;
  entry.testcase = one.id;
  entry.verdict = options.verdict;
  entry.hop = one.hop ? engine::name_of(*one.hop) : "";
  entry.pinned = pin_of(one);
  entry.reason = report::one_line(options.reason);
  entry.owner = report::one_line(options.owner);
  entry.clause = options.clause.empty() ? fmt::format("{}", fmt::join(one.requirements, " "))
                                        : report::one_line(options.clause);
  entry.review = options.review;
  return entry;
}

Status add(const Options& options, CommandContext& context) {
  std::error_code ignored;
  const bool is_new = !fs::exists(options.file, ignored);
  const auto record =
      is_new ? stored_run(options.run) : judged_run(options.run, options.file, context.data_dir);
  if (!record) { return tl::unexpected(record.error()); }
  std::vector<catalogue::Toleration> entries;
  for (const auto& one : record->cases) {
    const bool is_meant = name_of(one.verdict) == options.verdict && !one.tolerated &&
                          (options.filter.empty() || engine::matches_filter(options.filter, one.id));
    if (is_meant) { entries.push_back(entry_of(one, options)); }
  }
  if (entries.empty()) {
    note(fmt::format("nothing to add: no case of {} has the verdict {} and is not tolerated yet",
                     options.run.string(), options.verdict));
    context.exit_code = ExitCode::Nothing;
    return {};
  }
  const auto document = is_new ? Result<std::string>("") : read_text(options.file);
  if (!document) { return tl::unexpected(document.error()); }
  const auto sut = options.sut.empty() ? record->run.target : options.sut;
  const auto text = catalogue::with_entries(*document, report::one_line(sut), entries);
  if (!text) { return failure(text.error(), options.file.string()); }
  if (auto done = write_file(options.file, bytes_of(*text)); !done) { return done; }
  for (const auto& entry : entries) { fmt::print("{}: {}\n", entry.testcase, entry.pinned); }
  const auto whole = catalogue::load_baseline(options.file, context.data_dir);
  if (!whole) { return tl::unexpected(whole.error()); }
  fmt::print("{}: {} entries, {} of them new\n", options.file.string(), whole->entries.size(),
             entries.size());
  return {};
}

nlohmann::ordered_json to_json(const catalogue::Baseline& baseline) {
  nlohmann::ordered_json json = {{"schema_version", 1},
                                 {"file", baseline.file},
                                 {"sut", baseline.sut},
                                 {"entries", nlohmann::ordered_json::array()}};
  for (const auto& entry : baseline.entries) {
    json["entries"].push_back(
        {{"case", entry.testcase},
         {"verdict", entry.verdict},
         {"hop", entry.hop.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(entry.hop)},
         {"pinned", entry.pinned},
         {"reason", entry.reason},
         {"owner", entry.owner},
         {"clause", entry.clause},
         {"review", entry.review},
         {"line", entry.line}});
  }
  return json;
}

Status list(const Options& options, CommandContext& context) {
  const auto baseline = catalogue::load_baseline(options.file, context.data_dir);
  if (!baseline) { return tl::unexpected(baseline.error()); }
  if (options.format == "json") {
    fmt::print("{}\n", to_json(*baseline).dump(1));
    return {};
  }
  for (const auto& entry : baseline->entries) {
    fmt::print("{}  {} until {}  {} ({}; {})\n    pinned{}: {}\n", entry.testcase, entry.verdict,
               entry.review, entry.reason, entry.owner, entry.clause,
               entry.hop.empty() ? "" : " at hop " + entry.hop, entry.pinned);
  }
  fmt::print("{} entries for {}\n", baseline->entries.size(), baseline->sut);
  return {};
}

/// Whatever a run says: is an entry over, or of no case of the suite?
Result<std::vector<report::GateFinding>> findings_without_run(const Options& options,
                                                              const CommandContext& context) {
  const auto baseline = catalogue::load_baseline(options.file, context.data_dir);
  if (!baseline) { return tl::unexpected(baseline.error()); }
  const auto suite = load_suite(context.data_dir, "secmp0046");
  if (!suite) { return tl::unexpected(suite.error()); }
  const auto today = options.today.empty() ? report::day_of(SystemClock().now()) : options.today;
  return report::stale_entries(*baseline, report::names_in(suite->cases), today);
}

Status check(const Options& options, CommandContext& context) {
  std::vector<report::GateFinding> findings;
  if (options.run.empty()) {
    auto found = findings_without_run(options, context);
    if (!found) { return tl::unexpected(found.error()); }
    findings = *std::move(found);
  } else {
    const auto record = judged_run(options.run, options.file, context.data_dir);
    if (!record) { return tl::unexpected(record.error()); }
    findings = record->gate->findings;
    for (const auto& one : record->cases) {
      if (one.tolerated) { fmt::print("tolerated: {} ({})\n", one.id, one.tolerated->where); }
    }
  }
  for (const auto& finding : findings) {
    fmt::print("{}: {} ({})\n", name_of(finding.reason), finding.text, finding.where);
  }
  fmt::print("{} findings\n", findings.size());
  if (!findings.empty()) { context.exit_code = ExitCode::No; }
  return {};
}

std::string is_no_day(const std::string& text) {
  return catalogue::is_day(text) ? "" : text + " is no day, such as 2027-03-31";
}
std::string is_blank(const std::string& text) {
  return catalogue::collapse(text).empty() ? "it says nothing" : "";
}

using Action = Status (*)(const Options&, CommandContext&);

CLI::App* add_action(CLI::App& parent, const char* name, const char* what,
                     const std::shared_ptr<Options>& options, CommandContext& context, Action action) {
  auto* const command = parent.add_subcommand(name, what);
  command->add_option("file", options->file, "The baseline")->required();
  command->callback([options, &context, action] {
    const auto done = action(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
  return command;
}

void add_add(CLI::App& parent, CommandContext& context) {
  auto options = std::make_shared<Options>();
  auto* const command =
      add_action(parent, "add", "Tolerate what failed in a run: pin its failures", options, context, add);
  command->footer(
      "Example: enocheck baseline add known.xml results/latest --filter 'control/durations/*' --owner 'B. "
      "Smith' "
      "\\\n"
      "           --reason 'DEF-1234, mended in 5.2' --clause CTL-3 --review 2027-03-31\n"
      "Exit code: 0 added, 2 wrong usage or data, 4 nothing to add.");
  command->add_option("run", options->run, "Folder of the run")->required()->check(CLI::ExistingDirectory);
  command->add_option("--filter", options->filter,
                      "GoogleTest patterns on case ids; otherwise all that failed");
  command->add_option("--verdict", options->verdict, "fail or inconc")
      ->check(CLI::IsMember({"fail", "inconc"}))
      ->capture_default_str();
  command->add_option("--owner", options->owner, "Who answers for it")->required()->check(is_blank);
  command->add_option("--reason", options->reason, "Why it is tolerated, with the defect's number")
      ->required()
      ->check(is_blank);
  command->add_option("--review", options->review, "The last day on which it is tolerated, as 2027-03-31")
      ->required()
      ->check(is_no_day);
  command->add_option("--clause", options->clause, "What is not kept; otherwise the case's requirements");
  command->add_option("--sut", options->sut,
                      "Of a new file: the system under test; otherwise the run's target");
}

void add_check(CLI::App& parent, CommandContext& context) {
  auto options = std::make_shared<Options>();
  auto* const command =
      add_action(parent, "check", "Is an entry over, unmatched, or no longer what a run shows?", options,
                 context, check);
  command->footer(
      "Example: enocheck baseline check known.xml results/latest\n"
      "Today is the day of the run; without a run it is today, or the day that --today names.\n"
      "Exit code: 0 all entries hold, 1 one does not, 2 wrong usage or data.");
  auto* const run =
      command->add_option("run", options->run, "Folder of a run")->check(CLI::ExistingDirectory);
  command->add_option("--today", options->today, "Without a run: what will be over by then, as 2027-03-31")
      ->check(is_no_day)
      ->excludes(run);
}

void add_list(CLI::App& parent, CommandContext& context) {
  auto options = std::make_shared<Options>();
  auto* const command = add_action(parent, "list", "The entries of a baseline", options, context, list);
  command->footer("Example: enocheck baseline list known.xml --format json");
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

}  // namespace

void add_baseline_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand(
      "baseline", "Known failures that a gate tolerates: add, list, check (docs/baseline.md)");
  command->require_subcommand(1);
  command->footer("Example: enocheck baseline check known.xml results/latest");
  add_add(*command, context);
  add_check(*command, context);
  add_list(*command, context);
}

}  // namespace enocheck
