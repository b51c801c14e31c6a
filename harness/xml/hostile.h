#pragma once

#include <string_view>

#include "core/result.h"
#include "xml/document.h"

namespace enocheck::xml {

/// Looks at a document's markup before any parser sees it, in one pass and without building anything.
///
/// Shape:  UTF-8, with or without byte order mark and XML declaration.
/// Errors: Hostile for a DOCTYPE or any other `<!` declaration, more octets or deeper elements than `limits`,
///         another encoding than UTF-8 (declared, or by its byte order mark), NUL and other characters that
///         XML forbids, octets that are no UTF-8, entity references other than the five predefined ones;
///         `offset` is where.
/// Not checked here: that tags match, names and attributes. The parsers do that.
[[nodiscard]] Status refuse_hostile(std::string_view text, const Limits& limits = {});

}  // namespace enocheck::xml
