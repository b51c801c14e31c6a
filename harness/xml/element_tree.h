#pragma once

#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "core/result.h"
#include "xml/document.h"

namespace enocheck::xml {

/// A text read into elements by pugixml: for reading values, at a tenth of libxml2's cost.
///
/// pugixml knows no namespaces and overlooks some faults. So parsing also checks that there is one root, that
/// prefixes are bound and attributes unique; `refuse_hostile` has looked at characters and references.
class ElementTree {
 public:
  /// Errors: Hostile, as Document::parse; Schema if not well-formed.
  [[nodiscard]] static Result<ElementTree> parse(std::string_view text, const Limits& limits = {});
  [[nodiscard]] pugi::xml_node root() const { return document_.document_element(); }

 private:
  ElementTree() = default;
  pugi::xml_document document_;
};

/// An element's name without its prefix.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& element);
/// The namespace that an element's prefix, or the default, stands for; empty if none.
[[nodiscard]] std::string_view namespace_of(const pugi::xml_node& element);
/// True for `xmlns` and `xmlns:…`.
[[nodiscard]] bool is_namespace_declaration(std::string_view attribute);
/// The local names from the root down: `Request/Body/DeactivateAuxiliaryLoad`.
[[nodiscard]] std::string path_of(const pugi::xml_node& element);
/// The character data directly inside an element, CDATA sections included, comments not.
[[nodiscard]] std::string text_of_element(const pugi::xml_node& element);

/// Writes an element as compact text: no blanks between elements, no comments, no declarations of `known`.
/// Elements of the namespace `known` get `prefix`; others declare theirs as default namespace where it
/// starts.
[[nodiscard]] std::string compact_text(const pugi::xml_node& element, std::string_view known,
                                       std::string_view prefix);

}  // namespace enocheck::xml
