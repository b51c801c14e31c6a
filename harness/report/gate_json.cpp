#include "report/gate_json.h"

#include <nlohmann/json.hpp>

namespace enocheck::report {

using nlohmann::ordered_json;

namespace {

/// Octets that are no UTF-8 are replaced.
std::string text_of(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const Tolerated& tolerated) {
  return text_of({{"where", tolerated.where},
                  {"owner", tolerated.owner},
                  {"reason", tolerated.reason},
                  {"clause", tolerated.clause},
                  {"review", tolerated.review}});
}

Tolerated tolerated_from(std::string_view text) {
  const auto json = ordered_json::parse(text);
  Tolerated tolerated;
  json.at("where").get_to(tolerated.where);
  json.at("owner").get_to(tolerated.owner);
  json.at("reason").get_to(tolerated.reason);
  json.at("clause").get_to(tolerated.clause);
  json.at("review").get_to(tolerated.review);
  return tolerated;
}

std::string to_json(const GateRecord& gate) {
  ordered_json json = {
      {"policy", gate.policy},
      {"baseline", gate.baseline.empty() ? ordered_json(nullptr) : ordered_json(gate.baseline)},
      {"outcome", name_of(gate.outcome)},
      {"against", gate.against},
      {"findings", ordered_json::array()}};
  for (const auto& finding : gate.findings) {
    json["findings"].push_back({{"reason", name_of(finding.reason)},
                                {"where", finding.where},
                                {"subject", finding.subject},
                                {"text", finding.text}});
  }
  return text_of(json);
}

GateRecord gate_from(std::string_view text) {
  const auto json = ordered_json::parse(text);
  GateRecord gate;
  json.at("policy").get_to(gate.policy);
  if (!json.at("baseline").is_null()) { json.at("baseline").get_to(gate.baseline); }
  gate.outcome = parse_gate(json.at("outcome").get<std::string>()).value_or(Gate::HarnessError);
  json.at("against").get_to(gate.against);
  for (const auto& one : json.at("findings")) {
    gate.findings.push_back(
        {parse_gate_reason(one.at("reason").get<std::string>()).value_or(GateReason::Unmatched),
         one.at("where").get<std::string>(), one.at("subject").get<std::string>(),
         one.at("text").get<std::string>()});
  }
  return gate;
}

}  // namespace enocheck::report
