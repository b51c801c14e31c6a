#pragma once

#include <vector>

#include "catalogue/testcase.h"
#include "engine/case_result.h"
#include "engine/sut.h"

namespace enocheck::engine {

/// Takes what a run brings, case by case; never changes a verdict.
class ResultSink {
 public:
  ResultSink() = default;
  ResultSink(const ResultSink&) = delete;
  ResultSink& operator=(const ResultSink&) = delete;
  virtual ~ResultSink() = default;

  virtual void case_started(const catalogue::Testcase& testcase) = 0;
  /// `exchanges` is all that was seen during the case, in order.
  virtual void case_finished(const catalogue::Testcase& testcase, const CaseResult& result,
                             const std::vector<Exchange>& exchanges) = 0;
};

}  // namespace enocheck::engine
