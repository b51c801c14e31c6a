#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/history_view.h"
#include "report/html_page.h"

namespace enocheck::report {
namespace {

using engine::Verdict;
using nlohmann::ordered_json;

constexpr std::array kVerdicts = {Verdict::Pass, Verdict::Fail, Verdict::Error, Verdict::Inconc,
                                  Verdict::Skip};

double seconds_of(const RunInfo& run) {
  return static_cast<double>((run.finished - run.started).count()) / 1000.0;
}

std::string in_words(const Totals& totals) {
  std::string words;
  for (const auto verdict : kVerdicts) {
    if (totals.of(verdict) == 0) { continue; }
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", totals.of(verdict), name_of(verdict));
  }
  return words;
}

std::string when(const FailingCase& one) {
  if (one.since.empty()) { return fmt::format("not now; first in {}, {} times", one.first, one.runs); }
  return one.since == one.first ? fmt::format("since {}", one.since)
                                : fmt::format("again since {}; first in {}", one.since, one.first);
}

ordered_json json_of(const Totals& totals) {
  ordered_json json;
  for (const auto verdict : kVerdicts) { json[std::string(name_of(verdict))] = totals.of(verdict); }
  return json;
}

ordered_json json_of(const Subject& subject) {
  const auto or_null = [](const std::string& text) {
    return text.empty() ? ordered_json() : ordered_json(text);
  };
  return {{"target", subject.target},
          {"profile", subject.profile},
          {"defect", or_null(subject.defect)},
          {"testbed", or_null(subject.testbed)}};
}

ordered_json json_of(const PastRun& past) {
  return {{"id", past.run.id},
          {"folder", past.folder.string()},
          {"started", to_iso8601(past.run.started)},
          {"seconds", seconds_of(past.run)},
          {"tool_version", past.run.tool_version},
          {"whole", past.is_whole},
          {"totals", json_of(past.totals())}};
}

/// The verdicts of every run as a column of 100 % height, the worst at the top, where they are seen.
std::string trend_chart(const std::vector<PastRun>& runs) {
  struct Band {
    Verdict verdict;
    const char* colour;
  };
  constexpr std::array<Band, 5> kBands = {{{Verdict::Fail, "#8c0000"},
                                           {Verdict::Error, "#d0021b"},
                                           {Verdict::Inconc, "#b58900"},
                                           {Verdict::Skip, "#b8b8b8"},
                                           {Verdict::Pass, "#2e7d32"}}};
  constexpr double kHeight = 160.0;
  const double width = std::max(4.0, std::min(40.0, 900.0 / static_cast<double>(runs.size())));
  auto svg = fmt::format(
      "<svg role=\"img\" aria-label=\"Verdicts of each run, the oldest at the left\" width=\"{0}\" "
      "height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n",
      static_cast<int>(width * static_cast<double>(runs.size())) + 1, static_cast<int>(kHeight));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto totals = runs[i].totals();
    const auto all = std::max<std::size_t>(1, runs[i].verdicts.size());
    double top = 0.0;
    svg += fmt::format("<g><title>{}: {}</title>", html_text(runs[i].run.id), in_words(totals));
    for (const auto& band : kBands) {
      const auto count = totals.of(band.verdict);
      if (count == 0) { continue; }
      // One failure among thousands is still seen.
      const double share = static_cast<double>(count) / static_cast<double>(all);
      const double height = band.verdict == Verdict::Pass ? kHeight - top : std::max(3.0, share * kHeight);
      svg +=
          fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>)",
                      width * static_cast<double>(i), top, width - 1.0, std::max(0.0, height), band.colour);
      top += height;
    }
    svg += "</g>\n";
  }
  return svg + "</svg>\n<p>fail dark red, error red, inconc yellow, skip grey, pass green</p>\n";
}

std::string text_of_lists(const HistoryView& view) {
  std::string text;
  text += view.failing.empty() ? "\nno case failed\n" : "\nfailing:\n";
  for (const auto& one : view.failing) {
    text += fmt::format("  {}: {}\n    {}{}\n", one.testcase, when(one),
                        one.hop.empty() ? "" : fmt::format("hop={}: ", one.hop), one.reason);
  }
  text += view.flaky.empty() ? "no case is flaky: the same question got the same verdict\n"
                             : "flaky (the same case, profile, seed and enocheck; another verdict):\n";
  for (const auto& one : view.flaky) {
    text += fmt::format("  {}: {} changes, {}\n", one.testcase, one.changes, in_words(one.totals));
  }
  text += "slowest (median of the runs):\n";
  for (const auto& one : view.slowest) {
    text += fmt::format("  {:>7} ms, worst {} ms, {} runs: {}\n", one.median_ms, one.worst_ms, one.runs,
                        one.testcase);
  }
  for (const auto& [subject, count] : view.others) {
    text += fmt::format("the file also has {} run{} of {}\n", count, count == 1 ? "" : "s", to_text(subject));
  }
  return text;
}

}  // namespace

std::string to_text(const HistoryView& view) {
  std::size_t widest = 3;
  for (const auto& past : view.runs) { widest = std::max(widest, past.run.id.size()); }
  auto text = fmt::format("{}: {} run{} of {}\n\n", view.file, view.runs.size(),
                          view.runs.size() == 1 ? "" : "s", to_text(view.subject));
  text += fmt::format("{:<{}} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8}  enocheck\n", "run", widest, "pass", "fail",
                      "error", "inconc", "skip", "seconds");
  for (const auto& past : view.runs) {
    text += fmt::format("{:<{}}", past.run.id, widest);
    const auto totals = past.totals();
    for (const auto verdict : kVerdicts) { text += fmt::format(" {:>6}", totals.of(verdict)); }
    text += fmt::format(" {:>8.1f}  {}{}\n", seconds_of(past.run), past.run.tool_version,
                        past.is_whole ? "" : " (interrupted)");
  }
  return text + text_of_lists(view);
}

std::string to_json(const HistoryView& view) {
  ordered_json json = {{"schema_version", 1}, {"file", view.file}, {"subject", json_of(view.subject)}};
  for (const auto* const list : {"runs", "failing", "flaky", "slowest", "others"}) {
    json[list] = ordered_json::array();
  }
  for (const auto& past : view.runs) { json["runs"].push_back(json_of(past)); }
  for (const auto& one : view.failing) {
    ordered_json since = one.since.empty() ? ordered_json() : ordered_json(one.since);
    ordered_json hop = one.hop.empty() ? ordered_json() : ordered_json(one.hop);
    json["failing"].push_back({{"case", one.testcase},
                               {"first", one.first},
                               {"since", std::move(since)},
                               {"runs", one.runs},
                               {"hop", std::move(hop)},
                               {"reason", one.reason}});
  }
  for (const auto& one : view.flaky) {
    json["flaky"].push_back(
        {{"case", one.testcase}, {"changes", one.changes}, {"totals", json_of(one.totals)}});
  }
  for (const auto& one : view.slowest) {
    json["slowest"].push_back({{"case", one.testcase},
                               {"runs", one.runs},
                               {"median_ms", one.median_ms},
                               {"worst_ms", one.worst_ms}});
  }
  for (const auto& [subject, count] : view.others) {
    json["others"].push_back({{"subject", json_of(subject)}, {"runs", count}});
  }
  return json.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string to_html(const HistoryView& view) {
  std::vector<std::vector<std::string>> runs;
  for (const auto& past : view.runs) {
    const auto totals = past.totals();
    auto& row = runs.emplace_back();
    row.push_back(html_text(past.run.id) + (past.is_whole ? "" : " (interrupted)"));
    for (const auto verdict : kVerdicts) { row.push_back(fmt::format("{}", totals.of(verdict))); }
    row.push_back(fmt::format("{:.1f}", seconds_of(past.run)));
    row.push_back(html_text(past.run.tool_version));
  }
  std::vector<std::vector<std::string>> failing;
  for (const auto& one : view.failing) {
    failing.push_back({html_text(one.testcase), html_text(when(one)), fmt::format("{}", one.runs),
                       html_text(one.hop), html_text(one.reason)});
  }
  std::vector<std::vector<std::string>> flaky;
  for (const auto& one : view.flaky) {
    flaky.push_back({html_text(one.testcase), fmt::format("{}", one.changes), in_words(one.totals)});
  }
  std::vector<std::vector<std::string>> slowest;
  for (const auto& one : view.slowest) {
    slowest.push_back({html_text(one.testcase), fmt::format("{}", one.median_ms),
                       fmt::format("{}", one.worst_ms), fmt::format("{}", one.runs)});
  }
  auto body = fmt::format("<p>{}; {} runs.</p>\n", html_text(to_text(view.subject)), view.runs.size());
  body += trend_chart(view.runs);
  if (failing.empty()) { body += "<p>No case failed.</p>\n"; }
  body += html_table("Cases that failed", {"Case", "When", "Runs", "Hop", "Reason"}, failing);
  if (flaky.empty()) { body += "<p>No case is flaky: the same question got the same verdict.</p>\n"; }
  body += html_table("Flaky: the same case, profile, seed and enocheck; another verdict",
                     {"Case", "Changes", "Verdicts"}, flaky);
  body += html_table("Slowest cases", {"Case", "Median ms", "Worst ms", "Runs"}, slowest);
  body += html_table("Runs", {"Run", "Pass", "Fail", "Error", "Inconc", "Skip", "Seconds", "enocheck"}, runs);
  return html_page("History of runs", body);
}

}  // namespace enocheck::report
