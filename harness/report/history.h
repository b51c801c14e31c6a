#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "report/database.h"
#include "report/run_record.h"

namespace enocheck::report {

/// What a run was about: runs that agree in it are points of one line.
struct Subject {
  std::string target;
  std::string profile;
  std::string defect;   ///< empty: none
  std::string testbed;  ///< empty: none
  friend bool operator==(const Subject&, const Subject&) = default;
};
[[nodiscard]] Subject subject_of(const RunInfo& run);
/// "embedded, profile secmp0046, defect …"
[[nodiscard]] std::string to_text(const Subject& subject);

/// A case of a run, as far as the history keeps it.
struct PastVerdict {
  std::string testcase;
  engine::Verdict verdict = engine::Verdict::Error;
  std::string hop;
  std::string reason;
  std::string fingerprint;
  std::int64_t wall_ms = 0;
};

struct PastRun {
  RunInfo run;  ///< as far as the history keeps it
  std::filesystem::path folder;
  bool is_whole = true;
  std::vector<PastVerdict> verdicts;  ///< by case id

  [[nodiscard]] Totals totals() const;
  [[nodiscard]] const PastVerdict* find(std::string_view testcase) const;
};

/// The history of runs in one file of SQLite: schemas/enocheck/history.sql. Several processes may write to it
/// at once; one that is killed leaves it as it was before.
class History {
 public:
  /// Makes the file where there is none. Errors: Io; Schema for a file that is no history, that is damaged,
  /// or that a newer enocheck wrote. They name the file and what to do.
  [[nodiscard]] static Result<History> open_to_write(const std::filesystem::path& file);
  [[nodiscard]] static Result<History> open_to_read(const std::filesystem::path& file);

  /// Adds a run, whose folder is `folder`; one that is there already is replaced. Errors: those of the file.
  [[nodiscard]] Status add(const RunRecord& record, const std::filesystem::path& folder, bool is_whole);
  /// The runs without their verdicts, the oldest first. Errors: those of the file.
  [[nodiscard]] Result<std::vector<PastRun>> runs() const;
  /// The newest `most` runs about `subject` with their verdicts, the oldest first. Errors: those of the file.
  [[nodiscard]] Result<std::vector<PastRun>> runs(const Subject& subject, std::size_t most) const;

 private:
  explicit History(Database database) : database_(std::move(database)) {}
  [[nodiscard]] Status add_verdicts(std::int64_t run, const std::vector<CaseRecord>& cases) const;
  [[nodiscard]] Status read_verdicts(std::int64_t run, std::vector<PastVerdict>& verdicts) const;
  [[nodiscard]] Result<std::vector<std::pair<std::int64_t, PastRun>>> read_runs() const;

  Database database_;
};

}  // namespace enocheck::report
