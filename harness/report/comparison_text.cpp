#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/comparison.h"
#include "report/html_page.h"

namespace enocheck::report {
namespace {

using engine::Verdict;
using nlohmann::ordered_json;

constexpr std::string_view kTest =
    "Mann-Whitney U test, two-sided, p corrected by Holm for those made together; a finding below 0.05";

std::string_view name_or_absent(const std::optional<Verdict>& verdict) {
  return verdict ? name_of(*verdict) : std::string_view("absent");
}

std::string totals_text(const Totals& totals) {
  return fmt::format("{} pass, {} fail, {} error, {} inconc, {} skip", totals.of(Verdict::Pass),
                     totals.of(Verdict::Fail), totals.of(Verdict::Error), totals.of(Verdict::Inconc),
                     totals.of(Verdict::Skip));
}

/// What the test says of a sample, or why it says nothing.
std::string finding_of(const TimingChange& timing) {
  const auto& test = timing.test;
  if (!test.p) {
    return fmt::format("too few {} for a finding: {} and {}, {} each are needed", timing.sample, test.count_a,
                       test.count_b, kLeastSample);
  }
  const auto sizes =
      fmt::format("{} and {} {}, p {:.3g}", test.count_a, test.count_b, timing.sample, *test.p);
  if (!timing.is_significant()) { return "no significant difference; " + sizes; }
  return fmt::format("{}; {}", test.median_b > test.median_a ? "slower" : "quicker", sizes);
}

std::string medians_of(const TimingChange& timing) {
  return fmt::format("median {:.0f} ms, then {:.0f} ms", timing.test.median_a, timing.test.median_b);
}

/// A difference among its neighbours: lines that are far from one are left out.
std::string diff_text(const std::vector<DiffLine>& lines, std::string_view indent) {
  constexpr std::size_t kAround = 3;
  std::string text;
  bool has_left_out = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    bool is_near = false;
    for (std::size_t j = i < kAround ? 0 : i - kAround; j < lines.size() && j <= i + kAround; ++j) {
      is_near = is_near || lines[j].side != ' ';
    }
    if (!is_near && !has_left_out) { text += fmt::format("{}  ...\n", indent); }
    has_left_out = !is_near;
    if (is_near) { text += fmt::format("{}{} {}\n", indent, lines[i].side, lines[i].text); }
  }
  return text;
}

std::string files_of(const MessageDiff& diff) {
  if (diff.file_a == diff.file_b) { return diff.file_a; }
  return fmt::format("{}, then {}", diff.file_a.empty() ? "no message" : diff.file_a,
                     diff.file_b.empty() ? "no message" : diff.file_b);
}

std::string change_text(const VerdictChange& change) {
  auto text = fmt::format("{}: {} -> {}\n", change.testcase, name_or_absent(change.before),
                          name_or_absent(change.after));
  if (!change.hop.empty() || !change.reason.empty()) {
    text +=
        fmt::format("  {}{}\n", change.hop.empty() ? "" : fmt::format("hop={}: ", change.hop), change.reason);
  }
  if (change.evidence) {
    text += fmt::format("  the first message that differs: {}\n{}", files_of(*change.evidence),
                        diff_text(change.evidence->lines, "  "));
  } else if (change.before && change.after) {
    text += "  no message differs, or none was compared\n";
  }
  return text;
}

ordered_json json_of(const RunInfo& run, const Totals& totals) {
  ordered_json json = {{"id", run.id},
                       {"started", to_iso8601(run.started)},
                       {"target", run.target},
                       {"profile", run.profile},
                       {"tool_version", run.tool_version}};
  for (const auto verdict : {Verdict::Pass, Verdict::Fail, Verdict::Inconc, Verdict::Error, Verdict::Skip}) {
    json["totals"][std::string(name_of(verdict))] = totals.of(verdict);
  }
  return json;
}

ordered_json json_of(const std::optional<Verdict>& verdict) {
  return verdict ? ordered_json(name_of(*verdict)) : ordered_json();
}

ordered_json json_of(const std::optional<MessageDiff>& evidence) {
  if (!evidence) { return nullptr; }
  const auto or_null = [](const std::string& file) {
    return file.empty() ? ordered_json() : ordered_json(file);
  };
  ordered_json json = {{"before", or_null(evidence->file_a)}, {"after", or_null(evidence->file_b)}};
  json["lines"] = ordered_json::array();
  for (const auto& line : evidence->lines) {
    json["lines"].push_back(fmt::format("{}{}", line.side, line.text));
  }
  return json;
}

std::string diff_html(const MessageDiff& diff) {
  auto html = fmt::format("<p>The first message that differs: {}</p>\n<pre>", html_text(files_of(diff)));
  for (const auto& line : diff.lines) {
    const auto text = html_text(fmt::format("{} {}", line.side, line.text));
    html += line.side == '-'   ? fmt::format("<del>{}</del>\n", text)
            : line.side == '+' ? fmt::format("<ins>{}</ins>\n", text)
                               : fmt::format("{}\n", text);
  }
  return html + "</pre>\n";
}

std::string verdict_html(const std::optional<Verdict>& verdict) {
  const auto name = name_or_absent(verdict);
  return fmt::format("<span class=\"{0}\">{0}</span>", name);
}

}  // namespace

std::string to_text(const Comparison& comparison) {
  auto text = fmt::format("A {}: {}\nB {}: {}\n", comparison.a.id, totals_text(comparison.totals_a),
                          comparison.b.id, totals_text(comparison.totals_b));
  for (const auto& one : comparison.different) { text += fmt::format("differs: {}\n", one); }
  text += fmt::format("\n{} verdict{} changed, {} did not\n", comparison.changed,
                      comparison.changed == 1 ? "" : "s", comparison.unchanged);
  for (const auto& change : comparison.changes) { text += fmt::format("\n{}", change_text(change)); }
  if (comparison.evidence_left_out > 0) {
    text += fmt::format("\nof {} more changes the messages were not compared: --case ID does it\n",
                        comparison.evidence_left_out);
  }
  text += fmt::format("\ntimes ({})\n", kTest);
  for (const auto& timing : comparison.timings) {
    text += fmt::format("  {}: {}; {}\n", timing.what, medians_of(timing), finding_of(timing));
  }
  if (comparison.timings.empty()) { text += "  neither run has times that the other has too\n"; }
  return text;
}

std::string to_json(const Comparison& comparison) {
  ordered_json json = {{"schema_version", 1},
                       {"before", json_of(comparison.a, comparison.totals_a)},
                       {"after", json_of(comparison.b, comparison.totals_b)},
                       {"different", comparison.different},
                       {"changed", comparison.changed},
                       {"unchanged", comparison.unchanged}};
  json["changes"] = ordered_json::array();
  for (const auto& change : comparison.changes) {
    json["changes"].push_back({{"case", change.testcase},
                               {"before", json_of(change.before)},
                               {"after", json_of(change.after)},
                               {"hop", change.hop.empty() ? ordered_json() : ordered_json(change.hop)},
                               {"reason", change.reason},
                               {"evidence", json_of(change.evidence)}});
  }
  json["timings"] = ordered_json::array();
  for (const auto& timing : comparison.timings) {
    const auto& test = timing.test;
    json["timings"].push_back({{"what", timing.what},
                               {"sample", timing.sample},
                               {"test", "mann-whitney-u, two-sided, holm"},
                               {"count_before", test.count_a},
                               {"count_after", test.count_b},
                               {"median_before_ms", test.median_a},
                               {"median_after_ms", test.median_b},
                               {"p", test.p ? ordered_json(*test.p) : ordered_json()},
                               {"significant", timing.is_significant()},
                               {"finding", finding_of(timing)}});
  }
  return json.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string to_html(const Comparison& comparison) {
  auto body = html_table("Runs", {"", "Run", "Verdicts"},
                         {{"A", html_text(comparison.a.id), totals_text(comparison.totals_a)},
                          {"B", html_text(comparison.b.id), totals_text(comparison.totals_b)}});
  for (const auto& one : comparison.different) {
    body += fmt::format("<p>Differs: {}</p>\n", html_text(one));
  }
  body += fmt::format("<h2>Verdicts</h2>\n<p>{} changed, {} did not.</p>\n", comparison.changed,
                      comparison.unchanged);
  for (const auto& change : comparison.changes) {
    body += fmt::format("<section><h3>{}: {} to {}</h3>\n<p>{}{}</p>\n", html_text(change.testcase),
                        verdict_html(change.before), verdict_html(change.after),
                        change.hop.empty() ? "" : fmt::format("Hop {}: ", html_text(change.hop)),
                        html_text(change.reason));
    if (change.evidence) { body += diff_html(*change.evidence); }
    body += "</section>\n";
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& timing : comparison.timings) {
    rows.push_back({html_text(timing.what), medians_of(timing), html_text(finding_of(timing))});
  }
  body += "<h2>Times</h2>\n";
  body += html_table(kTest, {"What", "Medians", "Finding"}, rows);
  return html_page(fmt::format("{} and {}", comparison.a.id, comparison.b.id), body);
}

}  // namespace enocheck::report
