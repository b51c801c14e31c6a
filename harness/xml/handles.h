#pragma once

// Internal to xml/: the only header of the layer that names libxml2's types.

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>
#include <string_view>

#include "core/owned.h"

namespace enocheck::xml {

inline void free_xml_text(xmlChar* text) { xmlFree(text); }  // xmlFree is a variable
inline void free_xml_memory(char* text) { xmlFree(text); }

using OwnedXmlText = std::unique_ptr<xmlChar, Freed<free_xml_text>>;
using OwnedXmlDoc = std::unique_ptr<xmlDoc, Freed<xmlFreeDoc>>;
using OwnedParserContext = std::unique_ptr<xmlParserCtxt, Freed<xmlFreeParserCtxt>>;

/// libxml2's text, uncopied; empty for null.
[[nodiscard]] inline std::string_view text_of(const xmlChar* text) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): xmlChar is UTF-8 text
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

}  // namespace enocheck::xml
