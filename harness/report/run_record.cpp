#include "report/run_record.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "report/plain_text.h"

namespace enocheck::report {
namespace {

using engine::Verdict;

int gravity(Verdict verdict) {
  switch (verdict) {
    case Verdict::Fail: return 4;
    case Verdict::Error: return 3;
    case Verdict::Inconc: return 2;
    case Verdict::Pass: return 1;
    case Verdict::Skip: return 0;
  }
  return 0;
}

/// "gbcs-brief 4.1, 5.3 (derived)", "vector gbcs/ECS61a/read_response"
std::string text_of(const catalogue::Evidence& evidence) {
  auto text = !evidence.source.empty()   ? fmt::format("{} {}", evidence.source, evidence.section)
              : !evidence.vector.empty() ? "vector " + evidence.vector
                                         : "tool " + evidence.tool;
  if (!evidence.provenance.empty()) { text += fmt::format(" ({})", evidence.provenance); }
  return text;
}

}  // namespace

Verdict graver(Verdict a, Verdict b) { return gravity(a) >= gravity(b) ? a : b; }

CaseRecord make_record(const catalogue::Testcase& testcase, const engine::CaseResult& result) {
  CaseRecord record;
  record.id = testcase.id;
  record.test_id = testcase.test_id;
  record.title = testcase.title;
  record.fingerprint = testcase.fingerprint;
  record.area = testcase.area();
  record.file = testcase.file;
  record.requirements = testcase.requirements;
  for (const auto& one : testcase.evidence) { record.clauses.push_back(text_of(one)); }
  record.tags = testcase.tags;
  record.level = testcase.level == catalogue::Level::Required ? "required" : "recommended";
  record.verdict = result.verdict;
  record.reason = result.reason;
  record.expected = result.expected;
  record.got = result.got;
  record.hop = result.hop;
  record.step = result.step;
  record.contested = result.contested;
  record.wall_ms = result.wall_time.count();
  record.virtual_ms = result.virtual_time.count();
  record.checks = result.checks;
  record.observations = result.observations;
  record.commands = result.commands;
  record.manual_steps = result.manual_steps;
  record.curtailments = result.curtailments;
  return record;
}

Place place_of(const CaseRecord& record) {
  const std::string_view step(record.step);
  const auto place = step.substr(0, step.find(' '));
  const auto colon = place.rfind(':');
  std::size_t line = 0;
  if (colon != std::string_view::npos) {
    const auto digits = place.substr(colon + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), line);
    if (read.ec == std::errc() && read.ptr == digits.data() + digits.size() && line > 0) {
      return {std::string(place.substr(0, colon)), line};
    }
  }
  return {record.file, 1};
}

std::string failure_text(const CaseRecord& record) {
  auto text = record.reason;
  if (!record.expected.empty() || !record.got.empty()) {
    text += fmt::format("; expected {}, got {}", record.expected, record.got);
  }
  return one_line(text);
}

Totals RunRecord::totals() const {
  Totals totals;
  for (const auto& record : cases) { totals.add(record.verdict); }
  return totals;
}

std::vector<RequirementRecord> RunRecord::requirements(const catalogue::Requirements& all) const {
  std::vector<RequirementRecord> records;
  for (const auto& requirement : all.all) {
    RequirementRecord record{requirement.id, {}, std::nullopt};
    for (const auto& one : cases) {
      const auto& ids = one.requirements;
      if (std::find(ids.begin(), ids.end(), requirement.id) == ids.end()) { continue; }
      record.cases.push_back(one.id);
      record.verdict = record.verdict ? graver(*record.verdict, one.verdict) : one.verdict;
    }
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace enocheck::report
