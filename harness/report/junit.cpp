#include "report/junit.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pugixml.hpp>

#include "report/plain_text.h"

namespace enocheck::report {
namespace {

using engine::Verdict;

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  std::int64_t wall_ms = 0;

  void add(const CaseRecord& record) {
    ++tests;
    failures += record.verdict == Verdict::Fail ? 1U : 0U;
    errors += record.verdict == Verdict::Error || record.verdict == Verdict::Inconc ? 1U : 0U;
    skipped += record.verdict == Verdict::Skip ? 1U : 0U;
    wall_ms += record.wall_ms;
  }
};

struct Suite {
  Counts counts;
  std::vector<std::string> clauses;
  std::vector<const CaseRecord*> cases;

  void add(const CaseRecord& record) {
    counts.add(record);
    cases.push_back(&record);
    for (const auto& clause : record.clauses) {
      if (std::find(clauses.begin(), clauses.end(), clause) == clauses.end()) { clauses.push_back(clause); }
    }
  }
};

/// "control/durations [CTL-3 TIM-7]"
std::string suite_of(const CaseRecord& record) {
  constexpr std::string_view kFolder = "testcases/";
  constexpr std::string_view kEnding = ".xml";
  std::string_view name = record.file;
  if (name.starts_with(kFolder)) { name.remove_prefix(kFolder.size()); }
  if (name.ends_with(kEnding)) { name.remove_suffix(kEnding.size()); }
  if (name.empty()) { name = record.area; }
  if (record.requirements.empty()) { return std::string(name); }
  return fmt::format("{} [{}]", name, fmt::join(record.requirements, " "));
}

std::string seconds(std::int64_t wall_ms) { return fmt::format("{}.{:03}", wall_ms / 1000, wall_ms % 1000); }

void put(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name) = plain_text(value).c_str();
}

void write_counts(pugi::xml_node node, const Counts& counts) {
  node.append_attribute("tests") = static_cast<unsigned long>(counts.tests);
  node.append_attribute("failures") = static_cast<unsigned long>(counts.failures);
  node.append_attribute("errors") = static_cast<unsigned long>(counts.errors);
  node.append_attribute("time") = seconds(counts.wall_ms).c_str();
}

void add_text(pugi::xml_node node, std::string_view text) {
  node.append_child(pugi::node_pcdata).set_value(plain_text(text).c_str());
}

void write_outcome(pugi::xml_node node, const char* element, const CaseRecord& record) {
  auto outcome = node.append_child(element);
  const auto kind = record.tolerated ? std::string_view("tolerated") : name_of(record.verdict);
  put(outcome, "type", kind);
  put(outcome, "message",
      record.tolerated ? fmt::format("tolerated until {}, {}: {}", record.tolerated->review,
                                     record.tolerated->owner, record.reason)
                       : record.reason);
  add_text(outcome, fmt::format("{}\nhop: {}\nexpected: {}\ngot: {}\nevidence: {}\n", record.step,
                                record.hop ? name_of(*record.hop) : "none", record.expected, record.got,
                                record.proof.empty() ? record.evidence : record.proof));
}

/// As Testmo and others read them; the schema has no properties of a case.
std::string properties_of(const CaseRecord& record) {
  std::string text;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) { return; }
    auto line = one_line(value);
    for (auto at = line.find("]]"); at != std::string::npos; at = line.find("]]")) {
      line.replace(at, 2, "] ]");
    }
    text += fmt::format("[[PROPERTY|{}={}]]\n", name, line);
  };
  add("id", record.id);
  add("title", record.title);
  add("test_id", record.test_id);
  add("hop", record.hop ? name_of(*record.hop) : std::string_view());
  add("contested", record.contested ? "true" : "");
  if (record.tolerated) {
    add("tolerated", record.tolerated->where);
    add("tolerated.reason", record.tolerated->reason);
    add("tolerated.owner", record.tolerated->owner);
    add("tolerated.clause", record.tolerated->clause);
    add("tolerated.review", record.tolerated->review);
  }
  if (!record.proof.empty()) { text += fmt::format("[[ATTACHMENT|{}]]\n", record.proof); }
  return text;
}

void write_case(pugi::xml_node suite, const CaseRecord& record) {
  auto node = suite.append_child("testcase");
  put(node, "classname", record.area);
  put(node, "name", record.id.substr(std::min(record.id.size(), record.area.size() + 1)));
  node.append_attribute("time") = seconds(record.wall_ms).c_str();
  node.append_attribute("assertions") = static_cast<unsigned long>(record.checks);
  put(node, "status", name_of(record.verdict));
  switch (record.verdict) {
    case Verdict::Pass: break;
    case Verdict::Fail: write_outcome(node, "failure", record); break;
    case Verdict::Inconc:
    case Verdict::Error: write_outcome(node, "error", record); break;
    case Verdict::Skip: add_text(node.append_child("skipped"), record.reason); break;
  }
  add_text(node.append_child("system-out"), properties_of(record));
}

void write_properties(pugi::xml_node node, const RunInfo& run, const Suite& suite) {
  auto properties = node.append_child("properties");
  const auto add = [&](const char* name, std::string_view value) {
    auto property = properties.append_child("property");
    put(property, "name", name);
    put(property, "value", value);
  };
  for (const auto& id : suite.cases.front()->requirements) { add("requirement", id); }
  for (const auto& clause : suite.clauses) { add("clause", clause); }
  add("seed", std::to_string(run.seed));
  add("target", run.target);
  add("profile", run.profile);
  add("tool_version", run.tool_version);
  if (!run.defect.empty()) { add("defect", run.defect); }
}

}  // namespace

std::string to_junit(const RunRecord& record) {
  Counts all;
  std::map<std::string, Suite> suites;
  for (const auto& one : record.cases) {
    all.add(one);
    suites[suite_of(one)].add(one);
  }
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  auto root = document.append_child("testsuites");
  root.append_attribute("name") = "enocheck";
  write_counts(root, all);
  for (const auto& [name, suite] : suites) {
    auto node = root.append_child("testsuite");
    put(node, "name", name);
    node.append_attribute("timestamp") = to_iso8601(record.run.started).substr(0, 19).c_str();
    put(node, "hostname", record.run.host);
    write_counts(node, suite.counts);
    node.append_attribute("skipped") = static_cast<unsigned long>(suite.counts.skipped);
    write_properties(node, record.run, suite);
    for (const auto* const one : suite.cases) { write_case(node, *one); }
  }
  std::ostringstream out;
  document.save(out, " ");
  return out.str();
}

}  // namespace enocheck::report
