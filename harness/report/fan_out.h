#pragma once

#include <utility>
#include <vector>

#include "engine/result_sink.h"

namespace enocheck::report {

/// Hands everything to several sinks, in order.
class FanOut final : public engine::ResultSink {
 public:
  explicit FanOut(std::vector<engine::ResultSink*> sinks) : sinks_(std::move(sinks)) {}
  void case_started(const catalogue::Testcase& testcase) override {
    for (auto* const sink : sinks_) { sink->case_started(testcase); }
  }
  void case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                     const std::vector<engine::Exchange>& exchanges) override {
    for (auto* const sink : sinks_) { sink->case_finished(testcase, result, exchanges); }
  }

 private:
  std::vector<engine::ResultSink*> sinks_;
};

}  // namespace enocheck::report
