#include "engine/case_run.h"

#include <algorithm>
#include <array>
#include <exception>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/case_care.h"
#include "engine/case_context.h"
#include "engine/command_timing.h"
#include "engine/device_needs.h"
#include "engine/steps.h"

namespace enocheck::engine {
namespace {

Stop skipped(std::string reason) {
  return {Verdict::Skip, std::move(reason), {}, {}, std::nullopt, std::nullopt};
}

/// Runs the steps until one does not hold, and says in the result where that was.
std::optional<Stop> run_steps(const catalogue::Testcase& testcase, CaseContext& context, CaseResult& result) {
  for (const auto& step : testcase.steps) {
    if (auto stop = run_step(context, step)) {
      result.step = fmt::format("{}:{} {}", testcase.file, step.line, step.element);
      // What has come by now is evidence, and needed by whoever judges it again and goes on from here.
      if (stop->verdict == Verdict::Fail) { static_cast<void>(context.collect_deliveries()); }
      return stop;
    }
  }
  if (auto stop = context.collect_deliveries()) { return stop; }
  if (context.checks() == 0 || !testcase.expects_anything()) { return at_fault("the case checked nothing"); }
  if (auto why = context.sut().untouched()) { return skipped(*std::move(why)); }
  return std::nullopt;
}

/// Whatever the verdict is, it stays: what could not be put back is told, and keeps the next case from its
/// start.
void put_back(const catalogue::Testcase& testcase, const Surroundings& surroundings,
              const catalogue::World& world, CaseContext& context) {
  auto left = surroundings.care->after(testcase, world);
  if (!left.empty()) { context.observe(std::move(left)); }
}

/// Is there such a step, in a `repeat` too?
template <class Is>
bool any_step(const std::vector<catalogue::Step>& steps, const Is& is) {
  return std::any_of(steps.begin(), steps.end(), [&](const catalogue::Step& step) {
    const auto* repeat = std::get_if<catalogue::Repeat>(&step.action);
    return repeat != nullptr ? any_step(repeat->steps, is) : is(step);
  });
}

/// Does it send under a counter that stands in its file?
bool chooses_counter(const catalogue::Step& step) {
  if (const auto* send = std::get_if<catalogue::Send>(&step.action)) {
    return send->deviations.counter.has_value();
  }
  const auto* submit = std::get_if<catalogue::Submit>(&step.action);
  return submit != nullptr && submit->deviations.counter.has_value();
}

/// Does it ask for what passes between a meter, its switches and their loads?
bool looks_into_a_home(const catalogue::Step& step) {
  constexpr std::array kOfTheLedger = {"NF11", "NF12"};
  constexpr std::array kAtHome = {Milestone::LeftEsme, Milestone::Switched, Milestone::Drawn};
  if (std::holds_alternative<catalogue::ExpectLedger>(step.action)) { return true; }
  if (const auto* observed = std::get_if<catalogue::ExpectObservation>(&step.action)) {
    return std::ranges::find(kOfTheLedger, observed->about) != kOfTheLedger.end();
  }
  const auto* timed = std::get_if<catalogue::ExpectTiming>(&step.action);
  return timed != nullptr && std::ranges::any_of(kAtHome, [&](Milestone milestone) {
           return std::ranges::find(timed->milestones, name_of(milestone)) != timed->milestones.end();
         });
}

std::optional<Stop> prepare_and_run(const catalogue::Testcase& testcase, const Surroundings& surroundings,
                                    CaseResult& result) {
  if (surroundings.left_out != nullptr) {
    const auto why = surroundings.left_out->find(testcase.id);
    if (why != surroundings.left_out->end()) { return skipped(why->second); }
  }
  const auto skip = reason_to_skip(testcase, surroundings.sut->observes(), *surroundings.profile);
  if (!skip) { return at_fault(skip.error().detail); }
  if (*skip) { return skipped(**skip); }
  const auto world = surroundings.worlds->find(testcase.world);
  if (world == surroundings.worlds->end()) { return at_fault("there is no world " + testcase.world); }
  const auto loaded = surroundings.sut->load(world->second);
  if (!loaded) { return stop_of(loaded.error()); }
  result.has_touched_target = true;
  if (surroundings.care != nullptr) {
    if (auto stop = surroundings.care->before(testcase, world->second)) { return stop; }
  }
  const auto counters = first_counters(surroundings, world->second);
  if (!counters) { return at_fault(counters.error().detail); }
  CaseContext context(surroundings, world->second, *counters);
  const auto started = surroundings.sut->now();
  auto stop = run_steps(testcase, context, result);
  if (const auto intact = surroundings.sut->intact(); !intact) { stop = stop_of(intact.error()); }
  result.virtual_time = surroundings.sut->now() - started;
  if (surroundings.care != nullptr) { put_back(testcase, surroundings, world->second, context); }
  result.checks = context.checks();
  result.observations = context.observations();
  result.commands = time_commands(context);
  result.curtailments = curtailments_of(context);
  result.manual_steps = manual_steps_in(context.exchanges());
  return stop;
}

/// Nothing that happens in one case may keep it from having a verdict, or the others from being run.
std::optional<Stop> run_guarded(const catalogue::Testcase& testcase, const Surroundings& surroundings,
                                CaseResult& result) {
  try {
    return prepare_and_run(testcase, surroundings, result);
  } catch (const std::exception& thrown) {
    return at_fault(fmt::format("the case was broken off by an exception: {}", thrown.what()));
  }
}

}  // namespace

bool is_contested(const catalogue::Testcase& testcase, const catalogue::Requirements& requirements) {
  if (testcase.contested) { return *testcase.contested; }
  return std::all_of(testcase.requirements.begin(), testcase.requirements.end(), [&](const std::string& id) {
    const auto* requirement = requirements.find(id);
    return requirement != nullptr && !requirement->contested_by.empty();
  });
}

Result<std::optional<std::string>> reason_to_skip(const catalogue::Testcase& testcase,
                                                  const Observes& observes,
                                                  const catalogue::Profile& profile) {
  const bool lacks_device = testcase.needs.device && !observes.device;
  const bool by_hand = lacks_device && can_be_done_by_hand(testcase);
  using Row = std::pair<bool, std::string_view>;
  const std::array<Row, 7> lacking = {
      {{testcase.needs.duis && !observes.duis, "duis"},
       {lacks_device && !by_hand, "device"},
       {testcase.needs.charger && !observes.charger, "charger"},
       {testcase.needs.clock && !observes.clock, "clock"},
       {testcase.needs.parse && !observes.parse, "parse"},
       {testcase.needs.tls && !observes.tls, "tls"},
       {!observes.home && any_step(testcase.steps, looks_into_a_home), "what passes in a home"}}};
  for (const auto& [lacks, name] : lacking) {
    if (lacks) { return std::optional(fmt::format("the target does not let us see: {}", name)); }
  }
  if (by_hand && !observes.by_hand) {
    return std::optional(
        fmt::format("nobody is asked to do what has to be done at the devices ({}): --manual",
                    fmt::join(device_needs(testcase.steps).by_hand, ", ")));
  }
  if (!observes.fresh_counters && any_step(testcase.steps, chooses_counter)) {
    return std::optional(
        std::string("the case chooses its originator counters; the target remembers earlier ones"));
  }
  for (const auto& applies : testcase.applies) {
    const auto value = profile.value_of(applies.profile_key);
    if (!value) {
      return failure(ErrorCode::BadValue,
                     fmt::format("profile {} has no {}", profile.name, applies.profile_key));
    }
    if (*value != applies.is) {
      return std::optional(fmt::format("applies where {} is {}; profile {} says {}", applies.profile_key,
                                       applies.is, profile.name, *value));
    }
  }
  return std::optional<std::string>{};
}

CaseResult run_case(const catalogue::Testcase& testcase, const Surroundings& surroundings) {
  CaseResult result;
  result.id = testcase.id;
  result.contested = is_contested(testcase, *surroundings.requirements);
  const auto started = surroundings.wall_clock->now();
  const auto stop = run_guarded(testcase, surroundings, result);
  result.wall_time = surroundings.wall_clock->now() - started;
  if (!stop) {
    result.verdict = Verdict::Pass;
    return result;
  }
  result.verdict = stop->verdict;
  result.reason = stop->reason;
  result.expected = stop->expected;
  result.got = stop->got;
  result.hop = stop->hop;
  result.proof = stop->proof;
  return result;
}

}  // namespace enocheck::engine
