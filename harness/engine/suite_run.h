#pragma once

#include <functional>
#include <vector>

#include "catalogue/testcase.h"
#include "engine/result_sink.h"
#include "engine/surroundings.h"

namespace enocheck::engine {

struct SuiteOptions {
  bool fail_fast = false;             ///< ends the run at the first fail
  std::function<bool()> interrupted;  ///< asked before each case; true ends the run
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
