#include <fmt/format.h>
#include <fmt/ranges.h>

#include "duis/service_reference.h"
#include "report/access_report.h"

namespace enocheck::report {
namespace {

using catalogue::AccessMatrix;
using engine::AccessVerdict;
using engine::SeenRight;

constexpr std::string_view kStyle =
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;"
    "background:#fff}table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:600;"
    "padding:.5rem 0}th,td{border:1px solid #767676;padding:.2rem .6rem;text-align:left}thead th{position:"
    "sticky;top:0;background:#f0f0f0}td.may-send{background:#d6f0d6}td.deviates{background:#8c0000;color:"
    "#fff;font-weight:600}td.number{text-align:right}";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

/// The class and the words of a cell: never colour alone.
std::pair<const char*, const char*> cell_of(SeenRight right) {
  switch (right) {
    case SeenRight::NotAsked: return {"not-asked", "not asked"};
    case SeenRight::MaySend: return {"may-send", "may send"};
    case SeenRight::Refused: return {"refused", "refused"};
    case SeenRight::NoRole: return {"no-role", "no role"};
    case SeenRight::Deviates: return {"deviates", "deviates"};
  }
  return {"", ""};
}

std::string head(const std::vector<std::string>& titles) {
  std::string html = "<thead><tr>";
  for (const auto& title : titles) { html += fmt::format("<th scope=\"col\">{}</th>", escaped(title)); }
  return html + "</tr></thead>\n";
}

std::string rights_table(const AccessMatrix& matrix, const AccessVerdict& verdict) {
  std::vector<std::string> titles = {"Service", "Request"};
  for (const auto& user : matrix.users) { titles.push_back(user.id); }
  auto html =
      "<table><caption>Who may send what, as the target answered</caption>\n" + head(titles) + "<tbody>\n";
  for (const auto& service : matrix.services) {
    html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td>", service.srv,
                        duis::find_variant(service.srv)->element);
    for (const auto& user : matrix.users) {
      const auto found = verdict.rights.find({service.srv, user.id});
      const auto [name, words] = cell_of(found == verdict.rights.end() ? SeenRight::NotAsked : found->second);
      html += fmt::format("<td class=\"{}\">{}</td>", name, words);
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n";
}

std::string rules_table(const AccessVerdict& verdict) {
  auto html = "<table><caption>Cells by rule</caption>\n" + head({"Rule", "Answer", "Cells", "Deviate"}) +
              "<tbody>\n";
  for (const auto& rule : verdict.rules) {
    html += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"number\">{}</td><td class=\"{}\">{}</td></tr>\n",
        escaped(rule.id), escaped(rule.outcome), rule.cells, rule.deviations == 0 ? "number" : "deviates",
        rule.deviations);
  }
  return html + "</tbody></table>\n";
}

std::string deviations_table(const AccessVerdict& verdict) {
  if (verdict.deviations.empty()) { return "<p>No cell deviates.</p>\n"; }
  auto html =
      "<table><caption>Cells that deviate: service, user, command variant, firmware, registration, device "
      "status</caption>\n" +
      head({"Cell", "Expected", "Got", "Rule", "Requirements", "Hop"}) + "<tbody>\n";
  for (const auto& one : verdict.deviations) {
    html += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        escaped(one.name()), escaped(one.expected), escaped(one.got), escaped(one.rule->id),
        fmt::join(one.rule->requirements, " "), escaped(one.rule->hop));
  }
  return html + "</tbody></table>\n";
}

}  // namespace

std::string access_html(const AccessMatrix& matrix, const AccessRun& run, const AccessVerdict& verdict) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>Access truth table, {0}</title>"
      "<style>{1}</style></head>\n<body><main>\n<h1>Access truth table</h1>\n"
      "<p>Profile {0}, target {2}{3}. {4} cells{5}, all asked, {6} deviate. enocheck {7}.</p>\n{8}{9}{10}"
      "</main></body></html>\n",
      escaped(run.profile), kStyle, escaped(run.target),
      run.defect.empty() ? "" : " with defect " + escaped(run.defect), verdict.cells,
      run.is_narrowed ? " of a part of the table" : "", verdict.deviations.size(), escaped(run.tool_version),
      deviations_table(verdict), rights_table(matrix, verdict), rules_table(verdict));
}

}  // namespace enocheck::report
