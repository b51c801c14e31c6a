#include "rejudge.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/files.h"
#include "report/call_file.h"
#include "report/results_json.h"
#include "report/run_folder.h"
#include "suite_setup.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// Why there is nothing to judge again, or nothing.
std::string objection_to(const report::RunInfo& run) {
  if (!run.rejudged.empty()) {
    return fmt::format("is what judging {} again came to; name that run: the evidence is there",
                       run.rejudged);
  }
  if (run.capture.empty()) {
    return fmt::format("is of enocheck {}, which did not yet keep what was called", run.tool_version);
  }
  if (!run.testbed.empty()) {
    return fmt::format("was on the test bed {}: which device was in which state is not in its evidence",
                       run.testbed);
  }
  return run.capture == "none" ? "kept no record of what was called (--capture none)" : "";
}

/// As much of a case as its record tells.
catalogue::Testcase stub_of(const report::CaseRecord& record) {
  catalogue::Testcase testcase;
  testcase.id = record.id;
  testcase.tags = record.tags;
  testcase.requirements = record.requirements;
  return testcase;
}

bool is_inside(const fs::path& inner, const fs::path& outer) {
  std::error_code ignored;
  const auto relative = fs::weakly_canonical(inner, ignored).lexically_relative(outer);
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

Result<EarlierRun> EarlierRun::open(fs::path path) {
  const auto folder = report::RunFolder::open(path);
  if (!folder) { return tl::unexpected(folder.error()); }
  auto info = folder->info();
  if (!info) { return tl::unexpected(info.error()); }
  if (const auto objection = objection_to(*info); !objection.empty()) {
    return failure(ErrorCode::BadValue, fmt::format("{} {}", path.string(), objection));
  }
  auto records = folder->collected();
  if (!records) { return tl::unexpected(records.error()); }
  EarlierRun run(std::move(path), *std::move(info));
  run.is_whole_ = folder->is_whole();
  for (auto& record : *records) {
    auto id = record.id;
    run.cases_.emplace(std::move(id), std::move(record));
  }
  return run;
}

const report::CaseRecord* EarlierRun::find(const catalogue::Testcase& testcase) const {
  auto found = cases_.find(testcase.id);
  for (const auto& alias : testcase.aliases) {
    if (found == cases_.end()) { found = cases_.find(alias); }
  }
  return found == cases_.end() ? nullptr : &found->second;
}

bool EarlierRun::keeps(const report::CaseRecord& record) const {
  return is_kept(report::parse_kept_cases(info_.capture).value_or(report::KeptCases::All), record.verdict);
}

std::size_t EarlierRun::leave_kept(std::vector<catalogue::Testcase>& cases) const {
  std::erase_if(cases, [&](const auto& testcase) { return find(testcase) == nullptr; });
  return std::erase_if(cases, [&](const auto& testcase) { return !keeps(*find(testcase)); });
}

std::vector<report::CaseRecord> EarlierRun::gone(const std::vector<catalogue::Testcase>& suite,
                                                 const engine::Selection& selection) const {
  std::set<std::string> known;
  for (const auto& testcase : suite) {
    known.insert(testcase.id);
    known.insert(testcase.aliases.begin(), testcase.aliases.end());
  }
  std::vector<report::CaseRecord> gone;
  for (const auto& [id, then] : cases_) {
    if (known.contains(id) || !keeps(then) || !engine::selects(selection, stub_of(then))) { continue; }
    auto testcase = stub_of(then);
    testcase.title = then.title;
    engine::CaseResult result;
    result.verdict = engine::Verdict::Inconc;
    result.reason = "today's suite has no such case";
    result.contested = then.contested;
    gone.push_back(report::make_record(testcase, result));
  }
  return gone;
}

void EarlierRun::begin(const catalogue::Testcase& testcase, sut::ReplaySut& target) const {
  const auto* const then = find(testcase);
  if (then == nullptr) {
    target.begin_without({ErrorCode::Io, "the run had no such case"});
    return;
  }
  const auto folder = folder_ / "evidence" / then->id;
  std::error_code ignored;
  if (!fs::exists(folder / report::kCallFile, ignored)) {
    target.begin_without({ErrorCode::Io, fmt::format("{} is gone", (folder / report::kCallFile).string())});
    return;
  }
  auto stored = report::read_stored_case(folder);
  if (!stored) {
    target.begin_without({ErrorCode::Io, "the record cannot be judged: " + stored.error().detail});
    return;
  }
  const report::CalledIn expected{info_.id, then->id, then->verdict};
  if (stored->where != expected) {
    target.begin_without({ErrorCode::Io, fmt::format("{} is of run {}, case {}, {}, and not of this one, {}",
                                                     (folder / report::kCallFile).string(), stored->where.run,
                                                     stored->where.testcase, name_of(stored->where.verdict),
                                                     name_of(then->verdict))});
    return;
  }
  target.begin(std::move(stored->record), std::move(stored->exchanges));
}

Status adopt(RunOptions& options, const EarlierRun& earlier) {
  std::error_code failed;
  options.rejudged = fs::canonical(options.rejudged, failed);
  if (options.out.empty()) { options.out = options.rejudged.parent_path(); }
  if (failed || is_inside(options.out, options.rejudged)) {
    return failure(ErrorCode::BadValue,
                   fmt::format("--out {}: a run that is there is not written to", options.out.string()));
  }
  options.target = earlier.info().target;
  options.defect = earlier.info().defect;
  options.seed = earlier.info().seed;
  if (options.keystore.empty()) { options.keystore = earlier.info().keystore; }
  if (auto keys = load_keys(options.keystore); !keys) { return tl::unexpected(keys.error()); }
  options.capture = "none";  // the messages are where they were
  if (options.profile.empty()) { options.profile = earlier.info().profile; }
  return {};
}

report::Rejudgement compared(const EarlierRun& earlier, const report::RunRecord& today,
                             const std::vector<catalogue::Testcase>& suite) {
  report::Rejudgement all{earlier.info(), today.run, {}};
  std::map<std::string, const catalogue::Testcase*> by_id;
  for (const auto& testcase : suite) { by_id.emplace(testcase.id, &testcase); }
  for (const auto& record : today.cases) {
    const auto known = by_id.find(record.id);
    catalogue::Testcase gone;
    gone.id = record.id;
    const auto* const then = earlier.find(known == by_id.end() ? gone : *known->second);
    if (then != nullptr) { all.cases.push_back({*then, record}); }
  }
  return all;
}

}  // namespace enocheck
