#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "access_runner.h"
#include "command.h"
#include "engine/case_run.h"
#include "engine/twin.h"
#include "interrupt.h"
#include "report/twin_report.h"
#include "suite_setup.h"
#include "version.h"

namespace enocheck {
namespace {

struct Options {
  AccessOptions access;  ///< its profile is set to one, then the other
  std::string before = "before";
  std::string after = "secmp0046";
  std::string filter;
  std::string format = "text";

  [[nodiscard]] bool is_narrowed() const { return access.is_narrowed() || !filter.empty(); }
};

/// One side of the comparison.
struct Side {
  LoadedSuite suite;
  AccessAnswers answers;
  std::vector<engine::TwinCase> cases;
};

/// Runs the suite; keeps what was seen of the cases with `tag`. Signatures are the same for the same octets,
/// so that what is the same on the wire can be told.
Result<std::vector<engine::TwinCase>> run_suite(const Options& options, const CommandContext& context,
                                                const LoadedSuite& suite, const std::string& tag) {
  SilentLogger log;
  const auto bench = EmbeddedBench::create(context.data_dir, suite, options.access.seed, log,
                                           {.besides = nullptr, .signs_repeatably = true, .keys = nullptr});
  if (!bench) { return tl::unexpected(bench.error()); }
  const auto& surroundings = (*bench)->against(sim::find_defect(options.access.defect));
  std::vector<engine::TwinCase> cases;
  for (const auto& testcase : suite.cases) {
    if (was_interrupted()) { return failure(ErrorCode::Timeout, "interrupted"); }
    auto& one = cases.emplace_back();
    one.result = engine::run_case(testcase, surroundings);
    const bool is_kept = std::find(testcase.tags.begin(), testcase.tags.end(), tag) != testcase.tags.end();
    if (is_kept && one.result.verdict != engine::Verdict::Skip) { one.seen = surroundings.sut->exchanges(); }
  }
  return cases;
}

Result<Side> run_side(Options options, const std::string& profile, const CommandContext& context,
                      const catalogue::AccessMatrix& matrix, const std::vector<engine::CellGroup>& groups,
                      const catalogue::TwinRules& rules) {
  Side side;
  auto suite = load_suite(context.data_dir, profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  side.suite = *std::move(suite);
  engine::Selection selection;
  selection.filter = options.filter;
  side.suite.cases = engine::selected(std::move(side.suite.cases), selection, {});
  options.access.profile = profile;
  auto answers = ask_embedded(options.access, context, matrix, groups);
  if (!answers) { return tl::unexpected(answers.error()); }
  side.answers = *std::move(answers);
  auto cases = run_suite(options, context, side.suite, rules.regression_tag);
  if (!cases) { return tl::unexpected(cases.error()); }
  side.cases = *std::move(cases);
  return side;
}

Result<engine::TwinVerdict> compare(const Options& options, const catalogue::AccessMatrix& matrix,
                                    const std::vector<engine::CellGroup>& groups,
                                    const catalogue::TwinRules& rules, const Side& before,
                                    const Side& after) {
  engine::TwinVerdict verdict;
  const auto tables = engine::compare_tables({&matrix, &groups, &before.answers, &after.answers}, rules,
                                             before.suite.profile, after.suite.profile, verdict);
  if (!tables) { return tl::unexpected(tables.error()); }
  const auto suites =
      engine::compare_suites({&after.suite.cases, &before.cases, &after.cases, options.filter.empty()}, rules,
                             before.suite.profile, after.suite.profile, verdict);
  if (!suites) { return tl::unexpected(suites.error()); }
  return verdict;
}

Status run(const Options& options, CommandContext& context) {
  const auto matrix = catalogue::load_access_matrix(context.data_dir);
  if (!matrix) { return tl::unexpected(matrix.error()); }
  const auto rules = catalogue::load_twin_rules(context.data_dir, *matrix);
  if (!rules) { return tl::unexpected(rules.error()); }
  const auto groups = chosen_cells(options.access, *matrix);
  if (!groups) { return tl::unexpected(groups.error()); }
  catch_interrupts();
  const auto before = run_side(options, options.before, context, *matrix, *groups, *rules);
  const auto after = before ? run_side(options, options.after, context, *matrix, *groups, *rules)
                            : tl::unexpected(before.error());
  if (was_interrupted()) {
    context.exit_code = ExitCode::Interrupted;
    return {};
  }
  if (!after) { return tl::unexpected(after.error()); }
  const auto verdict = compare(options, *matrix, *groups, *rules, *before, *after);
  if (!verdict) { return tl::unexpected(verdict.error()); }
  const report::TwinRun run{
      kVersion, "embedded", options.before, options.after, options.access.defect, options.is_narrowed()};
  const auto text =
      options.format == "json" ? report::twin_json(run, *verdict) : report::twin_text(run, *verdict);
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (!verdict->findings.empty()) { context.exit_code = ExitCode::No; }
  return {};
}

}  // namespace

void add_twin_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand(
      "twin",
      "The suite and the access truth table before and after the change: what moved is what it names");
  command->footer(
      "Example: enocheck twin --jobs 2\n"
      "Exit code: 0 exactly what testcases/twin.xml names has moved, 1 not so, 2 wrong usage or data, 3 our "
      "own "
      "fault.");
  auto options = std::make_shared<Options>();
  command->add_option("--before", options->before, "Profile before the change")->capture_default_str();
  command->add_option("--after", options->after, "Profile after it")->capture_default_str();
  command->add_option("--defect", options->access.defect,
                      "Break the simulators, on both sides, by a name of `enocheck defects list`");
  command->add_option("--filter", options->filter, "Only these cases: GoogleTest patterns over case ids");
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  add_access_options(*command, options->access);
  command->callback([options, &context] {
    const auto done = run(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
