#include "report/gate_json.h"

#include <nlohmann/json.hpp>

namespace enocheck::report {

using nlohmann::ordered_json;

ordered_json json_of(const Tolerated& tolerated) {
  return {{"where", tolerated.where},
          {"owner", tolerated.owner},
          {"reason", tolerated.reason},
          {"clause", tolerated.clause},
          {"review", tolerated.review}};
}

Tolerated tolerated_from(const ordered_json& json) {
  Tolerated tolerated;
  json.at("where").get_to(tolerated.where);
  json.at("owner").get_to(tolerated.owner);
  json.at("reason").get_to(tolerated.reason);
  json.at("clause").get_to(tolerated.clause);
  json.at("review").get_to(tolerated.review);
  return tolerated;
}

ordered_json json_of(const GateRecord& gate) {
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
  return json;
}

GateRecord gate_from(const ordered_json& json) {
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
