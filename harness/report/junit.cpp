#include "report/junit.h"

#include <map>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

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

std::string seconds(std::int64_t wall_ms) { return fmt::format("{}.{:03}", wall_ms / 1000, wall_ms % 1000); }

void write_counts(pugi::xml_node node, const Counts& counts) {
  node.append_attribute("tests") = static_cast<unsigned long>(counts.tests);
  node.append_attribute("failures") = static_cast<unsigned long>(counts.failures);
  node.append_attribute("errors") = static_cast<unsigned long>(counts.errors);
  node.append_attribute("skipped") = static_cast<unsigned long>(counts.skipped);
  node.append_attribute("time") = seconds(counts.wall_ms).c_str();
}

/// XML 1.0 has no place for control characters, not even as references.
std::string printable(std::string text) {
  for (auto& letter : text) {
    const auto octet = static_cast<unsigned char>(letter);
    if (octet < 0x20 && letter != '\t' && letter != '\n') { letter = '?'; }
  }
  return text;
}

const char* outcome_element(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pass: return nullptr;
    case Verdict::Fail: return "failure";
    case Verdict::Inconc:
    case Verdict::Error: return "error";
    case Verdict::Skip: return "skipped";
  }
  return nullptr;
}

void write_case(pugi::xml_node suite, const CaseRecord& record) {
  auto node = suite.append_child("testcase");
  node.append_attribute("classname") = record.area.c_str();
  node.append_attribute("name") =
      record.id.substr(std::min(record.id.size(), record.area.size() + 1)).c_str();
  node.append_attribute("time") = seconds(record.wall_ms).c_str();
  if (!record.test_id.empty()) {
    auto property = node.append_child("properties").append_child("property");
    property.append_attribute("name") = "test_id";
    property.append_attribute("value") = printable(record.test_id).c_str();
  }
  const auto* const element = outcome_element(record.verdict);
  if (element == nullptr) { return; }
  auto outcome = node.append_child(element);
  outcome.append_attribute("message") = printable(record.reason).c_str();
  if (record.verdict == Verdict::Skip) { return; }
  outcome.append_attribute("type") = std::string(name_of(record.verdict)).c_str();
  const auto text = fmt::format("{}\nhop: {}\nexpected: {}\ngot: {}\nevidence: {}\n", record.step,
                                record.hop ? name_of(*record.hop) : "none", record.expected, record.got,
                                record.proof.empty() ? record.evidence : record.proof);
  outcome.append_child(pugi::node_pcdata).set_value(printable(text).c_str());
}

}  // namespace

std::string to_junit(const RunRecord& record) {
  Counts all;
  std::map<std::string, Counts> areas;
  for (const auto& one : record.cases) {
    all.add(one);
    areas[one.area].add(one);
  }
  pugi::xml_document document;
  auto root = document.append_child("testsuites");
  root.append_attribute("name") = "enocheck";
  write_counts(root, all);
  for (const auto& [area, counts] : areas) {
    auto suite = root.append_child("testsuite");
    suite.append_attribute("name") = area.c_str();
    suite.append_attribute("timestamp") = to_iso8601(record.run.started).substr(0, 19).c_str();
    suite.append_attribute("hostname") = record.run.host.c_str();
    write_counts(suite, counts);
    for (const auto& one : record.cases) {
      if (one.area == area) { write_case(suite, one); }
    }
  }
  std::ostringstream out;
  document.save(out, " ");
  return out.str();
}

}  // namespace enocheck::report
