#include "report/results_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/curtailment_table.h"
#include "report/gate_json.h"
#include "report/timing_summary.h"

namespace enocheck::report {
namespace {

using nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

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

ordered_json json_of(const engine::ManualStep& step) {
  return {{"asked", to_iso8601(step.asked)},  {"answered", to_iso8601(step.answered)},
          {"device", to_string(step.device)}, {"operator", step.operator_name},
          {"question", step.question},        {"answer", step.answer}};
}

engine::ManualStep manual_step_from(const ordered_json& json) {
  engine::ManualStep step;
  step.asked = instant_in(json, "asked");
  step.answered = instant_in(json, "answered");
  step.device = eui_in(json, "device");
  json.at("operator").get_to(step.operator_name);
  json.at("question").get_to(step.question);
  json.at("answer").get_to(step.answer);
  return step;
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

ordered_json to_json(const std::vector<Instant>& instants) {
  auto json = ordered_json::array();
  for (const auto at : instants) { json.push_back(to_iso8601(at)); }
  return json;
}

ordered_json to_json(const Invocation& how) {
  return {
      {"options", how.options},
      {"folder", how.folder},
      {"data", how.data},
      {"gtest_filter", how.gtest_filter.empty() ? ordered_json(nullptr) : ordered_json(how.gtest_filter)}};
}

Invocation invocation_from(const ordered_json& json) {
  Invocation how;
  json.at("options").get_to(how.options);
  json.at("folder").get_to(how.folder);
  json.at("data").get_to(how.data);
  if (const auto& filter = json.at("gtest_filter"); !filter.is_null()) { filter.get_to(how.gtest_filter); }
  return how;
}

ordered_json to_json(const RunInfo& run) {
  return {{"id", run.id},
          {"started", to_iso8601(run.started)},
          {"finished", to_iso8601(run.finished)},
          {"tool_version", run.tool_version},
          {"target", run.target},
          {"profile", run.profile},
          {"profile_fingerprint", run.profile_fingerprint},
          {"capture", run.capture},
          {"keystore", run.keystore.empty() ? ordered_json(nullptr) : ordered_json(run.keystore)},
          {"testbed", run.testbed.empty() ? ordered_json(nullptr) : ordered_json(run.testbed)},
          {"defect", run.defect.empty() ? ordered_json(nullptr) : ordered_json(run.defect)},
          {"gate", run.gate},
          {"baseline", run.baseline.empty() ? ordered_json(nullptr) : ordered_json(run.baseline)},
          {"rejudged", run.rejudged.empty() ? ordered_json(nullptr) : ordered_json(run.rejudged)},
          {"invocation", to_json(run.invocation)},
          {"suite_fingerprint", run.suite_fingerprint},
          {"resumed", to_json(run.resumed)},
          {"whole", run.whole},
          {"seed", run.seed},
          {"host", run.host},
          {"simulated", run.simulated},
          {"response_time_ms", run.response_time.count()},
          {"response_time_target_ms", run.response_time_target.count()}};
}

ordered_json to_json(const CaseRecord& record) {
  ordered_json json = {
      {"id", record.id},
      {"test_id", record.test_id.empty() ? ordered_json(nullptr) : ordered_json(record.test_id)},
      {"title", record.title},
      {"area", record.area},
      {"file", record.file},
      {"requirements", record.requirements},
      {"clauses", record.clauses},
      {"tags", record.tags},
      {"level", record.level},
      {"fingerprint", record.fingerprint},
      {"verdict", name_of(record.verdict)},
      {"reason", record.reason},
      {"expected", record.expected},
      {"got", record.got},
      {"hop", nullptr},
      {"step", record.step},
      {"contested", record.contested},
      {"tolerated", nullptr},
      {"wall_ms", record.wall_ms},
      {"virtual_ms", record.virtual_ms},
      {"checks", record.checks},
      {"observations", record.observations},
      {"manual_steps", ordered_json::array()},
      {"commands", ordered_json::array()},
      {"curtailments", ordered_json::array()},
      {"evidence", record.evidence},
      {"proof", record.proof}};
  for (const auto& one : record.manual_steps) { json["manual_steps"].push_back(json_of(one)); }
  for (const auto& one : record.commands) { json["commands"].push_back(json_of(one)); }
  for (const auto& one : record.curtailments) { json["curtailments"].push_back(json_of(one)); }
  if (record.hop) { json["hop"] = name_of(*record.hop); }
  if (record.tolerated) { json["tolerated"] = ordered_json::parse(to_json(*record.tolerated)); }
  return json;
}

/// Reads by exception inside, and gives a Result outside.
template <class T, class Read>
Result<T> guarded(const Read& read) {
  try {
    return read();
  } catch (const nlohmann::json::exception& error) { return failure(ErrorCode::Schema, error.what()); }
}

RunInfo run_from(const ordered_json& json) {
  RunInfo run;
  json.at("id").get_to(run.id);
  run.started = instant_in(json, "started");
  run.finished = instant_in(json, "finished");
  json.at("tool_version").get_to(run.tool_version);
  json.at("target").get_to(run.target);
  json.at("profile").get_to(run.profile);
  run.profile_fingerprint = json.value("profile_fingerprint", "");  // of runs before there was any
  run.capture = json.value("capture", "");
  if (json.contains("keystore") && !json.at("keystore").is_null()) {
    json.at("keystore").get_to(run.keystore);
  }
  if (const auto& defect = json.at("defect"); !defect.is_null()) { defect.get_to(run.defect); }
  if (json.contains("testbed") && !json.at("testbed").is_null()) { json.at("testbed").get_to(run.testbed); }
  if (json.contains("rejudged") && !json.at("rejudged").is_null()) {
    json.at("rejudged").get_to(run.rejudged);
  }
  if (json.contains("invocation")) { run.invocation = invocation_from(json.at("invocation")); }
  run.suite_fingerprint = json.value("suite_fingerprint", "");
  for (const auto& at : json.value("resumed", ordered_json::array())) {
    run.resumed.push_back(parse_iso8601(at.get<std::string>()).value_or(Instant{}));
  }
  run.whole = json.value("whole", true);
  run.gate = json.value("gate", "standard");
  if (json.contains("baseline") && !json.at("baseline").is_null()) {
    json.at("baseline").get_to(run.baseline);
  }
  json.at("seed").get_to(run.seed);
  json.at("host").get_to(run.host);
  json.at("simulated").get_to(run.simulated);
  run.response_time = Duration(json.at("response_time_ms").get<std::int64_t>());
  run.response_time_target = Duration(json.at("response_time_target_ms").get<std::int64_t>());
  return run;
}

CaseRecord case_from(const ordered_json& json) {
  CaseRecord record;
  json.at("id").get_to(record.id);
  if (const auto& test_id = json.at("test_id"); !test_id.is_null()) { test_id.get_to(record.test_id); }
  json.at("title").get_to(record.title);
  json.at("area").get_to(record.area);
  record.file = json.value("file", "");  // of runs before these were written down
  record.clauses = json.value("clauses", std::vector<std::string>());
  if (json.contains("tolerated") && !json.at("tolerated").is_null()) {
    record.tolerated = tolerated_from(json.at("tolerated").dump());
  }
  json.at("requirements").get_to(record.requirements);
  json.at("tags").get_to(record.tags);
  json.at("level").get_to(record.level);
  record.fingerprint = json.value("fingerprint", "");
  record.verdict =
      engine::parse_verdict(json.at("verdict").get<std::string>()).value_or(engine::Verdict::Error);
  json.at("reason").get_to(record.reason);
  json.at("expected").get_to(record.expected);
  json.at("got").get_to(record.got);
  if (!json.at("hop").is_null()) { record.hop = engine::parse_hop(json.at("hop").get<std::string>()); }
  json.at("step").get_to(record.step);
  json.at("contested").get_to(record.contested);
  json.at("wall_ms").get_to(record.wall_ms);
  json.at("virtual_ms").get_to(record.virtual_ms);
  json.at("checks").get_to(record.checks);
  json.at("observations").get_to(record.observations);
  for (const auto& one : json.at("manual_steps")) { record.manual_steps.push_back(manual_step_from(one)); }
  for (const auto& one : json.at("commands")) { record.commands.push_back(command_from(one)); }
  for (const auto& one : json.at("curtailments")) { record.curtailments.push_back(curtailment_from(one)); }
  json.at("evidence").get_to(record.evidence);
  json.at("proof").get_to(record.proof);
  return record;
}

/// JSON as text; what is no UTF-8 in a value that came from outside is replaced, never thrown.
std::string text_of(const ordered_json& json, int indent) {
  return json.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

void forget(Journal& journal, const std::string& id) {
  std::erase_if(journal.finished, [&](const CaseRecord& record) { return record.id == id; });
}

void add_line(Journal& journal, const ordered_json& line) {
  if (line.contains("run")) {
    journal.run = run_from(line.at("run"));
  } else if (line.contains("resumed")) {
    if (journal.run) { journal.run->resumed.push_back(instant_in(line, "resumed")); }
  } else if (line.contains("void")) {
    forget(journal, line.at("void").get<std::string>());
  } else if (line.contains("started")) {
    line.at("started").get_to(journal.unfinished);
    ++journal.tries[journal.unfinished];
  } else {
    journal.finished.push_back(case_from(line.at("finished")));
    journal.unfinished.clear();
  }
}

}  // namespace

std::string to_results_json(const RunRecord& record, const catalogue::Requirements& requirements) {
  ordered_json json = {{"schema_version", kSchemaVersion}, {"run", to_json(record.run)}};
  const auto totals = record.totals();
  for (const auto verdict : {engine::Verdict::Pass, engine::Verdict::Fail, engine::Verdict::Inconc,
                             engine::Verdict::Error, engine::Verdict::Skip}) {
    json["totals"][std::string(name_of(verdict))] = totals.of(verdict);
  }
  json["gate"] = record.gate ? ordered_json::parse(to_json(*record.gate)) : ordered_json(nullptr);
  json["cases"] = ordered_json::array();
  for (const auto& one : record.cases) { json["cases"].push_back(to_json(one)); }
  json["requirements"] = ordered_json::array();
  for (const auto& requirement : record.requirements(requirements)) {
    ordered_json row = {{"id", requirement.id}, {"cases", requirement.cases}, {"verdict", nullptr}};
    if (requirement.verdict) { row["verdict"] = name_of(*requirement.verdict); }
    json["requirements"].push_back(std::move(row));
  }
  json["timing"] = timing_json(record);
  json["curtailments"] = curtailments_json(record);
  return text_of(json, 1) + "\n";
}

Result<RunRecord> parse_results_json(std::string_view json) {
  return guarded<RunRecord>([&] {
    const auto read = ordered_json::parse(json);
    RunRecord record;
    record.run = run_from(read.at("run"));
    if (read.contains("gate") && !read.at("gate").is_null()) {
      record.gate = gate_from(read.at("gate").dump());
    }
    for (const auto& one : read.at("cases")) { record.cases.push_back(case_from(one)); }
    return record;
  });
}

std::string to_journal_line(const RunInfo& run) { return text_of({{"run", to_json(run)}}, -1) + "\n"; }

std::string to_journal_line(std::string_view started_case) {
  return text_of({{"started", started_case}}, -1) + "\n";
}

std::string to_journal_line(const CaseRecord& finished) {
  return text_of({{"finished", to_json(finished)}}, -1) + "\n";
}

std::string resumed_journal_line(Instant at) { return text_of({{"resumed", to_iso8601(at)}}, -1) + "\n"; }

std::string void_journal_line(std::string_view id, std::string_view reason) {
  return text_of({{"void", id}, {"reason", reason}}, -1) + "\n";
}

Result<Journal> parse_journal(std::string_view text) {
  Journal journal;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    if (end == std::string_view::npos) { break; }
    const auto line = text.substr(at, end - at);
    at = end + 1;
    const auto added = guarded<bool>([&] {
      add_line(journal, ordered_json::parse(line));
      return true;
    });
    if (!added) { return tl::unexpected(added.error()); }
  }
  return journal;
}

}  // namespace enocheck::report
