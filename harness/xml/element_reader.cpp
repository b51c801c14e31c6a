#include "xml/element_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "xml/element_tree.h"

namespace enocheck::xml {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

bool is_blank(std::string_view text) { return text.find_first_not_of(kBlanks) == std::string_view::npos; }

/// xsi:schemaLocation is advice to tools and no content.
bool is_schema_location(const pugi::xml_node& element, std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos || !name.substr(colon + 1).ends_with("chemaLocation")) { return false; }
  const auto declaration = "xmlns:" + std::string(name.substr(0, colon));
  for (auto node = element; node; node = node.parent()) {
    if (const auto found = node.attribute(declaration.c_str())) { return found.value() == kSchemaInstance; }
  }
  return false;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) { return {}; }
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

ElementReader::ElementReader(const pugi::xml_node& element, std::string_view name_space,
                             std::optional<Error>& error)
    : element_(element), next_(element.first_child()), name_space_(name_space), error_(&error) {
  if (next_ && next_.type() != pugi::node_element) { advance(); }
}

void ElementReader::advance() {
  do { next_ = next_.next_sibling(); } while (next_ && next_.type() != pugi::node_element);
}

void ElementReader::fail(const std::string& what, ErrorCode code) {
  if (!*error_) { *error_ = Error{code, fmt::format("{}: {}", path_of(element_), what)}; }
}

std::string_view ElementReader::next_name() const {
  if (*error_ || !next_ || namespace_of(next_) != name_space_) { return {}; }
  return local_name(next_);
}

pugi::xml_node ElementReader::take_if(std::string_view name) {
  if (name.empty() || next_name() != name) { return {}; }
  const auto taken = next_;
  advance();
  return taken;
}

pugi::xml_node ElementReader::take_required(std::string_view name) {
  const auto taken = take_if(name);
  if (!taken) {
    fail(next_ ? fmt::format("{} stands where {} must be", local_name(next_), name)
               : fmt::format("{} is missing", name));
  }
  return taken;
}

pugi::xml_node ElementReader::any() {
  if (*error_ || !next_) { return {}; }
  const auto taken = next_;
  advance();
  return taken;
}

void ElementReader::skip_if(std::string_view name_space, std::string_view name) {
  if (next_ && local_name(next_) == name && namespace_of(next_) == name_space) { advance(); }
}

std::string_view ElementReader::take_attribute(std::string_view name) {
  for (const auto attribute : element_.attributes()) {
    if (name == attribute.name()) {
      ++attributes_taken_;
      return attribute.value();
    }
  }
  fail(fmt::format("attribute {} is missing", name));
  return {};
}

const std::string& ElementReader::text() {
  text_taken_ = true;
  text_ = text_of_element(element_);
  return text_;
}

void ElementReader::finish() {
  if (*error_) { return; }
  if (next_) {
    *error_ = Error{ErrorCode::Schema, fmt::format("{}: not expected here", path_of(next_))};
    return;
  }
  if (!text_taken_ && !is_blank(text_of_element(element_))) { fail("text where only elements may stand"); }
  std::size_t found = 0;
  for (const auto attribute : element_.attributes()) {
    const std::string_view name = attribute.name();
    found += is_namespace_declaration(name) || is_schema_location(element_, name) ? 0U : 1U;
  }
  if (found != attributes_taken_) { fail("an attribute that it does not have"); }
}

}  // namespace enocheck::xml
