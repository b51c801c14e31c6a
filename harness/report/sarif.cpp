#include "report/sarif.h"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/hex.h"
#include "crypto/digest.h"
#include "report/console.h"
#include "report/plain_text.h"

namespace enocheck::report {
namespace {

using engine::Verdict;
using nlohmann::ordered_json;

/// Where the test cases are; a consumer says where that is, as for sources.
constexpr const char* kSuiteBase = "%SRCROOT%";
constexpr const char* kRunBase = "RUN";

/// A relative reference (RFC 3986).
std::string uri_of(std::string_view path) {
  std::string uri;
  for (const char letter : path) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
                          std::string_view("-._~/").find(letter) != std::string_view::npos;
    uri += is_plain ? std::string(1, letter) : fmt::format("%{:02X}", static_cast<unsigned char>(letter));
  }
  return uri;
}

std::string digest_of(const std::string& text) {
  const auto digest = crypto::sha256(bytes_of(text));
  return encode_hex(ByteView(digest).first(16));
}

std::string rule_of(const CaseRecord& record) {
  return record.requirements.empty() ? record.area : record.requirements.front();
}

ordered_json message(std::string_view text) { return {{"text", plain_text(text)}}; }

ordered_json locations_of(const CaseRecord& record) {
  ordered_json location = ordered_json::object();
  if (const auto place = place_of(record); !place.file.empty()) {
    location["physicalLocation"] = {
        {"artifactLocation", {{"uri", uri_of(place.file)}, {"uriBaseId", kSuiteBase}}},
        {"region", {{"startLine", place.line}}}};
  }
  if (record.hop) {
    const auto hop = std::string(engine::name_of(*record.hop));
    location["logicalLocations"] = {
        {{"name", hop}, {"fullyQualifiedName", "target/" + hop}, {"kind", "module"}}};
  }
  return ordered_json::array({std::move(location)});
}

ordered_json suppressions_of(const CaseRecord& record) {
  auto all = ordered_json::array();
  if (record.tolerated) {
    const auto& by = *record.tolerated;
    all.push_back(
        {{"kind", "external"},
         {"status", "accepted"},
         {"justification", plain_text(fmt::format("{} (owner {}, clause {}, until {}; {})", by.reason,
                                                  by.owner, by.clause, by.review, by.where))}});
  }
  return all;
}

const char* level_of(const CaseRecord& record) {
  if (record.verdict != Verdict::Fail) { return "none"; }
  return record.contested || record.level == "recommended" ? "warning" : "error";
}

ordered_json result_of(const CaseRecord& record, const std::map<std::string, std::size_t>& rules) {
  const auto rule = rule_of(record);
  const auto hop = record.hop ? engine::name_of(*record.hop) : std::string_view();
  ordered_json result = {
      {"ruleId", rule},
      {"ruleIndex", rules.at(rule)},
      {"kind", record.verdict == Verdict::Fail ? "fail" : "open"},
      {"level", level_of(record)},
      {"message", message(fmt::format("{}: {}", record.id, describe_verdict(record)))},
      {"locations", locations_of(record)},
      {"partialFingerprints",
       {{"primaryLocationLineHash", digest_of(record.id) + ":1"},
        {"enocheckFailure/v1", digest_of(fmt::format("{}\n{}\n{}", record.id, hop, record.reason))}}},
      {"suppressions", suppressions_of(record)},
      {"properties",
       {{"case", record.id},
        {"title", plain_text(record.title)},
        {"verdict", engine::name_of(record.verdict)},
        {"requirements", record.requirements},
        {"clauses", record.clauses},
        {"contested", record.contested},
        {"level", record.level},
        {"expected", plain_text(record.expected)},
        {"got", plain_text(record.got)},
        {"tags", record.tags}}}};
  if (!hop.empty()) { result["properties"]["hop"] = hop; }
  if (!record.test_id.empty()) { result["properties"]["test_id"] = plain_text(record.test_id); }
  if (!record.proof.empty()) {
    result["attachments"] = {
        {{"description", message("the first message that diverged")},
         {"artifactLocation", {{"uri", uri_of(record.proof)}, {"uriBaseId", kRunBase}}}}};
  }
  return result;
}

ordered_json rules_json(const std::map<std::string, std::size_t>& rules,
                        const catalogue::Requirements& requirements) {
  auto all = ordered_json::array();
  for (const auto& [id, index] : rules) {
    const auto* const said = requirements.find(id);
    const auto text = said == nullptr || said->text.empty() ? "Cases of " + id : said->text;
    ordered_json rule = {{"id", id}, {"shortDescription", message(text)}, {"fullDescription", message(text)}};
    if (said != nullptr && !said->contested_by.empty()) { rule["properties"] = {{"tags", {"contested"}}}; }
    all.push_back(std::move(rule));
  }
  return all;
}

ordered_json invocation_of(const RunRecord& record) {
  auto notifications = ordered_json::array();
  for (const auto& one : record.cases) {
    if (one.verdict != Verdict::Error) { continue; }
    notifications.push_back({{"level", "error"},
                             {"message", message(fmt::format("{}: {}", one.id, describe_verdict(one)))},
                             {"locations", locations_of(one)}});
  }
  ordered_json invocation = {{"executionSuccessful", notifications.empty()},
                             {"startTimeUtc", to_iso8601(record.run.started)}};
  if (record.run.finished != Instant{}) { invocation["endTimeUtc"] = to_iso8601(record.run.finished); }
  invocation["toolExecutionNotifications"] = std::move(notifications);
  return invocation;
}

/// Rules by their id, each with its place in the list: those of every case that was judged.
std::map<std::string, std::size_t> rules_of(const RunRecord& record) {
  std::map<std::string, std::size_t> rules;
  for (const auto& one : record.cases) { rules.emplace(rule_of(one), 0); }
  std::size_t index = 0;
  for (auto& [id, place] : rules) { place = index++; }
  return rules;
}

}  // namespace

std::string to_sarif(const RunRecord& record, const catalogue::Requirements& requirements) {
  const auto rules = rules_of(record);
  auto results = ordered_json::array();
  for (const auto& one : record.cases) {
    if (one.verdict == Verdict::Fail || one.verdict == Verdict::Inconc) {
      results.push_back(result_of(one, rules));
    }
  }
  const auto& info = record.run;
  ordered_json run = {
      {"tool",
       {{"driver",
         {{"name", "enocheck"},
          {"version", info.tool_version},
          {"rules", rules_json(rules, requirements)}}}}},
      {"automationDetails",
       {{"id",
         fmt::format("enocheck/{}/{}/{}", plain_text(info.profile), plain_text(info.target), info.id)}}},
      {"originalUriBaseIds",
       {{kSuiteBase, {{"description", message("The folder that holds testcases/")}}},
        {kRunBase, {{"description", message("The folder of the run")}}}}},
      {"invocations", ordered_json::array({invocation_of(record)})},
      {"columnKind", "utf16CodeUnits"},
      {"results", std::move(results)},
      {"properties",
       {{"target", plain_text(info.target)},
        {"profile", plain_text(info.profile)},
        {"seed", info.seed},
        {"gate", record.gate ? ordered_json(name_of(record.gate->outcome)) : ordered_json(nullptr)}}}};
  ordered_json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", ordered_json::array({std::move(run)})}};
  return log.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace enocheck::report
