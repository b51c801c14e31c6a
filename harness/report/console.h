#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/result_sink.h"
#include "report/progress_bar.h"
#include "report/run_record.h"

namespace enocheck::report {

enum class Progress {
  Terminal,  ///< one line that is written over
  Plain,     ///< a line a case
  None,      ///< only what did not pass
};

struct ConsoleStyle {
  Progress progress = Progress::Plain;
  bool colour = false;
  std::string reproduce;        ///< what is typed after the filter to get the same again: " --profile before"
  std::string command = "run";  ///< and before it, after `enocheck`: "run", "rejudge 'results/…'"
  std::size_t columns = 80;     ///< of the terminal
  const Clock* clock = nullptr;  ///< tells the remaining time; it outlives the console
  bool shares_line = false;      ///< another process draws progress on this terminal
};

/// Tells people how a run goes. It writes through the function that it is given; libraries do not print.
class Console final : public engine::ResultSink {
 public:
  using Write = std::function<void(std::string_view)>;
  Console(Write write, ConsoleStyle style, std::size_t total)
      : write_(std::move(write)), style_(std::move(style)), bar_(total, style_.clock, style_.columns) {}

  void case_started(const catalogue::Testcase& testcase) override;
  void case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                     const std::vector<engine::Exchange>& exchanges) override;
  /// The totals, what was skipped and why, contested failures, and where everything is.
  void summary(const RunRecord& record, const std::string& folder);

 private:
  void clear_progress();

  Write write_;
  ConsoleStyle style_;
  ProgressBar bar_;
  bool progress_shown_ = false;
};

/// One line: hop, reason, expected, got and step.
[[nodiscard]] std::string describe_verdict(const CaseRecord& record);
/// One line: id, requirements, the verdict's grounds, and the command that reproduces it.
[[nodiscard]] std::string describe_failure(const CaseRecord& record, const std::string& reproduce,
                                           std::string_view command = "run");

}  // namespace enocheck::report
