#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "catalogue/requirement.h"
#include "core/result.h"
#include "engine/result_sink.h"
#include "report/run_record.h"

namespace enocheck::report {

/// The folder of a run. It exists, with its journal, before the first case.
class RunFolder {
 public:
  /// Makes `<parent>/<UTC time>-<target>` and points `<parent>/latest` at it; of a run that is judged again
  /// `…-rejudged`, which is nobody's latest. Sets `run.id`. Errors: Io.
  [[nodiscard]] static Result<RunFolder> create(const std::filesystem::path& parent, RunInfo& run);
  /// A folder that is there already. Errors: Io.
  [[nodiscard]] static Result<RunFolder> open(const std::filesystem::path& folder);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path journal(std::size_t worker) const;
  /// Adds a line with the time to run.log. Errors: Io.
  Status log(Instant at, std::string_view line) const;
  /// The numbers of the workers that have a journal.
  [[nodiscard]] Result<std::vector<std::size_t>> workers() const;
  /// Every case that the journals have, by id; of a case with several records the gravest. Errors: Io,
  /// Schema.
  [[nodiscard]] Result<std::vector<CaseRecord>> collected() const;
  /// What the run was, as its journal tells from its start. Errors: Io, Schema.
  [[nodiscard]] Result<RunInfo> info() const;
  /// The whole run: by results.json, or, where it was killed before that was written, by its journals.
  /// Errors: Io, Schema.
  [[nodiscard]] Result<RunRecord> stored() const;
  /// Has it come to its end? One that was killed or interrupted has verdicts of the cases until then.
  [[nodiscard]] bool is_whole() const;
  /// Has it results? An interrupted run has.
  [[nodiscard]] bool has_results() const;
  /// Writes results.json, junit.xml, results.sarif, timing.txt and curtailments.txt. Errors: Io.
  [[nodiscard]] Status write_results(const RunRecord& record,
                                     const catalogue::Requirements& requirements) const;

 private:
  explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// What a FolderSink is told besides.
struct FolderSinkOptions {
  /// Asked before a case counts as finished: has all else of it been recorded? Null: nothing else is.
  std::function<bool()> others_kept;
  /// Waits after a case, at most once a second, until it is on the disk: a power cut then takes no case that
  /// took longer. What the kernel has outlives a process that is killed anyway.
  bool syncs = false;
};

/// Writes each case's evidence, its line in the journal and in run.log as the run goes.
class FolderSink final : public engine::ResultSink {
 public:
  FolderSink(const RunFolder& folder, const Clock& clock, std::size_t worker, FolderSinkOptions options = {})
      : folder_(&folder),
        clock_(&clock),
        worker_(worker),
        options_(std::move(options)),
        synced_(clock.now()) {}
  void case_started(const catalogue::Testcase& testcase) override;
  void case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                     const std::vector<engine::Exchange>& exchanges) override;
  /// The first thing that could not be written, if any.
  [[nodiscard]] const Status& status() const { return status_; }
  /// All records so far, as the journal has them.
  [[nodiscard]] const std::vector<CaseRecord>& records() const { return records_; }

 private:
  void keep(Status status);
  void sync(const std::filesystem::path& evidence);

  const RunFolder* folder_;
  const Clock* clock_;
  std::size_t worker_;
  FolderSinkOptions options_;
  Instant synced_;
  Status status_;
  std::vector<CaseRecord> records_;
};

}  // namespace enocheck::report
