#include "worker_run.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>

#include <unistd.h>

#include <fmt/format.h>

#include "core/files.h"
#include "engine/suite_run.h"
#include "interrupt.h"
#include "progress_watch.h"
#include "rejudge.h"
#include "report/call_file.h"
#include "report/capture.h"
#include "report/fan_out.h"
#include "report/results_json.h"
#include "side_by_side.h"
#include "sut/interruptible_sut.h"
#include "target.h"
#include "trace.h"
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

/// The shards are ours: GoogleTest must not divide once more.
void hide_shards_from_googletest() {
  unsetenv("GTEST_SHARD_INDEX");   // NOLINT(concurrency-mt-unsafe)
  unsetenv("GTEST_TOTAL_SHARDS");  // NOLINT(concurrency-mt-unsafe)
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
  return !journal->finished.empty();  // between two cases: nothing is lost
}

/// What is kept and told of the cases of this process.
class Kept {
 public:
  Kept(const RunOptions& options, const report::RunFolder& folder, const Clock& clock, std::size_t worker,
       std::size_t cases)
      : capture_file_(report::capture_file(folder.path(), worker)),
        captured_(report::parse_kept_cases(options.capture).value_or(report::KeptCases::All)),
        calls_(folder.path(), record_, captured_),
        journal_(folder, clock, worker),
        console_(write_to_stdout, style_of(options), cases) {}

  [[nodiscard]] Status open() {
    auto capture = report::CaptureSink::open(capture_file_, fmt::format("enocheck {}", kVersion), captured_);
    if (!capture) { return tl::unexpected(capture.error()); }
    capture_ = *std::move(capture);
    return {};
  }
  /// Where a target's calls are to be written down.
  [[nodiscard]] engine::CallRecord& record() { return record_; }
  /// After `first`; the journal tells of what is there already.
  [[nodiscard]] report::FanOut sinks(engine::ResultSink& first) {
    return report::FanOut({&first, capture_.get(), &journal_, &console_});
  }
  [[nodiscard]] report::CallSink& calls() { return calls_; }
  /// The first thing that could not be written, if any.
  [[nodiscard]] Status status() const {
    if (!journal_.status()) { return journal_.status(); }
    return calls_.status() ? capture_->status() : calls_.status();
  }
  [[nodiscard]] const std::vector<report::CaseRecord>& records() const { return journal_.records(); }
  [[nodiscard]] engine::SuiteOptions suite_options(bool fail_fast) const {
    return {fail_fast, [this] { return was_interrupted() || !status(); }, nullptr};
  }

 private:
  engine::CallRecord record_;
  std::filesystem::path capture_file_;
  report::KeptCases captured_;
  std::unique_ptr<report::CaptureSink> capture_;
  report::CallSink calls_;
  report::FolderSink journal_;
  report::Console console_;
};

/// One case after the other, but for those of a test bed that may run side by side.
Status run_as_planned(const RunOptions& options, const LoadedSuite& suite,
                      const engine::Surroundings& surroundings, const report::RunFolder& folder,
                      const engine::TestbedCare* care, Kept& kept) {
  const auto side_by_side =
      SideBySide::create(options, surroundings, care, folder, [&](engine::ResultSink& first) {
        return std::unique_ptr<engine::ResultSink>(new report::FanOut(kept.sinks(first)));
      });
  if (!side_by_side) { return tl::unexpected(side_by_side.error()); }
  const auto* const lanes = side_by_side->get();
  auto how = kept.suite_options(options.fail_fast);
  if (lanes != nullptr) {
    how.side_by_side = &lanes->parts();
    how.interrupted = [lanes, ended = how.interrupted] { return ended() || !lanes->status(); };
  }
  auto sinks = kept.sinks(kept.calls());
  auto done = engine::run_with_googletest(suite.cases, surroundings, sinks, how);
  return done && lanes != nullptr ? lanes->status() : done;
}

Status run_against_target(const RunOptions& options, const LoadedSuite& suite,
                          const TargetSurroundings& around, EmbeddedBench& bench,
                          const report::RunFolder& folder, Kept& kept) {
  if (options.capture != "none") { bench.record_calls(kept.record()); }
  std::unique_ptr<engine::TestbedCare> care;
  bench.decorate([&](std::unique_ptr<engine::Sut> target) {
    if (target->observes().real_time) {
      target = std::make_unique<sut::InterruptibleSut>(
          std::move(target), [&care] { return was_interrupted() && !(care && care->is_cleaning()); });
    }
    target = with_operator(std::move(target), options.manual);
    return options.trace.empty() ? std::move(target) : with_trace(std::move(target), bench.keys());
  });
  const auto surroundings = aim(options, bench, around);
  if (!surroundings) { return tl::unexpected(surroundings.error()); }
  auto left_out = plan(options, around.data_dir, suite, (*surroundings)->sut->observes());
  if (!left_out) { return tl::unexpected(left_out.error()); }
  bench.leave_out(*std::move(left_out));
  auto made = make_care(options, **surroundings);
  if (!made) { return tl::unexpected(made.error()); }
  care = *std::move(made);
  bench.care_by(care.get());
  return run_as_planned(options, suite, **surroundings, folder, care.get(), kept);
}

Status run_against_record(const RunOptions& options, const LoadedSuite& suite, EmbeddedBench& bench,
                          Kept& kept) {
  const auto earlier = EarlierRun::open(options.rejudged);
  if (!earlier) { return tl::unexpected(earlier.error()); }
  auto target = std::make_unique<sut::ReplaySut>();
  bench.use_counters([&bench, &replayed = *target](const Eui64& user) -> Result<std::uint64_t> {
    return replayed.first_counter(user, bench.first_counter());
  });
  ReplayFeed feed(*earlier, *target);
  auto sinks = kept.sinks(feed);
  return engine::run_with_googletest(suite.cases, bench.aim_at(std::move(target)), sinks,
                                     kept.suite_options(options.fail_fast));
}

}  // namespace

void write_to_stdout(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

report::ConsoleStyle style_of(const RunOptions& options) {
  static const SystemClock clock;
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  report::ConsoleStyle style;
  style.progress = draws_progress(options)      ? report::Progress::Terminal
                   : options.progress == "none" ? report::Progress::None
                                                : report::Progress::Plain;
  style.clock = &clock;
  style.columns = terminal_columns();
  style.shares_line = terminal && options.is_worker();
  style.colour = terminal && std::getenv("NO_COLOR") == nullptr;  // NOLINT(concurrency-mt-unsafe)
  style.command = reproduce_command(options);
  style.reproduce = reproduce_suffix(options);
  return style;
}

Result<RanCases> run_cases(const RunOptions& options, const CommandContext& context, LoadedSuite& suite,
                           const report::RunFolder& folder, std::size_t worker) {
  const SystemClock clock;
  FolderLogger log(folder, clock);
  // What is judged again has to be sent again as it was, to the octet.
  const bool repeatably = options.capture != "none" || !options.rejudged.empty();
  auto keys = load_keys(options.keystore);
  if (!keys) { return tl::unexpected(keys.error()); }
  const auto bench =
      EmbeddedBench::create(context.data_dir, suite, options.seed, log,
                            {.besides = nullptr, .signs_repeatably = repeatably, .keys = *std::move(keys)});
  if (!bench) { return tl::unexpected(bench.error()); }
  if (auto read = use_mmc_schema(options, **bench, context.data_dir); !read) {
    return tl::unexpected(read.error());
  }
  Kept kept(options, folder, clock, worker, suite.cases.size());
  if (auto opened = kept.open(); !opened) { return tl::unexpected(opened.error()); }
  hide_shards_from_googletest();
  SeededEntropy entropy(std::random_device{}());
  const TargetSurroundings around{
      clock, entropy,          folder.path() / fmt::format("adapter_{}.stderr", worker),
      log,   context.data_dir, suite.profile.name};
  const auto done = options.rejudged.empty()
                        ? run_against_target(options, suite, around, **bench, folder, kept)
                        : run_against_record(options, suite, **bench, kept);
  if (!done) { return tl::unexpected(done.error()); }
  return RanCases{kept.records(), kept.status()};
}

Status run_worker(const RunOptions& options, CommandContext& context, LoadedSuite& suite) {
  end_with_parent();
  const auto folder = report::RunFolder::open(options.worker_folder);
  if (!folder) { return tl::unexpected(folder.error()); }
  const auto part = engine::parse_shard(options.worker);
  if (!part) { return tl::unexpected(part.error()); }
  const auto number = part->index + 1;  // 0 is the parent's
  const auto journal = read_journal(folder->journal(number));
  if (!journal) { return tl::unexpected(journal.error()); }
  leave_out_done(suite.cases, *journal);
  const auto ran = run_cases(options, context, suite, *folder, number);
  if (!ran) { return tl::unexpected(ran.error()); }
  if (!ran->status) { return failure(ErrorCode::Internal, ran->status.error().detail); }
  const bool has_failed = std::any_of(ran->records.begin(), ran->records.end(), [](const auto& record) {
    return record.verdict == engine::Verdict::Fail;
  });
  context.exit_code = was_interrupted() ? ExitCode::Interrupted
                      : has_failed      ? ExitCode::No
                                        : ExitCode::Success;
  return {};
}

Status run_in_workers(const RunOptions& options, const CommandContext& context, const LoadedSuite& suite,
                      const report::RunFolder& folder) {
  ProgressWatch progress(folder, options.jobs, suite.cases.size(), style_of(options));
  WorkerPool pool([&progress] { progress.look(); });
  const auto start = [&](std::size_t index) {
    return pool.start(index, worker_arguments(options, context.data_dir, folder.path(), index));
  };
  for (std::size_t index = 0; index < options.jobs; ++index) {
    if (auto started = start(index); !started) { return started; }
  }
  while (!pool.is_empty()) {
    const auto end = pool.wait();
    progress.clear();
    if (!end) { return tl::unexpected(end.error()); }
    if (was_interrupted()) { continue; }
    if (end->signal != 0) {
      const auto recorded = record_death(folder, *end, suite);
      if (!recorded) { return tl::unexpected(recorded.error()); }
      if (!*recorded) {
        return failure(ErrorCode::Internal, fmt::format("worker {} died before its first case", end->worker));
      }
      if (auto started = start(end->worker); !started) { return started; }
    } else if (end->exit_code == static_cast<int>(ExitCode::Usage) ||
               end->exit_code == static_cast<int>(ExitCode::Fault)) {
      return failure(ErrorCode::Internal,
                     fmt::format("worker {} ended with code {}", end->worker, end->exit_code));
    } else if (options.fail_fast && end->exit_code == static_cast<int>(ExitCode::No)) {
      pool.interrupt();
    }
  }
  return {};
}

}  // namespace enocheck
