#pragma once

#include <string_view>

#include "core/result.h"
#include "xml/document.h"

namespace enocheck::xml {

/// Looks at what stands before a document's root, before the parser does.
///
/// Shape:  UTF-8 with or without byte order mark, XML declaration, comments, processing instructions.
/// Errors: Hostile for more octets than `limits`, a DOCTYPE or any other `<!` declaration, another encoding
///         than UTF-8 (declared, or by its byte order mark), NUL; `offset` is where.
/// Left to the parser: what is no UTF-8 or no XML, references that nothing defines, depth.
[[nodiscard]] Status refuse_hostile(std::string_view text, const Limits& limits = {});

}  // namespace enocheck::xml
