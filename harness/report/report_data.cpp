#include "report/report_data.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/gate.h"
#include "report/timing_summary.h"

namespace enocheck::report {
namespace {

using engine::Verdict;
using nlohmann::ordered_json;

/// A value that a target gave may be long; the whole of it is in results.json.
constexpr std::size_t kLongestText = 4096;

std::string clipped(const std::string& text) {
  if (text.size() <= kLongestText) { return text; }
  return fmt::format("{} … ({} more octets: see results.json)", text.substr(0, kLongestText),
                     text.size() - kLongestText);
}

std::string gate_of(const RunRecord& record) {
  return std::string(name_of(record.gate ? record.gate->outcome : judge_gate(record)));
}

ordered_json findings_json(const RunRecord& record) {
  auto findings = ordered_json::array();
  if (!record.gate) { return findings; }
  for (const auto& one : record.gate->findings) {
    findings.push_back({{"reason", name_of(one.reason)}, {"where", one.where}, {"text", clipped(one.text)}});
  }
  return findings;
}

ordered_json run_json(const ReportSource& source) {
  const auto& run = source.record->run;
  ordered_json json = {{"id", run.id},
                       {"started", to_iso8601(run.started)},
                       {"finished", run.finished == Instant{} ? "" : to_iso8601(run.finished)},
                       {"tool_version", run.tool_version},
                       {"target", run.target},
                       {"profile", run.profile},
                       {"profile_fingerprint", run.profile_fingerprint},
                       {"capture", run.capture},
                       {"keystore", run.keystore},
                       {"defect", run.defect},
                       {"rejudged", run.rejudged},
                       {"seed", std::to_string(run.seed)},  // a number of JavaScript has 53 bits
                       {"host", run.host},
                       {"simulated", run.simulated},
                       {"limit_ms", run.response_time.count()},
                       {"target_ms", run.response_time_target.count()},
                       {"whole", source.is_whole},
                       {"evidence_base", source.evidence_base},
                       {"command", source.reproduce_command},
                       {"suffix", source.reproduce_suffix},
                       {"facts", ordered_json::array()}};
  for (const auto& [name, value] : source.facts) { json["facts"].push_back({name, value}); }
  return json;
}

/// From request to drop of the load, as timing.txt counts it.
ordered_json drops_json(const CaseRecord& record) {
  auto drops = ordered_json::array();
  for (const auto& command : record.commands) {
    const auto drop = command.at(engine::Milestone::Drawn);
    if (command.srv == "7.6" && drop) { drops.push_back(drop->count()); }
  }
  return drops;
}

ordered_json case_json(const CaseRecord& record, const ReportSource& source) {
  ordered_json json = {{"id", record.id},
                       {"title", clipped(record.title)},
                       {"area", record.area},
                       {"verdict", engine::name_of(record.verdict)},
                       {"requirements", record.requirements},
                       {"wall_ms", record.wall_ms},
                       {"virtual_ms", record.virtual_ms},
                       {"checks", record.checks}};
  const auto put = [&](const char* name, const std::string& text) {
    if (!text.empty()) { json[name] = clipped(text); }
  };
  const auto purpose = source.purposes.find(record.id);
  if (purpose != source.purposes.end()) { put("purpose", purpose->second); }
  put("reason", record.reason);
  put("expected", record.expected);
  put("got", record.got);
  put("step", record.step);
  put("evidence", record.evidence);
  put("proof", record.proof);
  if (record.level != "required") { put("level", record.level); }
  if (record.hop) { json["hop"] = engine::name_of(*record.hop); }
  if (record.contested) { json["contested"] = true; }
  if (record.tolerated) {
    const auto& by = *record.tolerated;
    json["tolerated"] = {{"reason", clipped(by.reason)},
                         {"owner", by.owner},
                         {"clause", by.clause},
                         {"review", by.review},
                         {"where", by.where}};
  }
  if (!record.tags.empty()) { json["tags"] = record.tags; }
  for (const auto& one : record.observations) { json["observations"].push_back(clipped(one)); }
  if (auto drops = drops_json(record); !drops.empty()) { json["drops"] = std::move(drops); }
  return json;
}

/// Against the run before: whose verdict is another; how many cases are new, and how many were not asked now.
ordered_json previous_json(const PastRun& previous, const std::vector<CaseRecord>& cases) {
  ordered_json json = {{"id", previous.run.id},
                       {"started", to_iso8601(previous.run.started)},
                       {"changed", ordered_json::array()}};
  std::size_t in_both = 0;
  for (std::size_t index = 0; index < cases.size(); ++index) {
    const auto* const past = previous.find(cases[index].id);
    in_both += past == nullptr ? 0 : 1;
    if (past == nullptr || past->verdict == cases[index].verdict) { continue; }
    json["changed"].push_back({{"case", index}, {"before", engine::name_of(past->verdict)}});
  }
  json["new"] = cases.size() - in_both;
  json["not_asked"] = previous.verdicts.size() - in_both;
  return json;
}

ordered_json requirements_json(const ReportSource& source) {
  std::map<std::string, std::size_t> index;
  for (const auto& one : source.record->cases) { index.emplace(one.id, index.size()); }
  auto all = ordered_json::array();
  for (const auto& row : source.record->requirements(*source.requirements)) {
    ordered_json json = {{"id", row.id}, {"cases", ordered_json::array()}, {"verdict", nullptr}};
    if (row.verdict) { json["verdict"] = engine::name_of(*row.verdict); }
    for (const auto& id : row.cases) { json["cases"].push_back(index.at(id)); }
    if (const auto* const said = source.requirements->find(row.id); said != nullptr) {
      json["text"] = said->text;
      json["judged"] = said->test;
      for (const auto gap : said->contested_by) {
        json["gaps"].push_back({gap, source.requirements->gaps.at(gap)});
      }
    }
    all.push_back(std::move(json));
  }
  return all;
}

ordered_json timing_json(const RunRecord& record) {
  auto samples = ordered_json::array();
  const auto summary = summarise_timing(record);
  for (const auto* const list : {&summary.whole, &summary.hops}) {
    for (const auto& one : *list) {
      samples.push_back({{"what", one.what},
                         {"count", one.count},
                         {"p50", one.p50},
                         {"p95", one.p95},
                         {"worst", one.worst},
                         {"within_limit", one.within_limit},
                         {"within_target", one.within_target}});
    }
  }
  return samples;
}

}  // namespace

std::string embedded(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char letter : json) {
    switch (letter) {
      case '<': out += "\\u003c"; break;
      case '>': out += "\\u003e"; break;
      case '&': out += "\\u0026"; break;
      default: out += letter;
    }
  }
  return out;
}

std::string to_report_json(const ReportSource& source) {
  const auto totals = source.record->totals();
  ordered_json json = {{"run", run_json(source)},
                       {"gate", gate_of(*source.record)},
                       {"findings", findings_json(*source.record)}};
  for (const auto verdict : {Verdict::Pass, Verdict::Fail, Verdict::Inconc, Verdict::Error, Verdict::Skip}) {
    json["totals"][std::string(engine::name_of(verdict))] = totals.of(verdict);
  }
  json["requirements"] = requirements_json(source);
  json["timing"] = timing_json(*source.record);
  const auto put_document = [&](const char* name, const std::string& text) {
    auto document = ordered_json::parse(text, nullptr, false);
    if (document.is_object()) { json[name] = std::move(document); }
  };
  if (source.previous) { json["previous"] = previous_json(*source.previous, source.record->cases); }
  put_document("matrix", source.access_matrix);
  put_document("defects", source.kill_matrix);
  json["cases"] = ordered_json::array();
  for (const auto& one : source.record->cases) { json["cases"].push_back(case_json(one, source)); }
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace enocheck::report
