#include <libxml/parser.h>
#include <libxml/xmlschemastypes.h>

#include "xml/document.h"

namespace enocheck::xml {

Libraries::Libraries() {
  xmlInitParser();
  xmlSchemaInitTypes();
  xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
}

}  // namespace enocheck::xml
