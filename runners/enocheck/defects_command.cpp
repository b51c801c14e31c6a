#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "engine/case_run.h"
#include "engine/kill_matrix.h"
#include "interrupt.h"
#include "suite_setup.h"

namespace enocheck {
namespace {

struct Options {
  engine::Selection selection;
  std::vector<std::string> profiles = {"secmp0046", "before", "secmp0046-direct", "gbcs-4.x"};
  std::vector<std::string> defects;
  std::string format = "text";
  bool full = false;
  std::uint64_t seed = 46;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
};

engine::SeededDefect to_seeded(const sim::Defect& defect) {
  return {
      std::string(defect.id), std::string(defect.component), {defect.breaks.begin(), defect.breaks.end()}};
}

/// Runs cases against the target with and without defects; what the conformant target does is asked once.
class Arena {
 public:
  static Result<std::unique_ptr<Arena>> open(const CommandContext& context, const Options& options,
                                             const std::string& profile, Logger& log) {
    auto suite = load_suite(context.data_dir, profile);
    if (!suite) { return tl::unexpected(suite.error()); }
    suite->cases = engine::selected(std::move(suite->cases), options.selection, {});
    auto arena = std::make_unique<Arena>();
    arena->suite_ = *std::move(suite);
    auto bench = EmbeddedBench::create(context.data_dir, arena->suite_, options.seed, log);
    if (!bench) { return tl::unexpected(bench.error()); }
    arena->bench_ = *std::move(bench);
    return arena;
  }
  [[nodiscard]] const LoadedSuite& suite() const { return suite_; }

  void run(const sim::Defect& defect, const engine::KillOptions& options, engine::DefectResult& result) {
    const auto run_one = [&](const catalogue::Testcase& testcase, const engine::SeededDefect* with) {
      if (with != nullptr) { return engine::run_case(testcase, bench_->against(&defect)); }
      return conformant(testcase);
    };
    engine::run_against(result, suite_.cases, run_one, options);
  }

 private:
  engine::CaseResult conformant(const catalogue::Testcase& testcase) {
    const auto known = conformant_.find(testcase.id);
    if (known != conformant_.end()) { return known->second; }
    return conformant_.emplace(testcase.id, engine::run_case(testcase, bench_->against(nullptr)))
        .first->second;
  }

  LoadedSuite suite_;
  std::unique_ptr<EmbeddedBench> bench_;
  std::map<std::string, engine::CaseResult> conformant_;
};

/// One defect under every profile, until it is killed.
engine::DefectResult run_defect(const sim::Defect& defect, const std::vector<std::unique_ptr<Arena>>& arenas,
                                const engine::KillOptions& options) {
  engine::DefectResult total;
  total.defect = to_seeded(defect);
  for (const auto& arena : arenas) {
    if (!options.full && total.killed()) { break; }
    arena->run(defect, options, total);
  }
  return total;
}

nlohmann::ordered_json to_json(const engine::DefectResult& result, bool full) {
  nlohmann::ordered_json json = {{"id", result.defect.id},
                                 {"component", result.defect.component},
                                 {"breaks", result.defect.breaks},
                                 {"killed", result.killed()},
                                 {"killed_by", result.killed_by}};
  if (full) {
    json["blunt"] = result.is_blunt();
    json["noticed"] = result.noticed.size();
    json["judged"] = result.judged;
  }
  return json;
}

/// One line; what noticed a defect that nothing killed tells which hop was blamed in its stead.
void print_line(const engine::DefectResult& result) {
  const auto* const state = result.is_blunt() ? "blunt " : result.killed() ? "killed" : "ALIVE ";
  fmt::print("{} {:<44} {}", state, result.defect.id, fmt::join(result.killed_by, " "));
  if (result.killed_by.empty() && !result.noticed.empty()) {
    const auto& first = result.noticed.front();
    fmt::print("noticed by {}, which blames {} where {} is at fault", first.testcase,
               first.hop ? name_of(*first.hop) : "nobody", result.defect.component);
  }
  fmt::print("\n");
}

/// Blunt defects do not count.
struct Tally {
  std::size_t counted = 0;
  std::size_t killed = 0;

  [[nodiscard]] double rate() const {
    return counted == 0 ? 0 : static_cast<double>(killed) / static_cast<double>(counted);
  }
};

Tally tally_of(const std::vector<engine::DefectResult>& results) {
  Tally tally;
  for (const auto& one : results) {
    tally.counted += one.is_blunt() ? 0 : 1;
    tally.killed += one.killed() ? 1 : 0;
  }
  return tally;
}

void print(const std::vector<engine::DefectResult>& results, const Tally& tally, const Options& options) {
  if (options.format == "json") {
    nlohmann::ordered_json json = {{"schema_version", 1}, {"defects", nlohmann::ordered_json::array()}};
    for (const auto& result : results) { json["defects"].push_back(to_json(result, options.full)); }
    json["kill_rate"] = tally.rate();
    fmt::print("{}\n", json.dump(1));
    return;
  }
  for (const auto& result : results) { print_line(result); }
  const auto blunt = results.size() - tally.counted;
  if (blunt > 0) {
    fmt::print("{} are blunt: more than 5 % of the cases notice them, so they do not count\n", blunt);
  }
  fmt::print("{} defects, {:.1f} % killed\n", tally.counted, tally.rate() * 100);
}

Result<std::vector<const sim::Defect*>> chosen_defects(const Options& options) {
  std::vector<const sim::Defect*> chosen;
  for (const auto& id : options.defects) {
    const auto* const defect = sim::find_defect(id);
    if (defect == nullptr) { return failure(ErrorCode::BadValue, "there is no defect " + id); }
    chosen.push_back(defect);
  }
  if (!options.defects.empty()) { return chosen; }
  for (const auto& defect : sim::all_defects()) { chosen.push_back(&defect); }
  return chosen;
}

/// An arena for each profile. Errors: those of loading the suite.
Result<std::vector<std::unique_ptr<Arena>>> open_arenas(const Options& options, const CommandContext& context,
                                                        Logger& log) {
  std::vector<std::unique_ptr<Arena>> arenas;
  for (const auto& profile : options.profiles) {
    auto arena = Arena::open(context, options, profile, log);
    if (!arena) { return tl::unexpected(arena.error()); }
    arenas.push_back(*std::move(arena));
  }
  return arenas;
}

/// Runs the defects in `options.jobs` threads, each with arenas of its own; nothing is shared but the number
/// of the next defect. An interrupt leaves the rest out.
std::vector<engine::DefectResult> run_all(const std::vector<const sim::Defect*>& chosen,
                                          const std::vector<std::vector<std::unique_ptr<Arena>>>& arenas,
                                          const engine::KillOptions& options) {
  std::vector<engine::DefectResult> results(chosen.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&](const std::vector<std::unique_ptr<Arena>>& own) {
    for (auto index = next++; index < chosen.size() && !was_interrupted(); index = next++) {
      results[index] = run_defect(*chosen[index], own, options);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (const auto& own : arenas) {
      threads.emplace_back([&] { work(own); });
    }
  }
  std::erase_if(results, [](const auto& result) { return result.defect.id.empty(); });
  return results;
}

Status run_defects(const Options& options, CommandContext& context) {
  const auto chosen = chosen_defects(options);
  if (!chosen) { return tl::unexpected(chosen.error()); }
  SilentLogger log;
  std::vector<std::vector<std::unique_ptr<Arena>>> arenas;
  for (std::size_t job = 0; job < std::min<std::size_t>(options.jobs, chosen->size()); ++job) {
    auto own = open_arenas(options, context, log);
    if (!own) { return tl::unexpected(own.error()); }
    arenas.push_back(*std::move(own));
  }
  for (const auto& arena : arenas.front()) {
    if (!arena->suite().cases.empty()) { continue; }
    note("nothing was selected");
    context.exit_code = ExitCode::Nothing;
    return {};
  }
  catch_interrupts();
  const auto results = run_all(*chosen, arenas, {options.full, was_interrupted});
  const auto tally = tally_of(results);
  print(results, tally, options);
  if (tally.killed != tally.counted || results.size() != chosen->size()) { context.exit_code = ExitCode::No; }
  if (was_interrupted()) { context.exit_code = ExitCode::Interrupted; }
  return {};
}

void list_defects(const Options& options) {
  nlohmann::ordered_json json = {{"schema_version", 1}, {"defects", nlohmann::ordered_json::array()}};
  for (const auto& defect : sim::all_defects()) {
    if (options.format == "text") {
      fmt::print("{:<44} {:<22} [{}] {}\n", defect.id, defect.component, fmt::join(defect.breaks, " "),
                 defect.description);
    }
    json["defects"].push_back(
        {{"id", defect.id},
         {"component", defect.component},
         {"breaks", std::vector<std::string>(defect.breaks.begin(), defect.breaks.end())},
         {"description", defect.description}});
  }
  if (options.format == "json") { fmt::print("{}\n", json.dump(1)); }
}

void add_format(CLI::App& command, Options& options) {
  command.add_option("--format", options.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

}  // namespace

void add_defects_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand("defects", "Seeded defects: is the suite sharp?");
  command->require_subcommand(1);
  auto options = std::make_shared<Options>();
  auto* const list = command->add_subcommand("list", "List the simulators' defects");
  add_format(*list, *options);
  list->callback([options] { list_defects(*options); });
  auto* const run =
      command->add_subcommand("run", "Run the suite against every defect; say which cases catch which");
  run->footer(
      "Example: enocheck defects run --defect hcalcs.ignores-duration\nExit code: 0 only if all are "
      "killed.");
  add_format(*run, *options);
  add_selection_options(*run, options->selection);
  run->add_option("--defect", options->defects, "Only these defects");
  run->add_option("--profile", options->profiles, "Profiles to run under, one after the other")
      ->capture_default_str();
  add_seed_option(*run, options->seed);
  run->add_option("--jobs", options->jobs, "Defects at a time")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  run->add_flag("--full", options->full, "Every case against every defect, not only up to the first kill");
  run->callback([options, &context] {
    const auto done = run_defects(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
