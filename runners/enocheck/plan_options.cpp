#include "plan_options.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "catalogue/requirement_set.h"
#include "command.h"
#include "engine/case_run.h"
#include "engine/run_plan.h"
#include "run_options.h"

namespace enocheck {
namespace {

using LeftOut = std::map<std::string, std::string>;

/// "2 h 05 min", "40 s"
std::string for_people(Duration span) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
  if (seconds < 120) { return fmt::format("{} s", seconds); }
  const auto minutes = (seconds + 59) / 60;
  return minutes < 120 ? fmt::format("{} min", minutes)
                       : fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

Status leave_out_unlisted(const PlanOptions& options, const std::filesystem::path& data_dir,
                          const LoadedSuite& suite, LeftOut& left_out) {
  if (options.requirements.empty()) { return {}; }
  const auto set = catalogue::load_requirement_set(options.requirements, data_dir);
  if (!set) { return tl::unexpected(set.error()); }
  for (const auto& testcase : suite.cases) {
    if (auto why = set->reason_outside(testcase)) { left_out.emplace(testcase.id, *std::move(why)); }
  }
  return {};
}

/// Is the case run, as far as can be known before?
bool is_run(const catalogue::Testcase& testcase, const RunOptions& options, const LoadedSuite& suite,
            const engine::Observes& observes, const LeftOut& left_out) {
  if (left_out.contains(testcase.id)) { return false; }
  if (!options.world.empty() && options.control.empty() && testcase.world != options.world) { return false; }
  const auto skipped = engine::reason_to_skip(testcase, observes, suite.profile);
  return skipped && !*skipped;
}

engine::CaseTime time_around(const TestbedOptions& options, const LoadedSuite& suite,
                             const catalogue::Testcase& testcase) {
  const auto world = suite.worlds.find(testcase.world);
  if (!options.testbed || world == suite.worlds.end()) { return {}; }
  return engine::time_around(testcase, *options.testbed, world->second, suite.profile);
}

}  // namespace

void add_plan_options(CLI::App& command, PlanOptions& options) {
  command
      .add_option(
          "--max-duration", options.max_duration,
          "In real time: leave out, visibly, what is not expected to fit, as PT2H; cases may then let "
          "time pass on a DSP whose clock cannot be moved")
      ->check(is_timeout);
  command
      .add_option("--requirements", options.requirements,
                  "A requirement set, as `enocheck list --freeze FILE` writes it: cases outside are skipped")
      ->check(CLI::ExistingFile);
}

Status check_plan(const PlanOptions& options, const std::filesystem::path& data_dir,
                  const LoadedSuite& suite) {
  if (options.requirements.empty()) { return {}; }
  const auto set = catalogue::load_requirement_set(options.requirements, data_dir);
  if (!set) { return tl::unexpected(set.error()); }
  return catalogue::expect_known(*set, suite.cases, suite.requirements);
}

Result<LeftOut> plan(const RunOptions& options, const std::filesystem::path& data_dir,
                     const LoadedSuite& suite, const engine::Observes& observes) {
  LeftOut left_out;
  if (auto done = leave_out_unlisted(options.plan, data_dir, suite, left_out); !done) {
    return tl::unexpected(done.error());
  }
  leave_out_unclaimed(options.ics, suite, left_out);
  leave_out_off_testbed(options.testbed, suite, left_out);
  const auto limit = parse_duration(options.plan.max_duration);
  if (!observes.real_time) {
    if (limit) { note("--max-duration leaves nothing out: the target's time is virtual"); }
    return left_out;
  }
  const auto whole = engine::plan_run(
      suite.cases, suite.profile, limit ? std::optional(*limit) : std::nullopt,
      [&](const auto& testcase) { return is_run(testcase, options, suite, observes, left_out); },
      options.testbed.lanes,
      [&](const auto& testcase) { return time_around(options.testbed, suite, testcase); });
  const auto side_by_side =
      whole.time.expected == whole.one_by_one.expected
          ? ""
          : fmt::format(", {} groups of devices side by side (one after the other {})",
                        options.testbed.lanes.all().size(), for_people(whole.one_by_one.expected));
  note(fmt::format("{} cases in real time: {} are expected, {} at most{}{}", whole.cases,
                   for_people(whole.time.expected), for_people(whole.time.at_most), side_by_side,
                   whole.left_out.empty() ? "" : fmt::format("; {} do not fit", whole.left_out.size())));
  left_out.insert(whole.left_out.begin(), whole.left_out.end());
  return left_out;
}

}  // namespace enocheck
