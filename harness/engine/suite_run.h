#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "catalogue/testcase.h"
#include "engine/result_sink.h"
#include "engine/surroundings.h"

namespace enocheck::engine {

/// What the cases of one lane are given, and who is told of them.
struct LaneParts {
  const Surroundings* surroundings = nullptr;
  ResultSink* sink = nullptr;
};
/// Cases that run side by side: each lane on a thread of its own, which holds `stage` whenever it acts and
/// leaves it while it waits. So cases and sinks need no locks of their own.
struct SideBySide {
  std::function<std::size_t(const catalogue::Testcase&)> lane_of;  ///< from 1; 0: after them all, alone
  std::vector<LaneParts> lanes;
  std::mutex* stage = nullptr;
};

struct SuiteOptions {
  bool fail_fast = false;                    ///< ends the run at the first fail
  std::function<bool()> interrupted;         ///< asked before each case, on the stage; true ends the run
  const SideBySide* side_by_side = nullptr;  ///< null: one case after the other
};

/// Runs one case and hands the result on.
CaseResult run_and_report(const catalogue::Testcase& testcase, const Surroundings& surroundings,
                          ResultSink& sink);

/// Registers every case with GoogleTest (suite: area, test: stem and row) and runs them all, so that
/// GoogleTest's environment variables (filter, shuffle, repeat, XML output) work as its users know them. Its
/// own printing is off: `sink` reports. Once a process. Errors: Schema for two cases with one id.
[[nodiscard]] Status run_with_googletest(const std::vector<catalogue::Testcase>& cases,
                                         const Surroundings& surroundings, ResultSink& sink,
                                         const SuiteOptions& options);

}  // namespace enocheck::engine
