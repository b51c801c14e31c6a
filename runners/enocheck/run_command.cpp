#include <algorithm>
#include <array>
#include <cstdlib>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "run_command.h"

#include "catalogue/fingerprint.h"
#include "command.h"
#include "core/files.h"
#include "dry_run.h"
#include "history_record.h"
#include "interrupt.h"
#include "meter_probe.h"
#include "rejudge.h"
#include "report/capture.h"
#include "report/console.h"
#include "report_writer.h"
#include "run_options.h"
#include "suite_setup.h"
#include "sut_option.h"
#include "target.h"
#include "version.h"
#include "worker_run.h"

namespace enocheck {
namespace {

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  if (value == nullptr) { return std::nullopt; }
  return value;
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

/// This process's part of the cases: the shard, and of that a worker's part.
Result<std::vector<catalogue::Testcase>> select_cases(const RunOptions& options, const LoadedSuite& suite,
                                                      std::size_t& selected_at_all) {
  const auto shard = options.shard.empty() ? engine::shard_from_environment(environment)
                                           : engine::parse_shard(options.shard);
  if (!shard) { return tl::unexpected(shard.error()); }
  auto selection = options.selection;
  if (!options.trace.empty()) { selection.filter = options.trace; }
  selected_at_all = engine::selected(suite.cases, selection, {}).size();
  auto cases = engine::selected(suite.cases, selection, *shard);
  if (!options.is_worker()) { return cases; }
  const auto part = engine::parse_shard(options.worker);
  if (!part) { return tl::unexpected(part.error()); }
  return engine::selected(std::move(cases), {}, *part);
}

ExitCode exit_code_of(const report::RunRecord& record, bool strict, bool shard_is_empty) {
  if (was_interrupted()) { return ExitCode::Interrupted; }
  auto judged = record;
  if (strict) {
    for (auto& one : judged.cases) { one.contested = false; }
  }
  switch (judge_gate(judged)) {
    case report::Gate::Met: return ExitCode::Success;
    case report::Gate::Failed: return ExitCode::No;
    case report::Gate::HarnessError: return ExitCode::Fault;
    case report::Gate::Inconclusive: return ExitCode::Unreachable;
    case report::Gate::NothingSelected: return shard_is_empty ? ExitCode::Success : ExitCode::Nothing;
  }
  return ExitCode::Fault;
}

/// Everything that was judged: from the journals, or from memory where those could not be kept.
RanCases run_all(const RunOptions& options, const CommandContext& context, LoadedSuite& suite,
                 const report::RunFolder& folder) {
  RanCases all;
  if (options.jobs == 1) {
    auto ran = run_cases(options, context, suite, folder, 0);
    if (ran) { all = *std::move(ran); }
    if (!ran) { all.status = tl::unexpected(ran.error()); }
  } else {
    all.status = run_in_workers(options, context, suite, folder);
  }
  if (auto joined = report::join_captures(folder.path()); all.status && !joined) { all.status = joined; }
  auto records = folder.collected();  // a case that GoogleTest repeats has several; the gravest counts
  if (records && (all.status || options.jobs > 1)) { all.records = *std::move(records); }
  if (!records && all.status) { all.status = tl::unexpected(records.error()); }
  return all;
}

/// Writes and prints what judging an earlier run again has come to.
Status tell_rejudged(const Rejudging& rejudging, const LoadedSuite& suite, const report::RunFolder& folder,
                     const report::RunRecord& record) {
  const auto rejudgement = compared(rejudging.run, record, suite.cases);
  write_to_stdout(to_text(rejudgement));
  const auto json = to_rejudgement_json(rejudgement);
  return write_file(folder.path() / "rejudgement.json", bytes_of(json));
}

/// Writes the results and prints the summary. What cannot be written is still judged and printed.
void conclude(const RunOptions& options, CommandContext& context, const LoadedSuite& suite,
              const report::RunFolder& folder, const report::RunRecord& record, Status kept) {
  auto written = folder.write_results(record, suite.requirements);
  if (written) {
    written = write_report(record, suite, options, folder.path(), folder.path() / "report.html",
                           !was_interrupted());
  }
  if (options.rejudged.empty()) {
    keep_in_history(history_file(options.history, options.out), record, folder.path(), !was_interrupted());
  }
  report::Console(write_to_stdout, style_of(options), record.cases.size())
      .summary(record, folder.path().string());
  if (was_interrupted()) {
    note(fmt::format("interrupted after {} of {} cases", record.cases.size(), suite.cases.size()));
  }
  context.exit_code = exit_code_of(record, options.gate == "strict", suite.cases.empty());
  if (kept && !written) { kept = written; }
  if (kept) { return; }
  note(fmt::format("{}; {} of {} cases were judged, and the record in {} is not whole", kept.error().detail,
                   record.cases.size(), suite.cases.size(), folder.path().string()));
  if (context.exit_code != ExitCode::No) { context.exit_code = ExitCode::Fault; }
}

Status run_parent(const RunOptions& options, CommandContext& context, LoadedSuite& suite,
                  const std::optional<Rejudging>& rejudging) {
  report::RunRecord record;
  auto& run = record.run;
  run.started = SystemClock().now();
  run.tool_version = kVersion;
  run.target = options.target;
  run.profile = suite.profile.name;
  run.profile_fingerprint = catalogue::fingerprint("", suite.profile.values);
  run.capture = options.capture;
  run.keystore = options.keystore;
  run.testbed = options.testbed.file.string();
  run.defect = options.defect;
  if (rejudging) {
    run.rejudged = rejudging->run.info().id;
    run.simulated = rejudging->run.info().simulated;
  }
  run.seed = options.seed;
  run.host = host_name();
  run.response_time = suite.profile.response_time;
  run.response_time_target = suite.profile.response_time_target;
  const auto folder = report::RunFolder::create(options.out, run);
  if (!folder) { return tl::unexpected(folder.error()); }
  auto ran = run_all(options, context, suite, *folder);
  record.cases = std::move(ran.records);
  if (rejudging) { record.cases.insert(record.cases.end(), rejudging->gone.begin(), rejudging->gone.end()); }
  std::sort(record.cases.begin(), record.cases.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  run.finished = SystemClock().now();
  if (rejudging) {
    auto told = tell_rejudged(*rejudging, suite, *folder, record);
    if (ran.status && !told) { ran.status = std::move(told); }
  }
  conclude(options, context, suite, *folder, record, std::move(ran.status));
  return {};
}

/// Does what is to be judged exist?
Status check_options(const RunOptions& options, const CommandContext& context) {
  if (!options.rejudged.empty()) { return {}; }
  if (!options.defect.empty() && sim::find_defect(options.defect) == nullptr) {
    return failure(ErrorCode::BadValue,
                   fmt::format("--defect {}: `enocheck defects list` has no such defect", options.defect));
  }
  return check_target(options, context.data_dir);
}

/// The run that is to be judged again, if one is; the options become what they were then.
Result<std::optional<Rejudging>> rejudging_of(RunOptions& options) {
  if (options.rejudged.empty()) { return std::optional<Rejudging>(); }
  auto earlier = EarlierRun::open(options.rejudged);
  if (!earlier) { return tl::unexpected(earlier.error()); }
  if (auto done = adopt(options, *earlier); !done) { return tl::unexpected(done.error()); }
  return Rejudging{*std::move(earlier), {}};
}

/// Leaves of the suite what that run kept.
void leave_kept(Rejudging& rejudging, const RunOptions& options, LoadedSuite& suite) {
  if (!rejudging.run.is_whole() && !options.is_worker()) {
    note("that run did not come to its end: the cases of which it has verdicts are judged");
  }
  rejudging.gone = rejudging.run.gone(suite.cases, options.selection);
  const auto left_out = rejudging.run.leave_kept(suite.cases);
  if (left_out > 0 && !options.is_worker()) {
    note(fmt::format(
        "{} cases are left out: the run kept the calls of those alone that neither passed nor were "
        "skipped (--capture failed)",
        left_out));
  }
}

}  // namespace

Status run_suite(const RunOptions& given, CommandContext& context) {
  auto options = given;
  auto rejudging = rejudging_of(options);
  if (!rejudging) { return tl::unexpected(rejudging.error()); }
  if (auto known = check_options(options, context); !known) { return known; }
  auto suite = load_suite(context.data_dir, options.profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  if (auto bound = apply_equipment(options, context.data_dir, *suite); !bound) { return bound; }
  if (auto known = check_plan(options.plan, context.data_dir, *suite); !known) { return known; }
  if (*rejudging) { leave_kept(**rejudging, options, *suite); }
  std::size_t selected_at_all = 0;
  auto cases = select_cases(options, *suite, selected_at_all);
  if (!cases) { return tl::unexpected(cases.error()); }
  suite->cases = *std::move(cases);
  if (selected_at_all == 0 && (!*rejudging || (*rejudging)->gone.empty())) {
    note(*rejudging ? "nothing of that run was selected"
                    : "nothing was selected; `enocheck list` has all cases");
    context.exit_code = ExitCode::Nothing;
    return {};
  }
  if (!options.trace.empty() && selected_at_all != 1) {
    return failure(ErrorCode::BadValue, fmt::format("--trace {}: {} cases have that name; one can be shown",
                                                    options.trace, selected_at_all));
  }
  if (const auto filter = environment("GTEST_FILTER"); filter && *filter != "*") {
    note(fmt::format("GTEST_FILTER={} is in the environment: it leaves cases out of this run", *filter));
  }
  catch_interrupts(!options.is_worker());
  if (options.is_dry) { return print_what_would_be_sent(options, context, *suite); }
  if (options.is_worker()) { return run_worker(options, context, *suite); }
  if (!*rejudging) {
    if (auto there = try_target(options, context.data_dir, suite->profile.name); !there) { return there; }
    if (auto answers = try_meter(options, context.data_dir, *suite); !answers) { return answers; }
  }
  return run_parent(options, context, *suite, *rejudging);
}

void add_run_command(CLI::App& app, CommandContext& context) {
  auto* const command =
      app.add_subcommand("run", "Run the suite against a target; write a run folder; print a summary");
  command->footer(
      "Example: enocheck run --area access --profile before\n"
      "Exit code: 0 gate met, 1 a fail, 2 wrong usage or data, 3 a harness error, 4 nothing selected,\n"
      "           5 inconclusive, 130 interrupted.");
  auto options = std::make_shared<RunOptions>();
  add_run_options(*command, *options);
  command->callback([command, options, &context] {
    const auto described = apply_sut(*command, *options, context.data_dir);
    const auto done = described ? run_suite(*options, context) : described;
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
