#include "catalogue/requirement_set.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "catalogue/element.h"
#include "catalogue/valid_text.h"

namespace enocheck::catalogue {
namespace {

bool has(const std::vector<RequirementSet::Ref>& all, std::string_view id) {
  return std::any_of(all.begin(), all.end(), [id](const auto& one) { return one.id == id; });
}

bool is_named(const Testcase& testcase, std::string_view id) {
  const auto& aliases = testcase.aliases;
  return testcase.id == id || std::find(aliases.begin(), aliases.end(), id) != aliases.end();
}

std::vector<RequirementSet::Ref> read_refs(const Element& root, const char* name) {
  std::vector<RequirementSet::Ref> refs;
  for (const auto& element : root.children(name)) {
    auto id = element.required("ref");
    if (has(refs, id)) { element.fail(id + " is there already"); }
    refs.push_back({std::move(id), element.line()});
  }
  return refs;
}

Status unknown(const RequirementSet& set, const RequirementSet::Ref& ref, std::string_view what) {
  return failure(
      ErrorCode::Schema,
      fmt::format("{}:{}: the suite has no {} {}: take it out of the set, or use the suite that has it ({})",
                  set.file, ref.line, what, ref.id, set.suite_version));
}

}  // namespace

std::optional<std::string> RequirementSet::reason_outside(const Testcase& testcase) const {
  const bool is_inside = cases.empty()
                             ? std::any_of(testcase.requirements.begin(), testcase.requirements.end(),
                                           [&](const std::string& id) { return has(requirements, id); })
                             : std::any_of(cases.begin(), cases.end(),
                                           [&](const Ref& ref) { return is_named(testcase, ref.id); });
  if (is_inside) { return std::nullopt; }
  return fmt::format("not in the requirement set {} (suite {})", file, suite_version);
}

Result<RequirementSet> load_requirement_set(const std::filesystem::path& file,
                                            const std::filesystem::path& data_dir) {
  const auto source = load_source(file, data_dir, "requirement_set.xsd");
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  RequirementSet set;
  set.file = (*source)->file();
  set.title = root.text("title");
  set.suite_version = root.required("suite-version");
  set.requirements = read_refs(root, "requirement");
  set.cases = read_refs(root, "case");
  if (set.requirements.empty() && set.cases.empty()) {
    root.fail("the set is empty: nothing would be judged");
  }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(set));
}

Status expect_known(const RequirementSet& set, const std::vector<Testcase>& cases,
                    const Requirements& requirements) {
  for (const auto& ref : set.requirements) {
    if (requirements.find(ref.id) == nullptr) { return unknown(set, ref, "requirement"); }
  }
  std::set<std::string> names;
  for (const auto& testcase : cases) {
    names.insert(testcase.id);
    names.insert(testcase.aliases.begin(), testcase.aliases.end());
  }
  for (const auto& ref : set.cases) {
    if (!names.contains(ref.id)) { return unknown(set, ref, "case"); }
  }
  return {};
}

std::string to_requirement_set(const std::vector<Testcase>& cases, const std::string& suite_version) {
  std::set<std::string> requirements;
  for (const auto& testcase : cases) {
    requirements.insert(testcase.requirements.begin(), testcase.requirements.end());
  }
  auto text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<requirement-set xmlns=\"urn:enocheck:requirement-set:1\" suite-version=\"{}\">\n",
      suite_version);
  for (const auto& id : requirements) { text += fmt::format("  <requirement ref=\"{}\"/>\n", id); }
  for (const auto& testcase : cases) { text += fmt::format("  <case ref=\"{}\"/>\n", testcase.id); }
  return text + "</requirement-set>\n";
}

}  // namespace enocheck::catalogue
