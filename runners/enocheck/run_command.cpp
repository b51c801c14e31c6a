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
#include "pipeline.h"
#include "rejudge.h"
#include "report/capture.h"
#include "report/console.h"
#include "report/seal.h"
#include "report_writer.h"
#include "resume.h"
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

ExitCode end_of_run(const report::RunRecord& record, bool shard_is_empty) {
  if (was_interrupted()) { return ExitCode::Interrupted; }
  if (shard_is_empty && record.cases.empty()) { return ExitCode::Success; }
  return exit_code_of(record.gate->outcome);
}

/// Everything that was judged: from the journals, or from memory where those could not be kept.
RanCases run_all(const RunOptions& options, const CommandContext& context, const LoadedSuite& suite,
                 const OpenRun& run) {
  RanCases all;
  const auto& folder = run.folder;
  if (options.jobs == 1) {
    auto ran = run_cases(options, context, suite, folder, 0, run.done);
    if (ran) { all = *std::move(ran); }
    if (!ran) { all.status = tl::unexpected(ran.error()); }
  } else {
    all.status = run_in_workers(options, context, suite, folder);
  }
  if (auto joined = report::join_captures(folder.path()); all.status && !joined) { all.status = joined; }
  auto records = folder.collected();  // a case that GoogleTest repeats has several; the gravest counts
  if (records && (all.status || options.jobs > 1 || !run.done.empty())) { all.records = *std::move(records); }
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

/// The key of --sign-key, or nothing where one is to be made. Errors: those of reading it.
Result<std::optional<crypto::SealKey>> sign_key_of(const RunOptions& options) {
  if (options.sign_key.empty()) { return std::nullopt; }
  const auto octets = read_file(options.sign_key);
  if (!octets) { return tl::unexpected(octets.error()); }
  auto key = crypto::SealKey::parse(*octets);
  if (!key) { return failure(key.error(), "--sign-key " + options.sign_key.string()); }
  return *std::move(key);
}

Status seal_folder(const RunOptions& options, const report::RunFolder& folder) {
  auto given = sign_key_of(options);
  if (!given) { return tl::unexpected(given.error()); }
  if (*given) { return report::seal(folder.path(), **given, report::SealedBy::Tester); }
  const auto made = crypto::SealKey::generate();
  if (!made) { return tl::unexpected(made.error()); }
  return report::seal(folder.path(), *made, report::SealedBy::Run);
}

/// Writes what follows from the record, and last the seal: nothing is written into the folder after that.
Status write_all(const RunOptions& options, const LoadedSuite& suite, const report::RunFolder& folder,
                 const report::RunRecord& record) {
  auto written = folder.write_results(record, suite.requirements);
  if (!written) { return written; }
  written =
      write_report(record, suite, options, folder.path(), folder.path() / "report.html", record.run.whole);
  if (!written) { return written; }
  written = folder.log(
      record.run.finished,
      fmt::format("run {} cases={}", record.run.whole ? "finished" : "ended", record.cases.size()));
  return written ? seal_folder(options, folder) : written;
}

std::string how_to_go_on(const RunOptions& options, const report::RunFolder& folder) {
  return options.given.empty() ? ""
                               : fmt::format("; enocheck run --resume '{}' goes on", folder.path().string());
}

/// Writes the results and prints the summary. What cannot be written is still judged and printed.
void conclude(const RunOptions& options, CommandContext& context, const LoadedSuite& suite,
              const report::GateRules& rules, const report::RunFolder& folder, report::RunRecord& record,
              Status kept) {
  pass_gate(record, rules);
  // Where something is missing from the record there is no seal: the run can be gone on with.
  const auto written =
      kept ? write_all(options, suite, folder, record) : folder.write_results(record, suite.requirements);
  if (options.rejudged.empty()) {
    keep_in_history(history_file(options.history, folder.path().parent_path()), record, folder.path(),
                    record.run.whole);
  }
  report::Console(write_to_stdout, style_of(options), record.cases.size())
      .summary(record, folder.path().string());
  tell_pipeline(record, context.data_dir, folder.path());
  if (was_interrupted()) {
    note(fmt::format("interrupted after {} of {} cases{}", record.cases.size(), suite.cases.size(),
                     how_to_go_on(options, folder)));
  }
  context.exit_code = end_of_run(record, suite.cases.empty());
  if (kept && !written) { kept = written; }
  if (kept) { return; }
  note(fmt::format("{}; {} of {} cases were judged, and the record in {} is not whole{}", kept.error().detail,
                   record.cases.size(), suite.cases.size(), folder.path().string(),
                   how_to_go_on(options, folder)));
  if (context.exit_code != ExitCode::No) { context.exit_code = ExitCode::Fault; }
}

/// What a run is, as far as it is known before it.
Result<report::RunInfo> describe(const RunOptions& options, const CommandContext& context,
                                 const LoadedSuite& suite, const std::optional<Rejudging>& rejudging) {
  report::RunInfo run;
  run.started = SystemClock().now();
  run.tool_version = kVersion;
  run.target = options.target;
  run.profile = suite.profile.name;
  run.profile_fingerprint = catalogue::fingerprint("", suite.profile.values);
  run.capture = options.capture;
  run.keystore = options.keystore;
  run.testbed = options.testbed.file.string();
  run.defect = options.defect;
  run.gate = options.gating.gate;
  run.baseline = options.gating.baseline.string();
  if (rejudging) {
    run.rejudged = rejudging->run.info().id;
    run.simulated = rejudging->run.info().simulated;
  }
  run.invocation.options = options.given;
  const auto shard = engine::shard_from_environment(environment);
  if (options.shard.empty() && shard && shard->total > 1) {
    run.invocation.options.push_back(fmt::format("--shard={}/{}", shard->index, shard->total));
  }
  std::error_code ignored;
  run.invocation.folder = std::filesystem::current_path(ignored);
  run.invocation.data = std::filesystem::absolute(context.data_dir, ignored).string();
  auto fingerprint = fingerprint_of(options, suite);
  if (!fingerprint) { return tl::unexpected(fingerprint.error()); }
  run.suite_fingerprint = *std::move(fingerprint);
  run.seed = options.seed;
  run.host = host_name();
  run.response_time = suite.profile.response_time;
  run.response_time_target = suite.profile.response_time_target;
  return run;
}

Status run_parent(const RunOptions& options, CommandContext& context, const LoadedSuite& suite,
                  const report::GateRules& rules, const std::optional<Rejudging>& rejudging) {
  if (const auto key = sign_key_of(options); !key) { return tl::unexpected(key.error()); }
  auto described = describe(options, context, suite, rejudging);
  if (!described) { return tl::unexpected(described.error()); }
  auto open = options.resumption ? go_on_with_run(options, suite, described->suite_fingerprint)
                                 : begin_run(options, *std::move(described));
  if (!open) { return tl::unexpected(open.error()); }
  auto ran = run_all(options, context, suite, *open);
  report::RunRecord record;
  record.run = open->info;
  record.cases = std::move(ran.records);
  if (rejudging) { record.cases.insert(record.cases.end(), rejudging->gone.begin(), rejudging->gone.end()); }
  std::sort(record.cases.begin(), record.cases.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  record.run.finished = SystemClock().now();
  record.run.whole = ran.status && !was_interrupted();
  if (rejudging) {
    auto told = tell_rejudged(*rejudging, suite, open->folder, record);
    if (ran.status && !told) { ran.status = std::move(told); }
  }
  conclude(options, context, suite, rules, open->folder, record, std::move(ran.status));
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
  const auto rules = load_gate_rules(options.gating, context.data_dir, *suite);
  if (!rules) { return tl::unexpected(rules.error()); }
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
  return run_parent(options, context, *suite, *rules, *rejudging);
}

void add_run_command(CLI::App& app, CommandContext& context) {
  auto* const command =
      app.add_subcommand("run", "Run the suite against a target; write a run folder; print a summary");
  command->footer(
      "Examples: enocheck run --area access --profile before\n"
      "          enocheck run --resume results/latest\n"
      "Exit code: 0 gate met, 1 a fail, an unexpected pass or an expired toleration, 2 wrong usage or data, "
      "3 a harness error, 4 nothing selected,\n"
      "           5 inconclusive, 130 interrupted.");
  auto options = std::make_shared<RunOptions>();
  add_run_options(*command, *options);
  command->callback([command, options, &context] {
    auto described = apply_sut(*command, *options, context.data_dir);
    options->given = given_options(*command);
    if (described && !options->resume.empty()) {
      auto resumed = options_of_resumed(*options, context);
      if (!resumed) { return report_error(context, resumed.error()); }
      *options = *std::move(resumed);
    }
    const auto done = described ? run_suite(*options, context) : described;
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
