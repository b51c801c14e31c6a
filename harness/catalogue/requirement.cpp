#include "catalogue/requirement.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "catalogue/element.h"

namespace enocheck::catalogue {
namespace {

Requirement read_requirement(const Element& element, const std::map<unsigned, std::string>& gaps) {
  Requirement requirement;
  requirement.id = element.required("id");
  requirement.text = collapse(element.content());
  for (const auto& how : element.words("how")) {
    requirement.test |= how == "test";
    requirement.observe |= how == "observe";
    requirement.record |= how == "record";
  }
  requirement.derived = element.boolean("derived").value_or(false);
  for (const auto& word : element.words("contested-by")) {
    unsigned number = 0;
    std::from_chars(word.data(), word.data() + word.size(), number);
    if (!gaps.contains(number)) { element.fail(fmt::format("contested-by: there is no gap {}", word)); }
    requirement.contested_by.push_back(number);
  }
  requirement.planned = element.one_of("cases", {"planned"}, "") == "planned";
  return requirement;
}

}  // namespace

const Requirement* Requirements::find(std::string_view id) const {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [id](const Requirement& requirement) { return requirement.id == id; });
  return found == all.end() ? nullptr : &*found;
}

Result<Requirements> parse_requirements(std::string file, std::string text) {
  const auto source = Source::parse(std::move(file), std::move(text));
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  Requirements requirements;
  for (const auto& gap : root.children("gap")) {
    const auto number = static_cast<unsigned>(gap.integer("number").value_or(0));
    if (!requirements.gaps.emplace(number, collapse(gap.content())).second) {
      gap.fail(fmt::format("gap {} is there already", number));
    }
  }
  for (const auto& element : root.children("requirement")) {
    auto requirement = read_requirement(element, requirements.gaps);
    if (requirements.find(requirement.id) != nullptr) {
      element.fail(fmt::format("{} is there already", requirement.id));
    }
    requirements.all.push_back(std::move(requirement));
  }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(requirements));
}

}  // namespace enocheck::catalogue
