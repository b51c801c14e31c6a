#pragma once

#include <filesystem>
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
  /// Every case that the journals have, by id; of a case with several records the gravest. Errors: Io,
  /// Schema.
  [[nodiscard]] Result<std::vector<CaseRecord>> collected() const;
  /// What the run was, as its journal tells from its start. Errors: Io, Schema.
  [[nodiscard]] Result<RunInfo> info() const;
  /// The whole run: by results.json, or, where it was killed before that was written, by its journals.
  /// Errors: Io, Schema.
  [[nodiscard]] Result<RunRecord> stored() const;
  /// Has it come to its end? One that was killed has verdicts of the cases until then.
  [[nodiscard]] bool is_whole() const;
  /// Writes results.json, junit.xml, results.sarif, timing.txt and curtailments.txt. Errors: Io.
  [[nodiscard]] Status write_results(const RunRecord& record,
                                     const catalogue::Requirements& requirements) const;

 private:
  explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// Writes each case's evidence, its line in the journal and in run.log as the run goes.
class FolderSink final : public engine::ResultSink {
 public:
  FolderSink(const RunFolder& folder, const Clock& clock, std::size_t worker)
      : folder_(&folder), clock_(&clock), worker_(worker) {}
  void case_started(const catalogue::Testcase& testcase) override;
  void case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                     const std::vector<engine::Exchange>& exchanges) override;
  /// The first thing that could not be written, if any.
  [[nodiscard]] const Status& status() const { return status_; }
  /// All records so far, as the journal has them.
  [[nodiscard]] const std::vector<CaseRecord>& records() const { return records_; }

 private:
  void keep(Status status);

  const RunFolder* folder_;
  const Clock* clock_;
  std::size_t worker_;
  Status status_;
  std::vector<CaseRecord> records_;
};

/// Appends to a file, which is made if it is not there. Errors: Io.
[[nodiscard]] Status append_line(const std::filesystem::path& file, std::string_view line);

}  // namespace enocheck::report
