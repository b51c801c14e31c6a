#include "report/run_folder.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "core/files.h"
#include "report/curtailment_table.h"
#include "report/evidence.h"
#include "report/junit.h"
#include "report/results_json.h"
#include "report/sarif.h"
#include "report/timing_summary.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kJournalEnding = ".journal.jsonl";
constexpr std::size_t kLargestJournal = std::size_t{4} << 30U;
constexpr Duration kUnsynced = std::chrono::seconds(1);  ///< what a power cut may take

/// "20260302T173000Z"
std::string compact_time(Instant at) {
  std::string out;
  for (const char letter : to_iso8601(at).substr(0, 19)) {
    if (letter != '-' && letter != ':') { out += letter; }
  }
  return out + "Z";
}

/// A target's name in a folder's name: letters, digits and blanks of any kind to `_`.
std::string folder_part(std::string_view target) {
  std::string out;
  for (const char letter : target) {
    const bool plain =
        std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '.';
    out += plain ? letter : '_';
  }
  return out;
}

Status point_latest_at(const fs::path& parent, const std::string& name) {
  std::error_code failed;
  const auto temporary = parent / (".latest-" + name);
  fs::remove(temporary, failed);
  fs::create_directory_symlink(name, temporary, failed);
  if (!failed) { fs::rename(temporary, parent / "latest", failed); }
  if (!failed) { return {}; }
  const auto error = failed.value();
  fs::remove(temporary, failed);
  return write_failure(parent / "latest", error);
}

}  // namespace

Result<RunFolder> RunFolder::create(const fs::path& parent, RunInfo& run) {
  std::error_code failed;
  fs::create_directories(parent, failed);
  if (failed) { return write_failure(parent, failed.value()); }
  const auto base = fmt::format("{}-{}{}", compact_time(run.started), folder_part(run.target),
                                run.rejudged.empty() ? "" : "-rejudged");
  for (unsigned attempt = 1; attempt < 1000; ++attempt) {
    run.id = attempt == 1 ? base : fmt::format("{}-{}", base, attempt);
    const bool made = fs::create_directory(parent / run.id, failed);
    if (failed) { break; }
    if (!made) { continue; }
    RunFolder folder(parent / run.id);
    const auto line = to_journal_line(run);
    if (auto done = write_file(folder.journal(0), bytes_of(line)); !done) {
      return tl::unexpected(done.error());
    }
    if (!run.rejudged.empty()) { return folder; }
    if (auto done = point_latest_at(parent, run.id); !done) { return tl::unexpected(done.error()); }
    return folder;
  }
  if (failed) { return write_failure(parent / run.id, failed.value()); }
  return failure(ErrorCode::Io, fmt::format("{}: a thousand runs of this second are there", parent.string()));
}

Result<RunFolder> RunFolder::open(const fs::path& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) {
    return failure(ErrorCode::Io, folder.string() + ": is no folder");
  }
  return RunFolder(folder);
}

fs::path RunFolder::journal(std::size_t worker) const {
  return path_ / fmt::format("{}{}", worker, kJournalEnding);
}

Status RunFolder::log(Instant at, std::string_view line) const {
  return append_to_file(path_ / "run.log", fmt::format("{} {}\n", to_iso8601(at), line));
}

Result<std::vector<std::size_t>> RunFolder::workers() const {
  std::vector<std::size_t> numbers;
  std::error_code failed;
  for (fs::directory_iterator entry(path_, failed), end; !failed && entry != end; entry.increment(failed)) {
    const auto name = entry->path().filename().string();
    if (!name.ends_with(kJournalEnding)) { continue; }
    std::size_t number = 0;
    const auto* const digits_end = name.data() + name.size() - kJournalEnding.size();
    const auto read = std::from_chars(name.data(), digits_end, number);
    if (read.ec == std::errc() && read.ptr == digits_end) { numbers.push_back(number); }
  }
  if (failed) { return failure(ErrorCode::Io, fmt::format("{}: {}", path_.string(), failed.message())); }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<std::vector<CaseRecord>> RunFolder::collected() const {
  const auto numbers = workers();
  if (!numbers) { return tl::unexpected(numbers.error()); }
  std::map<std::string, CaseRecord> by_id;
  for (const auto number : *numbers) {
    const auto file = journal(number);
    const auto text = read_text(file, kLargestJournal);
    if (!text) { return tl::unexpected(text.error()); }
    auto journal = parse_journal(*text);
    if (!journal) { return failure(journal.error(), file.string()); }
    for (auto& record : journal->finished) {
      const auto [place, is_new] = by_id.emplace(record.id, record);
      if (!is_new && graver(record.verdict, place->second.verdict) != place->second.verdict) {
        place->second = std::move(record);
      }
    }
  }
  std::vector<CaseRecord> all;
  for (auto& [id, record] : by_id) { all.push_back(std::move(record)); }
  return all;
}

Result<RunInfo> RunFolder::info() const {
  const auto text = read_text(journal(0), kLargestJournal);
  if (!text) { return failure(text.error(), path_.string() + " is no run's folder"); }
  const auto read = parse_journal(*text);
  if (!read) { return failure(read.error(), journal(0).string()); }
  if (!read->run) {
    return failure(ErrorCode::Schema, journal(0).string() + " does not say what the run was");
  }
  return *read->run;
}

bool RunFolder::is_whole() const {
  const auto record = has_results() ? stored() : failure(ErrorCode::Io, "there are none");
  return record && record->run.whole;
}

bool RunFolder::has_results() const {
  std::error_code ignored;
  return fs::exists(path_ / "results.json", ignored);
}

Result<RunRecord> RunFolder::stored() const {
  if (has_results()) {
    const auto text = read_text(path_ / "results.json");
    if (!text) { return tl::unexpected(text.error()); }
    auto record = parse_results_json(*text);
    if (!record) { return failure(record.error(), (path_ / "results.json").string()); }
    return record;
  }
  RunRecord record;
  auto what = info();
  if (!what) { return tl::unexpected(what.error()); }
  auto cases = collected();
  if (!cases) { return tl::unexpected(cases.error()); }
  record.run = *std::move(what);
  record.run.whole = false;
  record.cases = *std::move(cases);
  return record;
}

Status RunFolder::write_results(const RunRecord& record, const catalogue::Requirements& requirements) const {
  const auto json = to_results_json(record, requirements);
  if (auto done = write_file(path_ / "results.json", bytes_of(json)); !done) { return done; }
  const auto timing = timing_text(record);
  if (auto done = write_file(path_ / "timing.txt", bytes_of(timing)); !done) { return done; }
  const auto curtailments = curtailment_text(record);
  if (auto done = write_file(path_ / "curtailments.txt", bytes_of(curtailments)); !done) { return done; }
  const auto sarif = to_sarif(record, requirements);
  if (auto done = write_file(path_ / "results.sarif", bytes_of(sarif)); !done) { return done; }
  const auto junit = to_junit(record);
  return write_file(path_ / "junit.xml", bytes_of(junit));
}

void FolderSink::keep(Status status) {
  if (status_ && !status) { status_ = std::move(status); }
}

void FolderSink::case_started(const catalogue::Testcase& testcase) {
  keep(append_to_file(folder_->journal(worker_), to_journal_line(testcase.id)));
  keep(folder_->log(clock_->now(), fmt::format("case started case={}", testcase.id)));
}

void FolderSink::case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                               const std::vector<engine::Exchange>& exchanges) {
  auto record = make_record(testcase, result);
  const auto folder = fs::path("evidence") / testcase.id;
  if (!exchanges.empty()) {
    record.evidence = folder.generic_string();
    if (result.proof && *result.proof < exchanges.size()) {
      record.proof = (folder / evidence_name(*result.proof, exchanges[*result.proof])).generic_string();
    }
  }
  keep(write_evidence(folder_->path() / folder, exchanges));
  // A case of which anything is missing counts as one that was not run: it is, when the run is gone on with.
  if (status_ && (!options_.others_kept || options_.others_kept())) {
    keep(append_to_file(folder_->journal(worker_), to_journal_line(record)));
    keep(folder_->log(clock_->now(), fmt::format("case finished case={} verdict={} checks={}", record.id,
                                                 name_of(record.verdict), record.checks)));
    sync(folder_->path() / folder);
  }
  records_.push_back(std::move(record));
}

void FolderSink::sync(const fs::path& evidence) {
  if (!options_.syncs || clock_->now() - synced_ < kUnsynced) { return; }
  std::error_code ignored;
  for (fs::directory_iterator entry(evidence, ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    keep(sync_to_disk(entry->path()));
  }
  keep(sync_to_disk(folder_->journal(worker_)));
  synced_ = clock_->now();
}

}  // namespace enocheck::report
