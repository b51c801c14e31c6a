#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "core/files.h"
#include "engine/suite_run.h"
#include "interrupt.h"
#include "report/console.h"
#include "report/fan_out.h"
#include "report/results_json.h"
#include "report/run_folder.h"
#include "run_options.h"
#include "suite_setup.h"
#include "version.h"
#include "worker_pool.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// Writes log lines into run.log.
class FolderLogger final : public Logger {
 public:
  FolderLogger(const report::RunFolder& folder, const Clock& clock) : folder_(&folder), clock_(&clock) {}
  void write(LogLevel level, std::string_view line) override {
    if (level == LogLevel::Debug) { return; }
    // A log that cannot be written shows when the journal, in the same folder, cannot be.
    static_cast<void>(folder_->log(clock_->now(), line));
  }

 private:
  const report::RunFolder* folder_;
  const Clock* clock_;
};

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  if (value == nullptr) { return std::nullopt; }
  return value;
}

void write_to_stdout(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

report::ConsoleStyle style_of(const RunOptions& options) {
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  report::ConsoleStyle style;
  style.progress = options.progress == "none"                 ? report::Progress::None
                   : options.progress == "plain" || !terminal ? report::Progress::Plain
                                                              : report::Progress::Terminal;
  style.colour = terminal && !environment("NO_COLOR");
  style.reproduce = reproduce_suffix(options);
  return style;
}

/// This process's part of the cases: the shard, and of that a worker's part.
Result<std::vector<catalogue::Testcase>> select_cases(const RunOptions& options, const LoadedSuite& suite,
                                                      std::size_t& selected_at_all) {
  const auto shard = options.shard.empty() ? engine::shard_from_environment(environment)
                                           : engine::parse_shard(options.shard);
  if (!shard) { return tl::unexpected(shard.error()); }
  selected_at_all = engine::selected(suite.cases, options.selection, {}).size();
  auto cases = engine::selected(suite.cases, options.selection, *shard);
  if (!options.is_worker()) { return cases; }
  const auto part = engine::parse_shard(options.worker);
  if (!part) { return tl::unexpected(part.error()); }
  return engine::selected(std::move(cases), {}, *part);
}

/// The shards are ours: GoogleTest must not divide once more.
void hide_shards_from_googletest() {
  unsetenv("GTEST_SHARD_INDEX");   // NOLINT(concurrency-mt-unsafe)
  unsetenv("GTEST_TOTAL_SHARDS");  // NOLINT(concurrency-mt-unsafe)
}

/// Runs cases in this process; their records go into the folder's journal. True if none of them failed.
Result<bool> run_cases(const RunOptions& options, const CommandContext& context, LoadedSuite& suite,
                       const report::RunFolder& folder, std::size_t worker) {
  const SystemClock clock;
  FolderLogger log(folder, clock);
  const auto bench = EmbeddedBench::create(context.data_dir, suite, options.seed, log);
  if (!bench) { return tl::unexpected(bench.error()); }
  report::Console console(write_to_stdout, style_of(options), suite.cases.size());
  report::FolderSink sink(folder, clock, worker);
  report::FanOut both({&sink, &console});
  hide_shards_from_googletest();
  const engine::SuiteOptions suite_options{options.fail_fast, was_interrupted};
  const auto done = engine::run_with_googletest(
      suite.cases, (*bench)->against(sim::find_defect(options.defect)), both, suite_options);
  if (!done) { return tl::unexpected(done.error()); }
  if (!sink.status()) { return tl::unexpected(sink.status().error()); }
  return std::none_of(sink.records().begin(), sink.records().end(),
                      [](const auto& record) { return record.verdict == engine::Verdict::Fail; });
}

/// A worker that was started again leaves out what is in its journal already.
void leave_out_done(std::vector<catalogue::Testcase>& cases, const report::Journal& journal) {
  std::set<std::string> done;
  for (const auto& record : journal.finished) { done.insert(record.id); }
  std::erase_if(cases, [&](const catalogue::Testcase& testcase) { return done.contains(testcase.id); });
}

Result<report::Journal> read_journal(const fs::path& file) {
  if (!fs::exists(file)) { return report::Journal{}; }
  const auto text = read_text(file);
  if (!text) { return tl::unexpected(text.error()); }
  return report::parse_journal(*text);
}

Status run_worker(const RunOptions& options, CommandContext& context, LoadedSuite& suite) {
  const auto folder = report::RunFolder::open(options.worker_folder);
  if (!folder) { return tl::unexpected(folder.error()); }
  const auto part = engine::parse_shard(options.worker);
  if (!part) { return tl::unexpected(part.error()); }
  const auto number = part->index + 1;  // 0 is the parent's
  const auto journal = read_journal(folder->journal(number));
  if (!journal) { return tl::unexpected(journal.error()); }
  leave_out_done(suite.cases, *journal);
  const auto all_well = run_cases(options, context, suite, *folder, number);
  if (!all_well) { return tl::unexpected(all_well.error()); }
  context.exit_code = was_interrupted() ? ExitCode::Interrupted
                      : *all_well       ? ExitCode::Success
                                        : ExitCode::No;
  return {};
}

/// Writes down that a worker died, so that its case has a verdict and is not tried for ever.
/// False if it died before any case.
Result<bool> record_death(const report::RunFolder& folder, const WorkerEnd& end, const LoadedSuite& suite) {
  const auto file = folder.journal(end.worker + 1);
  const auto journal = read_journal(file);
  if (!journal) { return tl::unexpected(journal.error()); }
  for (const auto& testcase : suite.cases) {
    if (testcase.id != journal->unfinished) { continue; }
    engine::CaseResult result;
    result.verdict = engine::Verdict::Error;
    result.reason = fmt::format("the worker process died during this case (signal {})", end.signal);
    const auto record = report::make_record(testcase, result);
    const auto written = report::append_line(file, report::to_journal_line(record));
    if (!written) { return tl::unexpected(written.error()); }
    write_to_stdout(fmt::format("error  {}\n", report::describe_failure(record, "")));
    return true;
  }
  return false;
}

Status run_in_workers(const RunOptions& options, const CommandContext& context, const LoadedSuite& suite,
                      const report::RunFolder& folder) {
  WorkerPool pool;
  const auto start = [&](std::size_t index) {
    return pool.start(index, worker_arguments(options, context.data_dir, folder.path(), index));
  };
  for (std::size_t index = 0; index < options.jobs; ++index) {
    if (auto started = start(index); !started) { return started; }
  }
  while (!pool.is_empty()) {
    const auto end = pool.wait();
    if (!end) { return tl::unexpected(end.error()); }
    if (end->signal != 0) {
      const auto recorded = record_death(folder, *end, suite);
      if (!recorded) { return tl::unexpected(recorded.error()); }
      if (!*recorded) {
        return failure(ErrorCode::Crypto, fmt::format("worker {} died before its first case", end->worker));
      }
      if (was_interrupted()) { continue; }
      if (auto started = start(end->worker); !started) { return started; }
    } else if (end->exit_code == static_cast<int>(ExitCode::Usage) ||
               end->exit_code == static_cast<int>(ExitCode::Fault)) {
      return failure(ErrorCode::Crypto,
                     fmt::format("worker {} ended with code {}", end->worker, end->exit_code));
    } else if (options.fail_fast && end->exit_code == static_cast<int>(ExitCode::No)) {
      pool.interrupt();
    }
  }
  return {};
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

/// Puts together what the journals have, writes the results, prints the summary.
Status conclude(const RunOptions& options, CommandContext& context, const LoadedSuite& suite,
                const report::RunFolder& folder, report::RunInfo run) {
  auto cases = folder.collected();
  if (!cases) { return tl::unexpected(cases.error()); }
  run.finished = SystemClock().now();
  const report::RunRecord record{std::move(run), *std::move(cases)};
  auto written = folder.write_results(record, suite.requirements);
  if (!written) { return written; }
  report::Console(write_to_stdout, style_of(options), record.cases.size())
      .summary(record, folder.path().string());
  if (was_interrupted()) {
    note(fmt::format("interrupted after {} of {} cases", record.cases.size(), suite.cases.size()));
  }
  context.exit_code = exit_code_of(record, options.gate == "strict", suite.cases.empty());
  return {};
}

Status run_parent(const RunOptions& options, CommandContext& context, LoadedSuite& suite) {
  report::RunInfo run;
  run.started = SystemClock().now();
  run.tool_version = kVersion;
  run.target = options.target;
  run.profile = suite.profile.name;
  run.defect = options.defect;
  run.seed = options.seed;
  run.host = host_name();
  run.response_time = suite.profile.response_time;
  run.response_time_target = suite.profile.response_time_target;
  const auto folder = report::RunFolder::create(options.out, run);
  if (!folder) { return tl::unexpected(folder.error()); }
  const auto done = options.jobs > 1 ? run_in_workers(options, context, suite, *folder)
                                     : run_cases(options, context, suite, *folder, 0).map([](bool) {});
  auto concluded = conclude(options, context, suite, *folder, run);
  return done ? concluded : done;
}

Status run(const RunOptions& options, CommandContext& context) {
  if (options.target != "embedded") {
    return failure(ErrorCode::BadValue,
                   fmt::format("--target {}: this build knows embedded", options.target));
  }
  if (!options.defect.empty() && sim::find_defect(options.defect) == nullptr) {
    return failure(ErrorCode::BadValue,
                   fmt::format("--defect {}: `enocheck defects list` has no such defect", options.defect));
  }
  auto suite = load_suite(context.data_dir, options.profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  std::size_t selected_at_all = 0;
  auto cases = select_cases(options, *suite, selected_at_all);
  if (!cases) { return tl::unexpected(cases.error()); }
  suite->cases = *std::move(cases);
  if (selected_at_all == 0) {
    note("nothing was selected; `enocheck list` has all cases");
    context.exit_code = ExitCode::Nothing;
    return {};
  }
  catch_interrupts();
  if (!options.is_worker()) { return run_parent(options, context, *suite); }
  return run_worker(options, context, *suite);
}

}  // namespace

void add_run_command(CLI::App& app, CommandContext& context) {
  auto* const command =
      app.add_subcommand("run", "Run the suite against a target; write a run folder; print a summary");
  command->footer(
      "Example: enocheck run --area access --profile before\n"
      "Exit code: 0 gate met, 1 a fail, 2 wrong usage or data, 3 a harness error, 4 nothing selected,\n"
      "           5 inconclusive, 130 interrupted.");
  auto options = std::make_shared<RunOptions>();
  add_run_options(*command, *options);
  command->callback([options, &context] {
    const auto done = run(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
