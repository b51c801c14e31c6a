#include "report/record_json.h"

#include <nlohmann/json.hpp>

#include "report/curtailment_table.h"
#include "report/timing_summary.h"

namespace enocheck::report {
namespace {

using nlohmann::ordered_json;

Eui64 eui_in(const ordered_json& json, const char* key) {
  return Eui64::parse(json.at(key).get<std::string>()).value_or(Eui64{});
}

Instant instant_in(const ordered_json& json, const char* key) {
  return parse_iso8601(json.at(key).get<std::string>()).value_or(Instant{});
}

/// Simulated times prove nothing.
ordered_json to_json(const TimingSample& sample, bool simulated) {
  return {{"what", sample.what},
          {"count", sample.count},
          {"p50_ms", sample.p50},
          {"p95_ms", sample.p95},
          {"p99_ms", sample.p99},
          {"worst_ms", sample.worst},
          {"within_limit", sample.within_limit},
          {"within_target", sample.within_target},
          {"proven_share", simulated ? ordered_json(nullptr)
                                     : ordered_json(proven_share(sample.within_limit, sample.count))}};
}

}  // namespace

ordered_json json_of(const engine::CommandTiming& command) {
  ordered_json passed = ordered_json::object();
  for (std::size_t index = 0; index < engine::kMilestones; ++index) {
    const auto milestone = static_cast<engine::Milestone>(index);
    if (const auto at = command.at(milestone)) { passed[std::string(name_of(milestone))] = at->count(); }
  }
  return {{"request", command.request},
          {"service", command.srv},
          {"device", to_string(command.device)},
          {"requested", to_iso8601(command.requested)},
          {"passed_ms", std::move(passed)}};
}

ordered_json json_of(const engine::Curtailment& curtailment) {
  return {{"mpan", curtailment.mpan},
          {"device", to_string(curtailment.device)},
          {"switch", curtailment.index},
          {"user", curtailment.user},
          {"from", to_iso8601(curtailment.from)},
          {"to", to_iso8601(curtailment.to)},
          {"equivalent_ms", curtailment.equivalent.count()}};
}

engine::CommandTiming command_from(const ordered_json& json) {
  engine::CommandTiming command;
  json.at("request").get_to(command.request);
  json.at("service").get_to(command.srv);
  command.device = eui_in(json, "device");
  command.requested = instant_in(json, "requested");
  for (const auto& [name, at] : json.at("passed_ms").items()) {
    const auto milestone = engine::parse_milestone(name);
    if (milestone) {
      command.passed.at(static_cast<std::size_t>(*milestone)) = Duration(at.get<std::int64_t>());
    }
  }
  return command;
}

engine::Curtailment curtailment_from(const ordered_json& json) {
  engine::Curtailment curtailment;
  json.at("mpan").get_to(curtailment.mpan);
  curtailment.device = eui_in(json, "device");
  json.at("switch").get_to(curtailment.index);
  json.at("user").get_to(curtailment.user);
  curtailment.from = instant_in(json, "from");
  curtailment.to = instant_in(json, "to");
  curtailment.equivalent = Duration(json.at("equivalent_ms").get<std::int64_t>());
  return curtailment;
}

ordered_json timing_json(const RunRecord& record) {
  const auto summary = summarise_timing(record);
  ordered_json samples = ordered_json::array();
  for (const auto& sample : summary.whole) { samples.push_back(to_json(sample, record.run.simulated)); }
  for (const auto& sample : summary.hops) { samples.push_back(to_json(sample, record.run.simulated)); }
  return {{"simulated", record.run.simulated},
          {"limit_ms", record.run.response_time.count()},
          {"target_ms", record.run.response_time_target.count()},
          {"samples", std::move(samples)}};
}

ordered_json curtailments_json(const RunRecord& record) {
  const auto table = curtailment_table(record);
  ordered_json longest = ordered_json::array();
  for (const auto index : table.longest) {
    auto event = json_of(table.events[index].curtailment);
    event["case"] = table.events[index].testcase;
    longest.push_back(std::move(event));
  }
  return {{"mpans", table.mpans}, {"events", table.events.size()}, {"longest", std::move(longest)}};
}

}  // namespace enocheck::report
