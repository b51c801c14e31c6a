#include "report/console.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/timing_summary.h"

namespace enocheck::report {
namespace {

using engine::Verdict;

std::string_view colour_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pass: return "\x1b[32m";
    case Verdict::Fail:
    case Verdict::Error: return "\x1b[31m";
    case Verdict::Inconc:
    case Verdict::Skip: return "\x1b[33m";
  }
  return "";
}

std::string painted(Verdict verdict, bool colour) {
  const auto name = name_of(verdict);
  return colour ? fmt::format("{}{:<6}\x1b[0m", colour_of(verdict), name) : fmt::format("{:<6}", name);
}

/// One line of text whatever a value held.
std::string on_one_line(std::string text) {
  for (auto& letter : text) {
    if (static_cast<unsigned char>(letter) < 0x20) { letter = ' '; }
  }
  return text;
}

}  // namespace

std::string describe_verdict(const CaseRecord& record) {
  auto line = record.hop ? fmt::format("hop={}: ", name_of(*record.hop)) : std::string();
  line += record.reason;
  if (!record.expected.empty() || !record.got.empty()) {
    line += fmt::format("; expected {}, got {}", record.expected, record.got);
  }
  if (!record.step.empty()) { line += fmt::format(" ({})", record.step); }
  return on_one_line(line);
}

std::string describe_failure(const CaseRecord& record, const std::string& reproduce,
                             std::string_view command) {
  return fmt::format("{} [{}]{}{}{}; reproduce: enocheck {} --filter '{}'{}", record.id,
                     fmt::join(record.requirements, " "), record.contested ? " contested" : "",
                     record.hop ? " " : ": ", describe_verdict(record), command, record.id, reproduce);
}

void Console::clear_progress() {
  if (progress_shown_ || style_.shares_line) { write_(kClearLine); }
  progress_shown_ = false;
}

void Console::case_started(const catalogue::Testcase& testcase) {
  if (style_.progress != Progress::Terminal) { return; }
  write_(bar_.line(testcase.id));
  progress_shown_ = true;
}

void Console::case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                            const std::vector<engine::Exchange>& /*exchanges*/) {
  bar_.add(result.verdict);
  const bool told = result.verdict == Verdict::Pass || result.verdict == Verdict::Skip;
  if (told) {
    if (style_.progress == Progress::Plain) {
      write_(fmt::format("{} {}{}\n", painted(result.verdict, style_.colour), testcase.id,
                         result.reason.empty() ? "" : ": " + result.reason));
    }
    return;
  }
  clear_progress();
  write_(fmt::format("{} {}\n", painted(result.verdict, style_.colour),
                     describe_failure(make_record(testcase, result), style_.reproduce, style_.command)));
}

void Console::summary(const RunRecord& record, const std::string& folder) {
  clear_progress();
  const auto totals = record.totals();
  std::map<std::string, std::size_t> skipped;
  std::size_t contested = 0;
  for (const auto& one : record.cases) {
    if (one.verdict == Verdict::Skip) { ++skipped[one.reason]; }
    if (one.verdict == Verdict::Fail && one.contested) { ++contested; }
  }
  for (const auto& [reason, count] : skipped) {
    write_(fmt::format("{} {} case{}: {}\n", painted(Verdict::Skip, style_.colour), count,
                       count == 1 ? "" : "s", reason));
  }
  std::set<std::string> observed;
  for (const auto& one : record.cases) { observed.insert(one.observations.begin(), one.observations.end()); }
  if (!observed.empty()) {
    write_(fmt::format("observed: {} things that no verdict tells (`observations` in results.json)\n",
                       observed.size()));
  }
  for (const auto& sample : summarise_timing(record).whole) {
    write_(fmt::format("{}{}: {} commands, p50 {:.1f} s, p95 {:.1f} s, worst {:.1f} s, {} within the limit\n",
                       sample.what == "to-drop" ? "request to drop of load" : "request to answer",
                       record.run.simulated ? " (simulated, no claim on NF13)" : "", sample.count,
                       static_cast<double>(sample.p50) / 1000.0, static_cast<double>(sample.p95) / 1000.0,
                       static_cast<double>(sample.worst) / 1000.0, sample.within_limit));
  }
  if (contested > 0) {
    write_(fmt::format(
        "warning: {} failing case{} on statements that the source contradicts (contested); alone they do "
        "not fail the gate\n",
        contested, contested == 1 ? " rests" : "s rest"));
  }
  if (!record.run.defect.empty()) {
    write_(fmt::format("warning: the simulators were broken on purpose: {}\n", record.run.defect));
  }
  const auto took = record.run.finished - record.run.started;
  write_(fmt::format(
      "{} cases against {}, profile {}: {} pass, {} fail, {} error, {} inconc, {} skip; {:.1f} s\n",
      record.cases.size(), record.run.target, record.run.profile, totals.of(Verdict::Pass),
      totals.of(Verdict::Fail), totals.of(Verdict::Error), totals.of(Verdict::Inconc),
      totals.of(Verdict::Skip), static_cast<double>(took.count()) / 1000.0));
  write_(fmt::format("results: {}\n", folder));
}

}  // namespace enocheck::report
