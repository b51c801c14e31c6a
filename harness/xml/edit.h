#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace enocheck::xml {

// Changes to documents as a harness needs them: to damage what it sends, and to read what it got. Everything
// that is not changed keeps its content, and its blanks. Paths are local names from the root
// (`Body/ReadALCSData`), with `@name` at the end for an attribute; each step takes the first child that fits.
// Errors of all: Schema if the text is no XML; BadValue for a path that leads nowhere.

/// Sets the text of the element, or the value of the attribute, at `path`.
[[nodiscard]] Result<std::string> set_at(std::string_view document, std::string_view path,
                                         std::string_view value);
/// Removes the element or attribute at `path`.
[[nodiscard]] Result<std::string> remove_at(std::string_view document, std::string_view path);
/// Adds the elements of `xml` as last children of the element at `path`; an empty path is the root. Prefixes
/// are those of the document.
[[nodiscard]] Result<std::string> add_under(std::string_view document, std::string_view path,
                                            std::string_view xml);
/// Puts a copy of the root's last child after it.
[[nodiscard]] Result<std::string> double_last_child(std::string_view document);

/// The value of an XPath expression over the document with all prefixes taken off: the text of the first node
/// of a node set, or the number, text or truth as XPath writes it.
/// Errors: also BadValue for an expression that is none or an empty node set.
[[nodiscard]] Result<std::string> value_of(std::string_view document, const std::string& xpath);

}  // namespace enocheck::xml
