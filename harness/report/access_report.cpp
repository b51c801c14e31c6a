#include "report/access_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace enocheck::report {
namespace {

using catalogue::AccessMatrix;
using engine::AccessVerdict;
using engine::SeenRight;

/// So many deviations stand on the page; JSON has all.
constexpr std::size_t kListed = 20;
constexpr std::size_t kBlocks = 3;

char symbol_of(SeenRight right) {
  switch (right) {
    case SeenRight::NotAsked: return ' ';
    case SeenRight::MaySend: return '+';
    case SeenRight::Refused: return '.';
    case SeenRight::NoRole: return '-';
    case SeenRight::Deviates: return '!';
  }
  return '?';
}

const char* name_of(SeenRight right) {
  switch (right) {
    case SeenRight::NotAsked: return "not-asked";
    case SeenRight::MaySend: return "may-send";
    case SeenRight::Refused: return "refused";
    case SeenRight::NoRole: return "no-role";
    case SeenRight::Deviates: return "deviates";
  }
  return "";
}

SeenRight right_of(const AccessVerdict& verdict, const std::string& srv, const std::string& user) {
  const auto found = verdict.rights.find({srv, user});
  return found == verdict.rights.end() ? SeenRight::NotAsked : found->second;
}

std::string headline(const AccessRun& run, const AccessVerdict& verdict) {
  return fmt::format("Access truth table{}, profile {}, target {}{}: {} cells, all asked, {} deviate\n",
                     run.is_narrowed ? " (a part of it)" : "", run.profile, run.target,
                     run.defect.empty() ? "" : fmt::format(" with defect {}", run.defect), verdict.cells,
                     verdict.deviations.size());
}

/// "7.6      + . . . + . . -"
std::string row_of(const AccessMatrix& matrix, const AccessVerdict& verdict, const std::string& srv) {
  auto row = fmt::format("{:<7}", srv);
  for (const auto& user : matrix.users) {
    row += fmt::format(" {:<{}}", symbol_of(right_of(verdict, srv, user.id)), user.id.size());
  }
  return row;
}

std::string header_of(const AccessMatrix& matrix) {
  auto header = fmt::format("{:<7}", "SRV");
  for (const auto& user : matrix.users) { header += fmt::format(" {}", user.id); }
  return header;
}

std::vector<std::string> asked_services(const AccessMatrix& matrix, const AccessVerdict& verdict) {
  std::vector<std::string> asked;
  for (const auto& service : matrix.services) {
    const bool is_asked = std::any_of(matrix.users.begin(), matrix.users.end(), [&](const auto& user) {
      return verdict.rights.contains({service.srv, user.id});
    });
    if (is_asked) { asked.push_back(service.srv); }
  }
  return asked;
}

/// The services in columns of equal height, read downwards.
std::string rights_text(const AccessMatrix& matrix, const AccessVerdict& verdict) {
  const auto services = asked_services(matrix, verdict);
  const auto rows = (services.size() + kBlocks - 1) / kBlocks;
  const auto join = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t block = 0; block * rows < services.size(); ++block) {
      const auto cell = cell_of(block);
      if (!cell.empty()) { line += fmt::format("{}{}", block == 0 ? "" : "   ", cell); }
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return fmt::format("{}\n", line);
  };
  auto text = join([&](std::size_t) { return header_of(matrix); });
  for (std::size_t row = 0; row < rows; ++row) {
    text += join([&](std::size_t block) {
      const auto index = block * rows + row;
      return index < services.size() ? row_of(matrix, verdict, services[index]) : std::string();
    });
  }
  return text;
}

std::string rules_text(const AccessVerdict& verdict) {
  std::string text;
  for (const auto& rule : verdict.rules) {
    if (rule.cells == 0) { continue; }
    text += fmt::format("{:<14} {:<34} {:>8}{}\n", rule.id, rule.outcome, rule.cells,
                        rule.deviations == 0 ? "" : fmt::format("  {} deviate", rule.deviations));
  }
  return text;
}

std::string deviations_text(const AccessVerdict& verdict) {
  std::string text;
  const auto listed = std::min(kListed, verdict.deviations.size());
  for (std::size_t i = 0; i < listed; ++i) {
    const auto& one = verdict.deviations[i];
    text += fmt::format("{}  expected {} ({})  got {}  hop={}\n", one.name(), one.expected, one.rule->id,
                        one.got, one.rule->hop);
  }
  if (listed < verdict.deviations.size()) {
    text += fmt::format("and {} more; --format json lists all\n", verdict.deviations.size() - listed);
  }
  return text;
}

nlohmann::ordered_json to_json(const engine::CellDeviation& one) {
  nlohmann::ordered_json json = {{"cell", one.name()},
                                 {"service", one.cell.service->srv},
                                 {"user", one.cell.user->id},
                                 {"variant", one.cell.variant}};
  const bool is_meter = one.premises.device == engine::CellDevice::Meter;
  json["firmware"] = is_meter ? nlohmann::ordered_json(one.premises.firmware->id) : nullptr;
  json["registration"] = is_meter ? nlohmann::ordered_json(one.premises.registration->id) : nullptr;
  json["status"] = is_meter ? nlohmann::ordered_json(one.premises.status) : nullptr;
  json["rule"] = one.rule->id;
  json["requirements"] = one.rule->requirements;
  json["expected"] = one.expected;
  json["got"] = one.got;
  json["hop"] = one.rule->hop;
  return json;
}

}  // namespace

std::string access_text(const AccessMatrix& matrix, const AccessRun& run, const AccessVerdict& verdict) {
  return fmt::format(
      "{}\n{}\n+ may send   . refused for its role   - has no role   ! some cell deviates\n\n"
      "{:<14} {:<34} {:>8}\n{}{}{}",
      headline(run, verdict), rights_text(matrix, verdict), "rule", "answer", "cells", rules_text(verdict),
      verdict.deviations.empty() ? "" : "\n", deviations_text(verdict));
}

std::string access_json(const AccessMatrix& matrix, const AccessRun& run, const AccessVerdict& verdict) {
  nlohmann::ordered_json json = {{"schema_version", 1},   {"tool_version", run.tool_version},
                                 {"target", run.target},  {"profile", run.profile},
                                 {"defect", run.defect},  {"narrowed", run.is_narrowed},
                                 {"cells", verdict.cells}};
  auto& rights = json["rights"] = nlohmann::ordered_json::array();
  for (const auto& srv : asked_services(matrix, verdict)) {
    nlohmann::ordered_json users = nlohmann::ordered_json::object();
    for (const auto& user : matrix.users) { users[user.id] = name_of(right_of(verdict, srv, user.id)); }
    rights.push_back({{"service", srv}, {"users", std::move(users)}});
  }
  auto& rules = json["rules"] = nlohmann::ordered_json::array();
  for (const auto& rule : verdict.rules) {
    rules.push_back(
        {{"id", rule.id}, {"answer", rule.outcome}, {"cells", rule.cells}, {"deviations", rule.deviations}});
  }
  auto& deviations = json["deviations"] = nlohmann::ordered_json::array();
  for (const auto& one : verdict.deviations) { deviations.push_back(to_json(one)); }
  return fmt::format("{}\n", json.dump(1));
}

}  // namespace enocheck::report
