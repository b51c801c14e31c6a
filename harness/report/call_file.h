#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/recorded_call.h"
#include "engine/result_sink.h"
#include "engine/sut.h"
#include "engine/verdict.h"
#include "report/kept_cases.h"

namespace enocheck::report {

/// The name of the file, in a case's evidence folder, with what was called and what came of it.
inline constexpr std::string_view kCallFile = "calls.jsonl";

/// Whose calls they are: another run of the same case is another matter.
struct CalledIn {
  std::string run;  ///< id
  std::string testcase;
  engine::Verdict verdict = engine::Verdict::Error;
  friend bool operator==(const CalledIn&, const CalledIn&) = default;
};

/// A line about case and target, a line a call, and a digest of them and of the exchanges. A text that is the
/// whole of an exchange is given by the name of its evidence file: the evidence is what a replay reads.
[[nodiscard]] std::string to_call_lines(const CalledIn& where, const engine::CallRecord& record,
                                        const std::vector<engine::Exchange>& exchanges);

/// A case as its evidence folder has it.
struct StoredCase {
  CalledIn where;
  engine::CallRecord record;
  std::vector<engine::Exchange> exchanges;
};
/// Reads the calls and the exchanges that they name. Errors: Io; Schema with file and line for what is none,
/// was cut off, or is not what was written.
[[nodiscard]] Result<StoredCase> read_stored_case(const std::filesystem::path& folder);

/// Writes the calls of each case into its evidence folder, and begins the record of the next.
class CallSink final : public engine::ResultSink {
 public:
  /// `record` is that of a RecordingSut. It outlives this.
  CallSink(std::filesystem::path run_folder, engine::CallRecord& record, KeptCases kept)
      : run_folder_(std::move(run_folder)), record_(&record), kept_(kept) {}
  void case_started(const catalogue::Testcase& /*testcase*/) override {
    record_->calls.clear();
    record_->first_counters.clear();
  }
  void case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                     const std::vector<engine::Exchange>& exchanges) override;
  /// The first thing that could not be written, if any.
  [[nodiscard]] const Status& status() const { return status_; }

 private:
  std::filesystem::path run_folder_;
  engine::CallRecord* record_;
  KeptCases kept_;
  Status status_;
};

}  // namespace enocheck::report
