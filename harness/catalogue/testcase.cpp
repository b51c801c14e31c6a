#include "catalogue/testcase.h"

#include <algorithm>

#include <fmt/format.h>

#include "catalogue/element.h"
#include "catalogue/fingerprint.h"
#include "catalogue/scaffold.h"
#include "catalogue/step_reader.h"
#include "catalogue/table.h"

namespace enocheck::catalogue {
namespace {

Needs read_needs(const Element& root) {
  Needs needs;
  for (const auto& word : root.words("needs")) {
    if (word == "duis") {
      needs.duis = true;
    } else if (word == "device") {
      needs.device = true;
    } else if (word == "charger") {
      needs.charger = true;
    } else if (word == "clock") {
      needs.clock = true;
    } else if (word == "parse") {
      needs.parse = true;
    } else if (word == "tls") {
      needs.tls = true;
    } else {
      root.fail(fmt::format("needs: \"{}\" is none of duis, device, charger, clock, parse, tls", word));
    }
  }
  return needs;
}

/// The attribute of every child of that name, less those that the row left empty.
std::vector<std::string> read_references(const Element& root, const char* name, const char* attribute) {
  std::vector<std::string> references;
  for (const auto& child : root.children(name)) {
    if (auto reference = child.maybe(attribute)) { references.push_back(*std::move(reference)); }
  }
  return references;
}

std::vector<Evidence> read_evidence(const Element& root) {
  std::vector<Evidence> all;
  for (const auto& child : root.children("evidence")) {
    Evidence evidence{child.text("vector"), child.text("source"), child.text("section"), child.text("tool"),
                      child.text("provenance", "verbatim")};
    if (evidence.vector.empty() && evidence.source.empty() && evidence.tool.empty()) {
      child.fail("evidence is a vector, a source with its section, or a tool");
    }
    if (!evidence.source.empty() && evidence.section.empty()) { child.fail("the source needs a section"); }
    all.push_back(std::move(evidence));
  }
  return all;
}

std::vector<Applies> read_applies(const Element& root) {
  std::vector<Applies> all;
  for (const auto& child : root.children("applies")) {
    Applies applies{child.required("profile-key"), child.text("is")};
    if (!applies.is.empty()) { all.push_back(std::move(applies)); }
  }
  return all;
}

Testcase read_testcase(const Element& root, std::string id, const std::string& file) {
  Testcase testcase;
  testcase.id = std::move(id);
  testcase.file = file;
  testcase.title = root.required("title");
  testcase.level = root.one_of("level", {"required", "recommended"}, "required") == "required"
                       ? Level::Required
                       : Level::Recommended;
  testcase.world = root.required("world");
  testcase.needs = read_needs(root);
  testcase.tags = root.words("tags");
  testcase.aliases = root.words("aliases");
  testcase.contested = root.boolean("contested");
  testcase.expected_duration = root.span("duration").value_or(Duration{});
  if (const auto purpose = root.child("purpose")) { testcase.purpose = collapse(purpose->content()); }
  testcase.requirements = read_references(root, "requirement", "ref");
  if (testcase.requirements.empty()) { root.fail("the case judges no requirement"); }
  testcase.evidence = read_evidence(root);
  testcase.catches = read_references(root, "catches", "defect");
  testcase.applies = read_applies(root);
  if (const auto steps = root.child("steps")) { testcase.steps = read_steps(*steps); }
  if (testcase.steps.empty()) { root.fail("the case has no steps"); }
  return testcase;
}

}  // namespace

bool Testcase::expects_anything() const {
  const auto is_said = [](const ExpectAnswer& answer) { return answer.line != 0; };
  return std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
    if (step.element.starts_with("expect-")) { return true; }
    if (const auto* send = std::get_if<Send>(&step.action)) {
      return !send->answers.empty() || !send->pre_commands.empty();
    }
    if (const auto* submit = std::get_if<Submit>(&step.action)) { return is_said(submit->answer); }
    const auto* replay = std::get_if<Replay>(&step.action);
    return replay != nullptr && is_said(replay->answer);
  });
}

std::string Testcase::area() const { return id.substr(0, id.find('/')); }

std::string Testcase::stem_and_row() const {
  const auto slash = id.find('/');
  return slash == std::string::npos ? id : id.substr(slash + 1);
}

Result<std::vector<Testcase>> parse_testcases(std::string_view id, std::string file, std::string text) {
  if (auto filled = check_filled(file, text); !filled) { return tl::unexpected(filled.error()); }
  const auto source = Source::parse(std::move(file), std::move(text));
  if (!source) { return tl::unexpected(source.error()); }
  const auto root = (*source)->root();
  const auto rows = expand_tables(**source, root);
  if (!rows) { return tl::unexpected(rows.error()); }
  const auto said = plain_text(root, "table");
  std::vector<Testcase> testcases;
  std::set<std::string, std::less<>> used;
  for (const auto& row : *rows) {
    Reading reading(**source, row.columns);
    for (const auto table : root.children("table")) { reading.consume_all(table); }
    auto read =
        read_testcase(Element(root, reading),
                      row.id.empty() ? std::string(id) : fmt::format("{}/{}", id, row.id), (*source)->file());
    reading.expect_all_read(root);
    auto testcase = reading.finish(std::move(read));
    if (!testcase) {
      return row.id.empty()
                 ? tl::unexpected(testcase.error())
                 : failure(ErrorCode::Schema, fmt::format("{} (row {})", testcase.error().detail, row.id));
    }
    testcase->fingerprint = fingerprint(said, row.columns);
    used.insert(reading.used_columns().begin(), reading.used_columns().end());
    testcases.push_back(*std::move(testcase));
  }
  for (const auto& [name, value] : rows->front().columns) {
    if (used.contains(name)) { continue; }
    return failure(ErrorCode::Schema,
                   fmt::format("{}:{}: column {} is used nowhere; remove it", (*source)->file(),
                               (*source)->line_of(root.child("table")), name));
  }
  return testcases;
}

}  // namespace enocheck::catalogue
