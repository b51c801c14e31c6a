#include "duis/compact_document.h"

#include <libxml/tree.h>

#include <fmt/format.h>

#include "duis/simple_types.h"
#include "xml/escape.h"
#include "xml/node.h"

namespace enocheck::duis {
namespace {

bool is_signature(const xmlNode* node) {
  return xml::local_name(node) == "Signature" && xml::namespace_of(node) == kSignatureNamespace;
}

// NOLINTNEXTLINE(misc-no-recursion): xml::Limits bound the depth
bool has_blanks_between_elements(const xmlNode* element) {
  bool has_blanks = false;
  bool has_elements = false;
  for (const auto* child = element->children; child != nullptr; child = child->next) {
    has_blanks = has_blanks || (xml::is_text(child) && xml::trimmed(xml::text_of_node(child)).empty());
    has_elements = has_elements || xml::is_element(child);
    if (xml::is_element(child) && has_blanks_between_elements(child)) { return true; }
  }
  return has_blanks && has_elements;
}

}  // namespace

Result<std::string> compact_document(const xml::Document& document) {
  const auto* const root = xml::root_of(document);
  const auto name = xml::local_name(root);
  if (xml::namespace_of(root) != kDuisNamespace || (name != "Request" && name != "Response")) {
    return failure(ErrorCode::Schema, fmt::format("{}: neither a DUIS Request nor a Response", name));
  }
  auto text = fmt::format("<sr:{} xmlns:sr=\"{}\"", name, kDuisNamespace);
  if (const auto version = xml::attribute_of(root, "schemaVersion")) {
    text += " schemaVersion=\"";
    xml::append_attribute_value(text, *version);
    text += '"';
  }
  text += '>';
  for (const auto* child = root->children; child != nullptr; child = child->next) {
    if (xml::is_element(child) && !is_signature(child)) {
      text += xml::compact_text(child, kDuisNamespace, "sr");
    }
  }
  return text + fmt::format("</sr:{}>", name);
}

bool is_indented(const xml::Document& document) {
  return has_blanks_between_elements(xml::root_of(document));
}

}  // namespace enocheck::duis
