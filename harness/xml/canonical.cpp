#include "xml/canonical.h"

#include <libxml/c14n.h>
#include <libxml/xmlIO.h>

#include <cstddef>
#include <memory>

#include "core/owned.h"

namespace enocheck::xml {
namespace {

using OwnedOutput = std::unique_ptr<xmlOutputBuffer, Freed<xmlOutputBufferClose>>;

int append_output(void* out, const char* octets, int count) {
  static_cast<std::string*>(out)->append(octets, static_cast<std::size_t>(count));
  return count;
}

/// C14N asks for each node; for namespaces and attributes it names the element that they stand on.
const xmlNode* element_at(xmlNode* node, xmlNode* parent) {
  return node->type == XML_NAMESPACE_DECL || node->type == XML_ATTRIBUTE_NODE ? parent : node;
}

bool is_below(const xmlNode* node, const xmlNode* apex) {
  for (; node != nullptr; node = node->parent) {
    if (node == apex) { return true; }
  }
  return false;
}

int is_outside(void* omitted, xmlNode* node, xmlNode* parent) {
  return is_below(element_at(node, parent), static_cast<const xmlNode*>(omitted)) ? 0 : 1;
}

int is_inside(void* apex, xmlNode* node, xmlNode* parent) {
  return is_below(element_at(node, parent), static_cast<const xmlNode*>(apex)) ? 1 : 0;
}

Result<std::string> canonical_form(const Document& document, xmlC14NIsVisibleCallback is_visible,
                                   const xmlNode* node, xmlC14NMode mode) {
  std::string form;
  form.reserve(2048);
  const OwnedOutput out(xmlOutputBufferCreateIO(append_output, nullptr, &form, nullptr));
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): the callbacks only compare the pointer
  auto* const context = const_cast<xmlNode*>(node);
  if (!out || xmlC14NExecute(document.native(), is_visible, context, mode, nullptr, 0, out.get()) < 0 ||
      xmlOutputBufferFlush(out.get()) < 0) {
    return failure(ErrorCode::Schema, "the document has no canonical form");
  }
  return form;
}

}  // namespace

Result<std::string> inclusive_canonical_form(const Document& document, const _xmlNode* omitted) {
  return canonical_form(document, omitted == nullptr ? nullptr : is_outside, omitted, XML_C14N_1_0);
}

Result<std::string> exclusive_canonical_form(const Document& document, const _xmlNode* apex) {
  return canonical_form(document, apex == nullptr ? nullptr : is_inside, apex, XML_C14N_EXCLUSIVE_1_0);
}

}  // namespace enocheck::xml
