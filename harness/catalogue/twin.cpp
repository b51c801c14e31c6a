#include "catalogue/twin.h"

#include "catalogue/valid_text.h"

namespace enocheck::catalogue {
namespace {

std::vector<std::string> requirements_of(const Element& root, const char* name) {
  const auto element = root.child(name);
  return element ? element->words("requirement") : std::vector<std::string>();
}

}  // namespace

Result<TwinRules> parse_twin_rules(std::string file, std::string text, const AccessMatrix& matrix) {
  const auto source = Source::parse(std::move(file), std::move(text));
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  TwinRules rules;
  for (const auto& one : root.children("cells")) {
    rules.cells.push_back(
        {read_cell_selector(one), one.words("before"), one.words("after"), one.words("requirement")});
    expect_known_values(one, rules.cells.back().cells, matrix);
  }
  for (const auto& one : root.children("cases")) { rules.case_keys.insert(one.required("profile-key")); }
  rules.moved = requirements_of(root, "moved");
  rules.unmoved = requirements_of(root, "unmoved");
  rules.regression_requirements = requirements_of(root, "regression");
  if (const auto regression = root.child("regression")) {
    rules.regression_tag = regression->required("tag");
    rules.regression_at_least = static_cast<std::size_t>(regression->integer("at-least").value_or(1));
  }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(rules));
}

Result<TwinRules> load_twin_rules(const std::filesystem::path& data_dir, const AccessMatrix& matrix) {
  auto text = load_valid_text(data_dir, "testcases/twin.xml", "twin.xsd");
  if (!text) { return tl::unexpected(text.error()); }
  return parse_twin_rules(std::move(text->name), std::move(text->content), matrix);
}

}  // namespace enocheck::catalogue
