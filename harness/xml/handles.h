#pragma once

#include <memory>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "core/owned.h"

namespace enocheck::xml {

inline void free_xml_text(xmlChar* text) { xmlFree(text); }  // xmlFree is a variable

using OwnedXmlDoc = std::unique_ptr<xmlDoc, Freed<xmlFreeDoc>>;
using OwnedXmlText = std::unique_ptr<xmlChar, Freed<free_xml_text>>;
using OwnedParserContext = std::unique_ptr<xmlParserCtxt, Freed<xmlFreeParserCtxt>>;

}  // namespace enocheck::xml
