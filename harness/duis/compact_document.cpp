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

std::string schema_version(const xmlNode* root) {
  std::string attribute;
  for (const auto* each = root->properties; each != nullptr; each = each->next) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): xmlChar is UTF-8 text
    if (each->ns == nullptr &&
        std::string_view(reinterpret_cast<const char*>(each->name)) == "schemaVersion") {
      attribute = " schemaVersion=\"";
      xml::append_attribute_value(attribute, xml::text_of_node(each->children));
      attribute += '"';
    }
  }
  return attribute;
}

/// Depth is bounded by xml::Limits.
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
  auto text = fmt::format("<sr:{} xmlns:sr=\"{}\"{}>", name, kDuisNamespace, schema_version(root));
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
