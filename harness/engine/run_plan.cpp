#include "engine/run_plan.h"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

namespace enocheck::engine {
namespace {

/// What `expect-nothing-at-device` and a count of none wait for.
constexpr Duration kSettle = std::chrono::seconds(10);

struct Waits {
  const catalogue::Profile&
      profile;  // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): for one call

  /// Something that comes, mostly soon.
  [[nodiscard]] CaseTime up_to(Duration within) const {
    return {std::min(within, profile.response_time_target), within};
  }
  [[nodiscard]] CaseTime up_to(const std::optional<Duration>& within) const {
    return up_to(within.value_or(Duration{}));
  }

  CaseTime operator()(const catalogue::Repeat& step) const {
    const auto once = time_of(step.steps, profile);
    return {once.expected * step.times, once.at_most * step.times};
  }
  CaseTime operator()(const catalogue::Advance& step) const { return {step.by, step.by}; }
  CaseTime operator()(const catalogue::ExpectNoResponse& step) const { return {step.within, step.within}; }
  CaseTime operator()(const catalogue::ExpectNothingAtDevice& /*step*/) const { return {kSettle, kSettle}; }
  CaseTime operator()(const catalogue::ExpectAtDevice& step) const {
    return step.count == std::size_t{0} ? CaseTime{kSettle, kSettle} : up_to(kSettle);
  }
  /// The DSP gives up on a device after its limit.
  CaseTime operator()(const catalogue::ExpectErrorResponse& step) const {
    return {std::min(step.within, std::max(profile.response_limit, step.not_before.value_or(Duration{}))),
            step.within};
  }
  CaseTime operator()(const catalogue::ExpectResponse& step) const { return up_to(step.within); }
  CaseTime operator()(const catalogue::ExpectAlert& step) const { return up_to(step.within); }
  CaseTime operator()(const catalogue::ExpectDccAlert& step) const { return up_to(step.within); }
  CaseTime operator()(const catalogue::ExpectSwitch& step) const { return up_to(step.within); }
  CaseTime operator()(const catalogue::ExpectLoad& step) const { return up_to(step.within); }
  CaseTime operator()(const catalogue::ExpectFeederLoad& step) const { return up_to(step.within); }
  CaseTime operator()(const catalogue::ExpectFuse& step) const { return up_to(step.within); }
  template <class Other>
  CaseTime operator()(const Other& /*step*/) const {
    return {};
  }
};

CaseTime sum_of(const CaseTime& one, const CaseTime& other) {
  return {one.expected + other.expected, one.at_most + other.at_most};
}

/// How long lanes take that run side by side, and after them what runs alone (lane 0).
class Timetable {
 public:
  explicit Timetable(const Lanes& lanes) : taken_(lanes.all().size() + 1) {}

  void add(std::size_t lane, const CaseTime& time) { taken_[lane] = sum_of(taken_[lane], time); }
  [[nodiscard]] CaseTime whole() const {
    CaseTime longest;
    for (auto lane = taken_.begin() + 1; lane != taken_.end(); ++lane) {
      longest.expected = std::max(longest.expected, lane->expected);
      longest.at_most = std::max(longest.at_most, lane->at_most);
    }
    return sum_of(taken_[0], longest);
  }
  [[nodiscard]] Timetable with(std::size_t lane, const CaseTime& time) const {
    auto more = *this;
    more.add(lane, time);
    return more;
  }

 private:
  std::vector<CaseTime> taken_;
};

}  // namespace

CaseTime time_of(const std::vector<catalogue::Step>& steps, const catalogue::Profile& profile) {
  CaseTime all;
  for (const auto& step : steps) { all = sum_of(all, std::visit(Waits{profile}, step.action)); }
  return all;
}

RunPlan plan_run(const std::vector<catalogue::Testcase>& cases, const catalogue::Profile& profile,
                 const std::optional<Duration>& limit,
                 const std::function<bool(const catalogue::Testcase&)>& is_run, const Lanes& lanes,
                 const std::function<CaseTime(const catalogue::Testcase&)>& around) {
  RunPlan plan;
  Timetable timetable(lanes);
  for (const auto& testcase : cases) {
    if (!is_run(testcase)) { continue; }
    auto time = time_of(testcase.steps, profile);
    if (around) { time = sum_of(time, around(testcase)); }
    const auto with_this = timetable.with(lanes.of(testcase), time);
    if (limit && with_this.whole().expected > *limit) {
      plan.left_out.emplace(
          testcase.id, fmt::format("it does not fit into --max-duration {} any more", to_iso8601(*limit)));
      continue;
    }
    ++plan.cases;
    plan.one_by_one = sum_of(plan.one_by_one, time);
    timetable = with_this;
  }
  plan.time = timetable.whole();
  return plan;
}

}  // namespace enocheck::engine
