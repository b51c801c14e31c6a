#pragma once

#include <string>

#include "core/result.h"
#include "xml/document.h"

struct _xmlNode;  // libxml2's node; NOLINT(bugprone-reserved-identifier)

namespace enocheck::xml {

/// The document in Canonical XML 1.0 without comments, but for the subtree under `omitted` (may be null).
/// Source: W3C REC-xml-c14n-20010315. Errors: Schema if libxml2 refuses the tree.
[[nodiscard]] Result<std::string> inclusive_canonical_form(const Document& document,
                                                           const _xmlNode* omitted = nullptr);

/// The subtree under `apex`, or the whole document, in Exclusive Canonical XML 1.0 without comments.
/// Source: W3C REC-xml-exc-c14n-20020718. Errors: as above.
[[nodiscard]] Result<std::string> exclusive_canonical_form(const Document& document,
                                                           const _xmlNode* apex = nullptr);

}  // namespace enocheck::xml
