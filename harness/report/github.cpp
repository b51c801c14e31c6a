#include "report/github.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/console.h"
#include "report/plain_text.h"

namespace enocheck::report {
namespace {

using engine::Verdict;

constexpr std::size_t kLongestMessage = 2000;
constexpr std::size_t kMostRows = 100;
constexpr std::size_t kLongestCell = 400;

/// As the runner reads a command's message, or one of its properties.
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (const char letter : text) {
    const bool is_special = letter == '%' || letter == '\r' || letter == '\n' ||
                            (is_property && (letter == ':' || letter == ','));
    out += is_special ? fmt::format("%{:02X}", static_cast<unsigned char>(letter)) : std::string(1, letter);
  }
  return out;
}

std::string command(const char* kind, const std::string& where, std::string_view title,
                    std::string_view message) {
  return fmt::format("::{} {}title={}::{}\n", kind, where, escaped(plain_text(title), true),
                     escaped(cut_to(plain_text(message), kLongestMessage), false));
}

std::string location(const CaseRecord& one, const std::optional<std::string>& suite_in_workspace) {
  const auto place = place_of(one);
  if (!suite_in_workspace || place.file.empty()) { return {}; }
  return fmt::format("file={},line={},", escaped(plain_text(*suite_in_workspace + place.file), true),
                     place.line);
}

/// The first ones; of more than fit, all but the last and how many are left.
void append_capped(std::string& out, const char* kind, const std::vector<std::string>& lines) {
  const auto shown = lines.size() <= kMostAnnotations ? lines.size() : kMostAnnotations - 1;
  for (std::size_t at = 0; at < shown; ++at) { out += lines[at]; }
  if (shown < lines.size()) {
    out += command(kind, "", "enocheck", fmt::format("{} more: see the report", lines.size() - shown));
  }
}

bool counts(const CaseRecord& one, const RunRecord& record) {
  if (!record.gate) { return true; }
  const auto& ids = record.gate->against;
  return std::find(ids.begin(), ids.end(), one.id) != ids.end();
}

/// Text as one cell of a table: no markup, no second line.
std::string cell(std::string_view text) {
  std::string out;
  for (const char letter : cut_to(one_line(text), kLongestCell)) {
    switch (letter) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '|':
      case '`':
      case '*':
      case '_':
      case '[':
      case ']':
      case '\\':
      case '!':
      case '#':
      case '~':
      case '@': out += fmt::format("&#{};", static_cast<int>(letter)); break;
      default: out += letter;
    }
  }
  return out;
}

std::string_view mark_of(Gate outcome) {
  switch (outcome) {
    case Gate::Met: return "✅ Gate met";
    case Gate::Failed: return "❌ Gate failed";
    case Gate::HarnessError: return "⚠️ Error of the harness";
    case Gate::Inconclusive: return "⚠️ Inconclusive";
    case Gate::NothingSelected: return "⚠️ Nothing was selected";
  }
  return "";
}

std::string totals_table(const RunRecord& record) {
  const auto totals = record.totals();
  std::string head;
  std::string numbers;
  std::string rule;
  for (const auto verdict : {Verdict::Pass, Verdict::Fail, Verdict::Error, Verdict::Inconc, Verdict::Skip}) {
    head += fmt::format("| {} ", name_of(verdict));
    rule += "| ---: ";
    numbers += fmt::format("| {} ", totals.of(verdict));
  }
  return fmt::format("{}|\n{}|\n{}|\n", head, rule, numbers);
}

std::string cases_table(const std::vector<const CaseRecord*>& cases) {
  std::string text = "| case | verdict | hop | why |\n| --- | --- | --- | --- |\n";
  for (std::size_t at = 0; at < std::min(cases.size(), kMostRows); ++at) {
    const auto& one = *cases[at];
    auto why = failure_text(one);
    if (one.tolerated) {
      why = fmt::format("{} ({}, until {}): {}", one.tolerated->reason, one.tolerated->owner,
                        one.tolerated->review, why);
    }
    text +=
        fmt::format("| {} | {}{} | {} | {} |\n", cell(one.id), name_of(one.verdict),
                    one.contested ? ", contested" : "", one.hop ? engine::name_of(*one.hop) : "", cell(why));
  }
  if (cases.size() > kMostRows) { text += fmt::format("\n… and {} more.\n", cases.size() - kMostRows); }
  return text;
}

}  // namespace

std::string to_annotations(const RunRecord& record, const std::optional<std::string>& suite_in_workspace) {
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
  if (record.gate) {
    for (const auto& finding : record.gate->findings) {
      errors.push_back(command("error", "", fmt::format("{} {}", name_of(finding.reason), finding.subject),
                               fmt::format("{} ({})", finding.text, finding.where)));
    }
  }
  for (const auto& one : record.cases) {
    if (one.verdict == Verdict::Pass || one.verdict == Verdict::Skip) { continue; }
    const bool is_warning = !counts(one, record) || one.verdict == Verdict::Inconc;
    auto& lines = is_warning ? warnings : errors;
    const auto* const mark = one.tolerated ? " (tolerated)" : one.contested ? " (contested)" : "";
    const auto title =
        fmt::format("{}{} {} [{}]", name_of(one.verdict), mark, one.id, fmt::join(one.requirements, " "));
    lines.push_back(command(is_warning ? "warning" : "error", location(one, suite_in_workspace), title,
                            describe_verdict(one)));
  }
  std::string out;
  append_capped(out, "error", errors);
  append_capped(out, "warning", warnings);
  return out;
}

std::string to_step_summary(const RunRecord& record, const std::string& folder) {
  std::vector<const CaseRecord*> open;
  std::vector<const CaseRecord*> tolerated;
  for (const auto& one : record.cases) {
    if (one.verdict == Verdict::Pass || one.verdict == Verdict::Skip) { continue; }
    (one.tolerated ? tolerated : open).push_back(&one);
  }
  const auto outcome = record.gate ? record.gate->outcome : Gate::HarnessError;
  auto text =
      fmt::format("### {}\n\n{} cases against {}, profile {}, seed {}; policy {}.\n\n{}\n", mark_of(outcome),
                  record.cases.size(), cell(record.run.target), cell(record.run.profile), record.run.seed,
                  cell(record.gate ? record.gate->policy : "none"), totals_table(record));
  if (record.gate && !record.gate->findings.empty()) {
    text += "#### What the gate asks for besides\n\n";
    for (const auto& finding : record.gate->findings) {
      text +=
          fmt::format("- {}: {} ({})\n", name_of(finding.reason), cell(finding.text), cell(finding.where));
    }
    text += '\n';
  }
  if (!open.empty()) { text += "#### Did not pass\n\n" + cases_table(open) + "\n"; }
  if (!tolerated.empty()) { text += "#### Tolerated\n\n" + cases_table(tolerated) + "\n"; }
  return text + fmt::format("Run folder: {}\n", cell(folder));
}

}  // namespace enocheck::report
