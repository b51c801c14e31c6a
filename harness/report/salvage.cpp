#include "report/salvage.h"

#include "core/files.h"
#include "report/call_file.h"
#include "report/capture.h"
#include "report/kept_cases.h"
#include "report/manifest.h"
#include "report/results_json.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestJournal = std::size_t{4} << 30U;

Result<Journal> journal_of(const RunFolder& folder, std::size_t worker) {
  const auto file = folder.journal(worker);
  std::error_code ignored;
  if (!fs::exists(file, ignored)) { return Journal{}; }
  const auto text = read_text(file, kLargestJournal);
  if (!text) { return tl::unexpected(text.error()); }
  auto journal = parse_journal(*text);
  if (!journal) { return failure(journal.error(), file.string()); }
  return journal;
}

Status remove_evidence(const RunFolder& folder, const std::string& id) {
  std::error_code failed;
  const auto evidence = folder.path() / "evidence" / id;
  fs::remove_all(evidence, failed);
  if (failed) { return write_failure(evidence, failed.value()); }
  return {};
}

/// Is all there of the messages and calls that the run kept of the case?
bool evidence_is_whole(const RunFolder& folder, KeptCases kept, const CaseRecord& record) {
  if (!is_kept(kept, record.verdict) || record.checks == 0) { return true; }
  const auto stored = read_stored_case(folder.path() / "evidence" / record.id);
  return stored && stored->where.verdict == record.verdict;
}

Status void_damaged(const RunFolder& folder, std::size_t worker, KeptCases kept,
                    const std::set<std::string>& known) {
  const auto journal = journal_of(folder, worker);
  if (!journal) { return tl::unexpected(journal.error()); }
  for (const auto& record : journal->finished) {
    if (!known.contains(record.id) || evidence_is_whole(folder, kept, record)) { continue; }
    const auto line = void_journal_line(record.id, "its evidence is not whole");
    if (auto done = append_to_file(folder.journal(worker), line); !done) { return done; }
    if (auto done = remove_evidence(folder, record.id); !done) { return done; }
  }
  return {};
}

/// The seal, and the results that it is of: until there are new ones, the journals tell.
Status remove_seal(const RunFolder& folder) {
  std::error_code failed;
  for (const auto name : {kSignatureFile, kManifestFile, kPublicKeyFile, std::string_view("results.json")}) {
    const auto file = folder.path() / name;
    fs::remove(file, failed);
    if (failed) { return write_failure(file, failed.value()); }
  }
  return {};
}

/// Files that were being written as a whole.
Status remove_parts(const fs::path& folder) {
  const auto parts = files_below(folder, ".part");
  if (!parts) { return tl::unexpected(parts.error()); }
  std::error_code failed;
  for (const auto& part : *parts) {
    fs::remove(part, failed);
    if (failed) { return write_failure(part, failed.value()); }
  }
  return {};
}

/// Leaves whole lines and finished cases' evidence; the cases that are finished.
Result<std::set<std::string>> salvage_cases(const RunFolder& folder, std::size_t worker,
                                            const std::set<std::string>& known) {
  if (auto cut = cut_torn_line(folder.journal(worker)); !cut) { return tl::unexpected(cut.error()); }
  const auto journal = journal_of(folder, worker);
  if (!journal) { return tl::unexpected(journal.error()); }
  std::set<std::string> finished;
  for (const auto& record : journal->finished) { finished.insert(record.id); }
  for (const auto& [id, tries] : journal->tries) {
    if (finished.contains(id) || !known.contains(id)) { continue; }
    if (auto done = remove_evidence(folder, id); !done) { return tl::unexpected(done.error()); }
  }
  return finished;
}

}  // namespace

Status salvage_worker(const RunFolder& folder, std::size_t worker, const std::set<std::string>& known) {
  const auto finished = salvage_cases(folder, worker, known);
  if (!finished) { return tl::unexpected(finished.error()); }
  return keep_packets(capture_file(folder.path(), worker),
                      [&](std::string_view id) { return finished->contains(std::string(id)); });
}

Status salvage_run(const RunFolder& folder, const std::set<std::string>& known) {
  if (auto done = remove_seal(folder); !done) { return done; }
  if (auto done = remove_parts(folder.path()); !done) { return done; }
  if (auto cut = cut_torn_line(folder.path() / "run.log"); !cut) { return cut; }
  const auto info = folder.info();
  if (!info) { return tl::unexpected(info.error()); }
  const auto kept = parse_kept_cases(info->capture).value_or(KeptCases::None);
  const auto workers = folder.workers();
  if (!workers) { return tl::unexpected(workers.error()); }
  std::set<std::string> finished;
  for (const auto worker : *workers) {
    if (auto cut = cut_torn_line(folder.journal(worker)); !cut) { return cut; }
    if (auto done = void_damaged(folder, worker, kept, known); !done) { return done; }
    auto of_worker = salvage_cases(folder, worker, known);
    if (!of_worker) { return tl::unexpected(of_worker.error()); }
    finished.merge(*of_worker);
  }
  return keep_each_packet_once(folder.path(), finished);
}

}  // namespace enocheck::report
