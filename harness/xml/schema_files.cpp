#include "xml/schema_files.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <libxml/uri.h>

#include "core/files.h"
#include "xml/handles.h"
#include "xml/node.h"

namespace enocheck::xml {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSchemaNamespace = "http://www.w3.org/2001/XMLSchema";
constexpr std::string_view kSignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";

const xmlChar* xml_text(const char* text) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): xmlChar is UTF-8 text
  return reinterpret_cast<const xmlChar*>(text);
}

std::string attribute(xmlNode* element, const char* name) {
  const OwnedXmlText value(xmlGetNoNsProp(element, xml_text(name)));
  return std::string(text_of(value.get()));
}

bool is_schema_element(const xmlNode* node, std::string_view name) {
  return is_element(node) && local_name(node) == name && namespace_of(node) == kSchemaNamespace;
}

/// A schema document may have a DOCTYPE (the XML Signature schema does): its internal part is read, nothing
/// outside is fetched, and it does not go on to the compiler.
Result<OwnedXmlDoc> parse_schema(const fs::path& file) {
  const auto text = read_text(file);
  if (!text) { return tl::unexpected(text.error()); }
  const OwnedParserContext context(xmlNewParserCtxt());
  OwnedXmlDoc document(
      context
          ? xmlCtxtReadMemory(context.get(), text->data(), static_cast<int>(text->size()), nullptr, nullptr,
                              XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)
          : nullptr);
  if (!document || xmlDocGetRootElement(document.get()) == nullptr) {
    return failure(ErrorCode::Schema, fmt::format("{}: no well-formed XML", file.string()));
  }
  if (auto* const doctype = xmlGetIntSubset(document.get())) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libxml2's way to say that a DTD is a node
    xmlUnlinkNode(reinterpret_cast<xmlNode*>(doctype));
    xmlFreeDtd(doctype);
  }
  return document;
}

/// The file that a location beside `base` means: as it is written, else with its %20 resolved.
fs::path resolve(const fs::path& base, const std::string& location) {
  auto literal = base.parent_path() / location;
  if (fs::exists(literal)) { return literal; }
  const std::unique_ptr<char, Freed<free_xml_memory>> plain(
      xmlURIUnescapeString(location.c_str(), static_cast<int>(location.size()), nullptr));
  return plain ? base.parent_path() / plain.get() : literal;
}

/// Gives `<element name="X509SerialNumber" type="integer"/>` the digits of an xs:integer without its limit.
void lift_serial_limit(xmlNode* element) {
  const auto type = attribute(element, "type");
  if (attribute(element, "name") != "X509SerialNumber" || !type.ends_with("integer")) { return; }
  xmlUnsetProp(element, xml_text("type"));
  auto* const space = element->ns;
  auto* const simple_type = xmlNewChild(element, space, xml_text("simpleType"), nullptr);
  auto* const restriction = xmlNewChild(simple_type, space, xml_text("restriction"), nullptr);
  const auto token = type.substr(0, type.size() - std::string_view("integer").size()) + "token";
  xmlNewProp(restriction, xml_text("base"), xml_text(token.c_str()));
  auto* const pattern = xmlNewChild(restriction, space, xml_text("pattern"), nullptr);
  xmlNewProp(pattern, xml_text("value"), xml_text("[+\\-]?[0-9]+"));
}

/// Every element below `root`, itself first. Schemas are our user's own files: their depth is theirs.
std::vector<xmlNode*> elements_below(xmlNode* root) {
  std::vector<xmlNode*> found{root};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (auto* child = found[i]->children; child != nullptr; child = child->next) {
      if (is_element(child)) { found.push_back(child); }
    }
  }
  return found;
}

std::string text_of_document(xmlDoc* document) {
  xmlChar* text = nullptr;
  int size = 0;
  xmlDocDumpMemory(document, &text, &size);
  const OwnedXmlText owned(text);
  return std::string(text_of(text));
}

}  // namespace

Result<SchemaFiles> SchemaFiles::read(const fs::path& file) {
  SchemaFiles files;
  auto main = files.add(file);
  if (!main) { return tl::unexpected(main.error()); }
  files.main_ = std::move(*main);
  return files;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the user's schemas import each other
Result<std::string> SchemaFiles::add(const fs::path& file) {
  // The path is in the URI, so that the compiler's errors name the file.
  auto uri = fmt::format("enocheck-schema:{}", fs::weakly_canonical(file).generic_string());
  std::replace(uri.begin(), uri.end(), ' ', '_');
  if (texts_.contains(uri)) { return uri; }
  const auto document = parse_schema(file);
  if (!document) { return tl::unexpected(document.error()); }
  texts_[uri];  // taken, should it import itself in a circle
  auto* const root = xmlDocGetRootElement(document->get());
  const bool is_signature_schema = attribute(root, "targetNamespace") == kSignatureNamespace;
  constexpr std::array<std::string_view, 3> kReferences{"import", "include", "redefine"};
  for (auto* const element : elements_below(root)) {
    if (is_signature_schema && is_schema_element(element, "element")) { lift_serial_limit(element); }
    const auto location = attribute(element, "schemaLocation");
    if (location.empty() ||
        std::ranges::none_of(kReferences, [&](auto name) { return is_schema_element(element, name); })) {
      continue;
    }
    const auto other = add(resolve(file, location));
    if (!other) { return failure(other.error(), fmt::format("{} needs {}", file.string(), location)); }
    xmlSetProp(element, xml_text("schemaLocation"), xml_text(other->c_str()));
  }
  texts_[uri] = text_of_document(document->get());
  return uri;
}

}  // namespace enocheck::xml
