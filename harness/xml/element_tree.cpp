#include "xml/element_tree.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "xml/escape.h"
#include "xml/hostile.h"

namespace enocheck::xml {
namespace {

/// As a fragment, so that text beside the root is seen instead of skipped.
constexpr unsigned kOptions = pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_fragment;
constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";

std::string_view prefix_of(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

/// The attribute that declares `prefix` (empty: the default namespace) in scope of `element`; null if none.
pugi::xml_attribute declaration_of(pugi::xml_node element, std::string_view prefix) {
  for (; element.type() == pugi::node_element; element = element.parent()) {
    for (const auto attribute : element.attributes()) {
      const std::string_view name = attribute.name();
      if (!name.starts_with("xmlns")) { continue; }
      const auto declared = name.substr(5);
      if (prefix.empty() ? declared.empty() : declared.starts_with(':') && declared.substr(1) == prefix) {
        return attribute;
      }
    }
  }
  return {};
}

tl::unexpected<Error> misformed(const pugi::xml_node& element, const std::string& what) {
  return failure(ErrorCode::Schema, fmt::format("{}: {}", path_of(element), what));
}

Status check_prefix(const pugi::xml_node& element, std::string_view prefix) {
  if (prefix.empty() || prefix == "xml" || declaration_of(element, prefix)) { return {}; }
  return misformed(element, fmt::format("the namespace prefix '{}' is bound to nothing", prefix));
}

bool is_qualified_name(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ||
         (colon != 0 && colon + 1 != name.size() && name.find(':', colon + 1) == std::string_view::npos);
}

Status check_element(const pugi::xml_node& element) {
  if (!is_qualified_name(element.name())) { return misformed(element, "no name that namespaces allow"); }
  if (auto bound = check_prefix(element, prefix_of(element.name())); !bound) { return bound; }
  for (auto attribute = element.first_attribute(); attribute; attribute = attribute.next_attribute()) {
    const std::string_view name = attribute.name();
    for (auto other = element.first_attribute(); other != attribute; other = other.next_attribute()) {
      if (name == other.name()) { return misformed(element, fmt::format("attribute {} twice", name)); }
    }
    if (is_namespace_declaration(name)) { continue; }
    if (auto bound = check_prefix(element, prefix_of(name)); !bound) { return bound; }
  }
  return {};
}

/// Checks all elements without recursion: depth is the sender's choice.
Status check_all(const pugi::xml_node& root) {
  auto node = root;
  while (node) {
    if (node.type() == pugi::node_element) {
      if (auto checked = check_element(node); !checked) { return checked; }
    }
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    while (node && node != root && !node.next_sibling()) { node = node.parent(); }
    if (node == root) { break; }
    node = node.next_sibling();
  }
  return {};
}

void append_element(std::string& out, const pugi::xml_node& element, std::string_view known,
                    std::string_view prefix, std::string_view around);

void append_content(std::string& out, const pugi::xml_node& element, std::string_view known,
                    std::string_view prefix, std::string_view around) {
  for (const auto child : element.children()) {
    if (child.type() == pugi::node_element) {
      append_element(out, child, known, prefix, around);
    } else {
      append_text(out, child.value());
    }
  }
}

/// `around` is the default namespace in the text written so far; depth is bounded by Limits.
void append_element(std::string& out, const pugi::xml_node& element, std::string_view known,
                    std::string_view prefix, std::string_view around) {
  const auto space = namespace_of(element);
  const auto name =
      space == known ? fmt::format("{}:{}", prefix, local_name(element)) : std::string(local_name(element));
  out += '<';
  out += name;
  if (space != known && space != around) {
    out += " xmlns=\"";
    append_attribute_value(out, space);
    out += '"';
    around = space;
  }
  for (const auto attribute : element.attributes()) {
    if (is_namespace_declaration(attribute.name())) { continue; }
    out += fmt::format(" {}=\"", attribute.name());
    append_attribute_value(out, attribute.value());
    out += '"';
  }
  if (!element.first_child()) {
    out += "/>";
    return;
  }
  out += '>';
  append_content(out, element, known, prefix, around);
  out += fmt::format("</{}>", name);
}

}  // namespace

Result<ElementTree> ElementTree::parse(std::string_view text, const Limits& limits) {
  if (auto checked = refuse_hostile(text, limits); !checked) { return tl::unexpected(checked.error()); }
  ElementTree tree;
  const auto parsed = tree.document_.load_buffer(text.data(), text.size(), kOptions, pugi::encoding_utf8);
  if (!parsed) {
    return failure(ErrorCode::Schema, fmt::format("octet {}: {}", parsed.offset, parsed.description()),
                   static_cast<std::size_t>(parsed.offset));
  }
  const auto top = tree.document_.children();
  if (std::distance(top.begin(), top.end()) != 1 || !tree.root()) {
    return failure(ErrorCode::Schema, "a document has one root element and nothing beside");
  }
  if (auto checked = check_all(tree.root()); !checked) { return tl::unexpected(checked.error()); }
  return tree;
}

std::string_view local_name(const pugi::xml_node& element) {
  const std::string_view name = element.name();
  return name.substr(name.find(':') + 1);  // npos + 1 is 0: the whole name
}

std::string_view namespace_of(const pugi::xml_node& element) {
  const auto prefix = prefix_of(element.name());
  if (prefix == "xml") { return kXmlNamespace; }
  return declaration_of(element, prefix).value();
}

bool is_namespace_declaration(std::string_view attribute) {
  return attribute == "xmlns" || attribute.starts_with("xmlns:");
}

std::string path_of(const pugi::xml_node& element) {
  std::vector<std::string_view> names;
  for (auto node = element; node.type() == pugi::node_element; node = node.parent()) {
    names.push_back(local_name(node));
  }
  std::reverse(names.begin(), names.end());
  return fmt::format("{}", fmt::join(names, "/"));
}

std::string text_of_element(const pugi::xml_node& element) {
  std::string text;
  for (const auto child : element.children()) {
    if (child.type() != pugi::node_element) { text += child.value(); }
  }
  return text;
}

std::string compact_text(const pugi::xml_node& element, std::string_view known, std::string_view prefix) {
  std::string out;
  append_element(out, element, known, prefix, {});
  return out;
}

}  // namespace enocheck::xml
