#pragma once

#include <filesystem>
#include <vector>

#include "catalogue/testcase.h"
#include "engine/result_sink.h"
#include "report/run_record.h"
#include "run_options.h"
#include "sut/replay_sut.h"

namespace enocheck {

/// What an earlier run was, as its journal tells. Errors: Io, Schema; BadValue for a folder that is no run's.
[[nodiscard]] Result<report::RunInfo> read_run(const std::filesystem::path& run_folder);

/// Leaves the cases that the earlier run has a verdict of; says how many it has besides. Errors: Io, Schema.
[[nodiscard]] Result<std::size_t> leave_recorded(std::vector<catalogue::Testcase>& cases,
                                                 const std::filesystem::path& run_folder);

/// Gives a ReplaySut the record of each case that comes.
class ReplayFeed final : public engine::ResultSink {
 public:
  /// `target` outlives this.
  ReplayFeed(std::filesystem::path run_folder, sut::ReplaySut& target)
      : run_folder_(std::move(run_folder)), target_(&target) {}
  void case_started(const catalogue::Testcase& testcase) override;
  void case_finished(const catalogue::Testcase& /*testcase*/, const engine::CaseResult& /*result*/,
                     const std::vector<engine::Exchange>& /*exchanges*/) override {}

 private:
  std::filesystem::path run_folder_;
  sut::ReplaySut* target_;
};

}  // namespace enocheck
