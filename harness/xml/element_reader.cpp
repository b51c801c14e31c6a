#include "xml/element_reader.h"

#include <libxml/tree.h>

#include <fmt/format.h>

#include "xml/handles.h"

namespace enocheck::xml {
namespace {

constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

const xmlNode* element_from(const xmlNode* node) {
  while (node != nullptr && !is_element(node)) { node = node->next; }
  return node;
}

/// xsi:schemaLocation is advice to tools and no content.
bool is_schema_location(const xmlAttr* attribute) {
  const auto name = text_of(attribute->name);
  return attribute->ns != nullptr && text_of(attribute->ns->href) == kSchemaInstance &&
         (name == "schemaLocation" || name == "noNamespaceSchemaLocation");
}

}  // namespace

ElementReader::ElementReader(const _xmlNode* element, std::string_view name_space,
                             std::optional<Error>& error)
    : element_(element), next_(element_from(element->children)), name_space_(name_space), error_(&error) {}

void ElementReader::advance() { next_ = element_from(next_->next); }

void ElementReader::fail(const std::string& what, ErrorCode code) {
  if (!*error_) { *error_ = Error{code, fmt::format("{}: {}", path_of(element_), what)}; }
}

std::string_view ElementReader::next_name() const {
  if (*error_ || next_ == nullptr) { return {}; }
  // Most children share the declaration of their parent; others are compared by name.
  const bool is_ours = next_->ns == element_->ns || namespace_of(next_) == name_space_;
  return is_ours ? local_name(next_) : std::string_view{};
}

const _xmlNode* ElementReader::take_if(std::string_view name) {
  if (name.empty() || next_name() != name) { return nullptr; }
  return any();
}

const _xmlNode* ElementReader::take_required(std::string_view name) {
  const auto* const taken = take_if(name);
  if (taken == nullptr) {
    fail(next_ != nullptr ? fmt::format("{} stands where {} must be", local_name(next_), name)
                          : fmt::format("{} is missing", name));
  }
  return taken;
}

const _xmlNode* ElementReader::any() {
  if (*error_ || next_ == nullptr) { return nullptr; }
  const auto* const taken = next_;
  advance();
  return taken;
}

void ElementReader::skip_if(std::string_view name_space, std::string_view name) {
  if (next_ != nullptr && local_name(next_) == name && namespace_of(next_) == name_space) { advance(); }
}

std::string_view ElementReader::take_attribute(std::string_view name) {
  const auto value = attribute_of(element_, name);
  if (!value) {
    fail(fmt::format("attribute {} is missing", name));
    return {};
  }
  ++attributes_taken_;
  return *value;
}

std::string_view ElementReader::text() {
  text_taken_ = true;
  const auto* const only = element_->children;
  if (is_text(only) && only->next == nullptr) { return text_of_node(only); }
  text_ = text_inside(element_);
  return text_;
}

void ElementReader::finish() {
  if (*error_) { return; }
  if (next_ != nullptr) {
    *error_ = Error{ErrorCode::Schema, fmt::format("{}: not expected here", path_of(next_))};
    return;
  }
  for (const auto* child = element_->children; child != nullptr && !text_taken_; child = child->next) {
    if (is_text(child) && !trimmed(text_of_node(child)).empty()) {
      fail("text where only elements may stand");
    }
  }
  std::size_t found = 0;
  for (const auto* each = element_->properties; each != nullptr; each = each->next) {
    found += is_schema_location(each) ? 0U : 1U;
  }
  if (found != attributes_taken_) { fail("an attribute that it does not have"); }
}

}  // namespace enocheck::xml
