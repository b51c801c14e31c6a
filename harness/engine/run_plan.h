#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/testcase.h"
#include "core/clock.h"
#include "engine/lanes.h"
#include "engine/surroundings.h"

namespace enocheck::engine {

/// What the steps of a case take in the target's time, without what a person needs for an answer.
struct CaseTime {
  Duration expected{};  ///< all waits in full, and answers within NF13's target
  Duration at_most{};   ///< … and answers as late as the steps allow
};
[[nodiscard]] CaseTime time_of(const std::vector<catalogue::Step>& steps, const catalogue::Profile& profile);

/// What a run in real time will come to.
struct RunPlan {
  std::size_t cases = 0;                        ///< that are run
  CaseTime time;                                ///< of all of them, side by side where they are so run
  CaseTime one_by_one;                          ///< what it would be one after the other
  std::map<std::string, std::string> left_out;  ///< for want of time: id and reason
};
/// Takes the cases in order, as long as what they are expected to take fits into `limit`; a shorter one still
/// fits behind one that does not. `is_run` says whether a case is run at all, `lanes` which run side by side,
/// `around` what is done around one besides.
[[nodiscard]] RunPlan plan_run(const std::vector<catalogue::Testcase>& cases,
                               const catalogue::Profile& profile, const std::optional<Duration>& limit,
                               const std::function<bool(const catalogue::Testcase&)>& is_run,
                               const Lanes& lanes = {},
                               const std::function<CaseTime(const catalogue::Testcase&)>& around = {});

}  // namespace enocheck::engine
