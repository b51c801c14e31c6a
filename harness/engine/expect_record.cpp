// Expectations about what the harness itself has written down: times, curtailments, observations.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/await.h"
#include "engine/command_timing.h"
#include "engine/hop_finder.h"
#include "engine/ledger.h"
#include "engine/steps.h"

namespace enocheck::engine {
namespace {

/// The hop that took longest of the command's way.
Finding slowest_hop(const CommandTiming& timing) {
  const auto times = hop_times(timing);
  const auto slowest = std::max_element(times.begin(), times.end(),
                                        [](const HopTime& a, const HopTime& b) { return a.took < b.took; });
  if (slowest == times.end()) { return {Hop::DspRequestManagement, "nothing left the DSP", std::nullopt}; }
  return {slowest->hop, fmt::format("it took {} of that", to_iso8601(slowest->took)), std::nullopt};
}

std::optional<Stop> judge_sum(CaseContext& context, const char* what,
                              const std::optional<std::int64_t>& wanted, std::int64_t got) {
  if (!wanted) { return std::nullopt; }
  context.count_check();
  if (*wanted == got) { return std::nullopt; }
  return diverged(fmt::format("the ledger has another {}", what), std::to_string(*wanted),
                  std::to_string(got));
}

std::int64_t in_minutes(Duration span) { return std::chrono::round<std::chrono::minutes>(span).count(); }

}  // namespace

std::optional<Stop> run_expect_timing(CaseContext& context, const catalogue::ExpectTiming& expected) {
  const auto found = context.find_message(expected.of);
  if (!found) { return at_fault(found.error().detail); }
  const auto limit = context.resolve(expected.within);
  const auto within = limit ? parse_duration(*limit) : tl::unexpected(limit.error());
  if (!within) { return at_fault(within.error().detail); }
  const auto timings = time_commands(context);
  const auto request = to_string((*found)->request_id());
  const auto timing = std::find_if(timings.begin(), timings.end(),
                                   [&](const CommandTiming& one) { return one.request == request; });
  if (timing == timings.end()) { return at_fault("the DSP did not accept " + expected.of); }
  for (const auto& name : expected.milestones) {
    context.count_check();
    const auto milestone = parse_milestone(name);
    if (!milestone) { return at_fault("there is no milestone " + name); }
    const auto passed = timing->at(*milestone);
    if (passed && *passed <= *within) { continue; }
    return with_hop(
        diverged(fmt::format("{} passed {} late or never", expected.of, name),
                 "within " + to_iso8601(*within), passed ? "after " + to_iso8601(*passed) : "never"),
        "", passed ? slowest_hop(*timing) : HopFinder(context).wrong_response(**found));
  }
  return std::nullopt;
}

std::optional<Stop> run_expect_ledger(CaseContext& context, const catalogue::ExpectLedger& expected) {
  const auto meter = context.find_meter(expected.meter);
  if (!meter) { return at_fault(meter.error().detail); }
  const auto now = context.sut().now();
  const auto sum =
      sum_up(curtailments_of(context), (*meter)->esme, expected.index, now - expected.in_the_last, now);
  auto stop =
      judge_sum(context, "number of curtailments", expected.count, static_cast<std::int64_t>(sum.count));
  if (!stop) { stop = judge_sum(context, "time in minutes", expected.minutes, in_minutes(sum.time)); }
  if (!stop) {
    stop =
        judge_sum(context, "equivalent in minutes", expected.equivalent_minutes, in_minutes(sum.equivalent));
  }
  if (!stop) { return std::nullopt; }
  const auto at = expected.index;
  return with_hop(*std::move(stop), expected.hop, HopFinder(context).wrong_switch(**meter, at, true));
}

std::optional<Stop> run_expect_observation(CaseContext& context,
                                           const catalogue::ExpectObservation& expected) {
  context.count_check();
  const auto& all = context.observations();
  const auto count = std::count_if(
      all.begin(), all.end(), [&](const std::string& one) { return one.starts_with(expected.about + ":"); });
  if (static_cast<std::size_t>(count) == expected.count) { return std::nullopt; }
  return at_fault(fmt::format("{} observations about {}, not {}: {}", count, expected.about, expected.count,
                              fmt::join(all, "; ")));
}

}  // namespace enocheck::engine
