#include "report/twin_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace enocheck::report {
namespace {

/// So many findings stand in the text; JSON has all.
constexpr std::size_t kListed = 20;

std::string to_text(const engine::TwinFinding& one) {
  auto text = fmt::format("fail   {}: {}", one.subject, one.what);
  if (one.hop) { text += fmt::format("  hop={}", name_of(*one.hop)); }
  if (!one.requirements.empty()) { text += fmt::format("  [{}]", fmt::join(one.requirements, " ")); }
  text += "\n";
  if (!one.before.empty() || !one.after.empty()) {
    text += fmt::format("       before {}\n       after  {}\n", one.before, one.after);
  }
  return text;
}

}  // namespace

std::string twin_text(const TwinRun& run, const engine::TwinVerdict& verdict) {
  auto text = fmt::format(
      "Twin run{}, {} against {}, target {}{}\n"
      "cells      {:>8} compared, {} moved\n"
      "cases      {:>8} compared, {} moved\n"
      "regression {:>8} cases, {} messages on the wire compared octet for octet\n",
      run.is_narrowed ? " (a part of it)" : "", run.before, run.after, run.target,
      run.defect.empty() ? "" : " with defect " + run.defect, verdict.cells, verdict.cells_moved,
      verdict.cases, verdict.cases_moved, verdict.regression_cases, verdict.regression_exchanges);
  if (verdict.findings.empty()) { return text + "What moved is what the change names, and nothing else.\n"; }
  text += fmt::format("{} findings: this is not the change, the whole change and nothing but the change\n",
                      verdict.findings.size());
  const auto listed = std::min(kListed, verdict.findings.size());
  for (std::size_t i = 0; i < listed; ++i) { text += to_text(verdict.findings[i]); }
  if (listed < verdict.findings.size()) {
    text += fmt::format("and {} more; --format json lists all\n", verdict.findings.size() - listed);
  }
  return text;
}

std::string twin_json(const TwinRun& run, const engine::TwinVerdict& verdict) {
  using Json = nlohmann::ordered_json;
  Json json = {
      {"schema_version", 1},
      {"tool_version", run.tool_version},
      {"target", run.target},
      {"before", run.before},
      {"after", run.after},
      {"defect", run.defect},
      {"narrowed", run.is_narrowed},
      {"cells", {{"compared", verdict.cells}, {"moved", verdict.cells_moved}}},
      {"cases", {{"compared", verdict.cases}, {"moved", verdict.cases_moved}}},
      {"regression", {{"cases", verdict.regression_cases}, {"messages", verdict.regression_exchanges}}}};
  auto& findings = json["findings"] = Json::array();
  for (const auto& one : verdict.findings) {
    findings.push_back({{"subject", one.subject},
                        {"what", one.what},
                        {"before", one.before},
                        {"after", one.after},
                        {"hop", one.hop ? Json(name_of(*one.hop)) : Json(nullptr)},
                        {"requirements", one.requirements}});
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace enocheck::report
