#pragma once

#include <string>

#include "core/result.h"
#include "xml/document.h"

namespace enocheck::duis {

/// A DUIS document as it should be before it is signed: one line, prefix `sr`, no blanks between elements, no
/// comments, no signature. Values stay as they are. (The DCC's tool drops such blanks before it digests, so
/// that an indented document that is signed as it stands verifies nowhere but here.)
/// Errors: Schema if the root is no DUIS Request or Response.
[[nodiscard]] Result<std::string> compact_document(const xml::Document& document);

/// True if the document has blanks between elements, which the DCC's tool does not digest and others do.
[[nodiscard]] bool is_indented(const xml::Document& document);

}  // namespace enocheck::duis
