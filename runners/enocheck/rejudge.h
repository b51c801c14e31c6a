#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "catalogue/testcase.h"
#include "engine/result_sink.h"
#include "engine/selection.h"
#include "report/rejudgement.h"
#include "report/run_record.h"
#include "run_options.h"
#include "sut/replay_sut.h"

namespace enocheck {

/// A run that is on disk, as its journals tell. It is only read.
class EarlierRun {
 public:
  /// Errors: Io and Schema for a folder that is no run's; BadValue for a run that kept nothing to judge
  /// again.
  [[nodiscard]] static Result<EarlierRun> open(std::filesystem::path folder);

  [[nodiscard]] const report::RunInfo& info() const { return info_; }
  /// Has it come to its end? One that was killed has verdicts of the cases until then.
  [[nodiscard]] bool is_whole() const { return is_whole_; }
  /// What became of the case, under its id or one that it had; null if it was not run.
  [[nodiscard]] const report::CaseRecord* find(const catalogue::Testcase& testcase) const;
  /// Leaves the cases that were run; those whose calls were not to be kept are left out as well, and counted.
  [[nodiscard]] std::size_t leave_kept(std::vector<catalogue::Testcase>& cases) const;
  /// The selected cases that were run and are none of `suite`: inconclusive.
  [[nodiscard]] std::vector<report::CaseRecord> gone(const std::vector<catalogue::Testcase>& suite,
                                                     const engine::Selection& selection) const;
  /// The target of that run, about to be asked for this case again.
  void begin(const catalogue::Testcase& testcase, sut::ReplaySut& target) const;

 private:
  EarlierRun(std::filesystem::path folder, report::RunInfo info)
      : folder_(std::move(folder)), info_(std::move(info)) {}
  [[nodiscard]] bool keeps(const report::CaseRecord& record) const;

  std::filesystem::path folder_;
  report::RunInfo info_;
  bool is_whole_ = false;
  std::map<std::string, report::CaseRecord> cases_;
};

/// Gives a ReplaySut the record of each case that comes.
class ReplayFeed final : public engine::ResultSink {
 public:
  /// Both outlive this.
  ReplayFeed(const EarlierRun& run, sut::ReplaySut& target) : run_(&run), target_(&target) {}
  void case_started(const catalogue::Testcase& testcase) override { run_->begin(testcase, *target_); }
  void case_finished(const catalogue::Testcase& /*testcase*/, const engine::CaseResult& /*result*/,
                     const std::vector<engine::Exchange>& /*exchanges*/) override {}

 private:
  const EarlierRun* run_;
  sut::ReplaySut* target_;
};

/// A run that is being judged again.
struct Rejudging {
  EarlierRun run;
  std::vector<report::CaseRecord> gone;  ///< selected cases that today's suite has not got
};

/// What is judged again has the target, the keys and, unless another is named, the profile that it had; its
/// results go beside it, unless elsewhere. Errors: BadValue for results that would go into it; those of
/// reading its keys.
[[nodiscard]] Status adopt(RunOptions& options, const EarlierRun& earlier);

/// The cases of `today` beside what they were; `suite` has today's aliases.
[[nodiscard]] report::Rejudgement compared(const EarlierRun& earlier, const report::RunRecord& today,
                                           const std::vector<catalogue::Testcase>& suite);

}  // namespace enocheck
