#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xml/document.h"

struct _xmlNode;  // libxml2's node; NOLINT(bugprone-reserved-identifier)

// Looking at libxml2's nodes without libxml2's types. A null node has empty names and no text.
namespace enocheck::xml {

[[nodiscard]] const _xmlNode* root_of(const Document& document);
/// An element's name without its prefix.
[[nodiscard]] std::string_view local_name(const _xmlNode* element);
/// The namespace of an element; empty if none.
[[nodiscard]] std::string_view namespace_of(const _xmlNode* element);
[[nodiscard]] bool is_element(const _xmlNode* node);
/// True for character data: text and CDATA sections.
[[nodiscard]] bool is_text(const _xmlNode* node);
/// What a text node holds.
[[nodiscard]] std::string_view text_of_node(const _xmlNode* text);
/// The character data directly inside an element, comments left out.
[[nodiscard]] std::string text_inside(const _xmlNode* element);
/// The value of an attribute without namespace; nothing if the element does not have it.
[[nodiscard]] std::optional<std::string_view> attribute_of(const _xmlNode* element, std::string_view name);
/// The local names from the root down: `Request/Body/DeactivateAuxiliaryLoad`.
[[nodiscard]] std::string path_of(const _xmlNode* element);

/// Text without the blanks, tabs and line breaks around it: what XSD's token and number types ignore.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Writes an element as compact text: no blanks between elements, no comments, no declarations of `known`.
/// Elements of the namespace `known` get `prefix`; others declare theirs as default namespace where it
/// starts. Attributes of other namespaces than none are left out.
[[nodiscard]] std::string compact_text(const _xmlNode* element, std::string_view known,
                                       std::string_view prefix);

}  // namespace enocheck::xml
