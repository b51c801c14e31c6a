#include "rejudge.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/files.h"
#include "report/call_file.h"
#include "report/results_json.h"
#include "report/run_folder.h"

namespace enocheck {

Result<report::RunInfo> read_run(const std::filesystem::path& run_folder) {
  const auto folder = report::RunFolder::open(run_folder);
  if (!folder) { return tl::unexpected(folder.error()); }
  const auto text = read_text(folder->journal(0));
  if (!text) { return failure(text.error(), run_folder.string() + " is no run's folder"); }
  const auto journal = report::parse_journal(*text);
  if (!journal) { return failure(journal.error(), folder->journal(0).string()); }
  if (!journal->run) {
    return failure(ErrorCode::BadValue, folder->journal(0).string() + " does not say what the run was");
  }
  return *journal->run;
}

Result<std::size_t> leave_recorded(std::vector<catalogue::Testcase>& cases,
                                   const std::filesystem::path& run_folder) {
  const auto folder = report::RunFolder::open(run_folder);
  if (!folder) { return tl::unexpected(folder.error()); }
  const auto records = folder->collected();
  if (!records) { return tl::unexpected(records.error()); }
  std::set<std::string> recorded;
  for (const auto& record : *records) { recorded.insert(record.id); }
  std::erase_if(cases, [&](const auto& testcase) { return !recorded.contains(testcase.id); });
  return recorded.size() - cases.size();
}

void ReplayFeed::case_started(const catalogue::Testcase& testcase) {
  const auto folder = run_folder_ / "evidence" / testcase.id;
  std::error_code ignored;
  if (!std::filesystem::exists(folder / report::kCallFile, ignored)) {
    target_->begin_without({ErrorCode::Io, "the run kept no record of this case (`--record`)"});
    return;
  }
  auto stored = report::read_stored_case(folder);
  if (!stored) {
    target_->begin_without({ErrorCode::Io, "the record cannot be read: " + stored.error().detail});
    return;
  }
  target_->begin(std::move(stored->record), std::move(stored->exchanges));
}

}  // namespace enocheck
