#include "xml/document.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "xml/handles.h"
#include "xml/hostile.h"
#include "xml/node.h"

namespace enocheck::xml {
namespace {

constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
/// Names that a context has seen stay in its dictionary; a sender who makes up names must not fill it.
constexpr int kLargestDictionary = 4096;

/// A parser context costs a third of a parse to make, so each thread keeps one.
xmlParserCtxt* parser_context() {
  thread_local OwnedParserContext context;
  if (!context || xmlDictSize(context->dict) > kLargestDictionary) { context.reset(xmlNewParserCtxt()); }
  return context.get();
}

/// True for faults that nobody makes by mistake in a tag: they are attempts on the parser.
bool is_hostile(int fault) {
  constexpr std::array kFaults{XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY, XML_ERR_INVALID_CHAR,
                               XML_ERR_INVALID_CHARREF,   XML_ERR_INVALID_ENCODING,  XML_ERR_ENTITY_LOOP,
                               XML_ERR_INTERNAL_ERROR};  // the last is libxml2's own limit on depth
  return std::ranges::find(kFaults, fault) != kFaults.end();
}

Error not_well_formed(xmlParserCtxt* context) {
  const auto* const error = xmlCtxtGetLastError(context);
  if (error == nullptr || error->message == nullptr) { return {ErrorCode::Schema, "no well-formed XML"}; }
  std::string_view reason = error->message;
  while (!reason.empty() && reason.back() == '\n') { reason.remove_suffix(1); }
  return {is_hostile(error->code) ? ErrorCode::Hostile : ErrorCode::Schema,
          fmt::format("line {}, column {}: {}", error->line, error->int2, reason)};
}

/// libxml2 stops at 256 by itself, so that this walk, and others, are bounded.
bool is_deeper_than(const Document& document, unsigned limit) {
  unsigned depth = 1;
  const auto* node = root_of(document);
  while (node != nullptr) {
    if (depth > limit && is_element(node)) { return true; }
    if (is_element(node) && node->children != nullptr) {
      node = node->children;
      ++depth;
      continue;
    }
    while (node != nullptr && node->next == nullptr && depth > 1) {
      node = node->parent;
      --depth;
    }
    node = node->next;
  }
  return false;
}

}  // namespace

void free_document(_xmlDoc* document) { xmlFreeDoc(document); }

Result<Document> Document::parse(std::string_view text, const Limits& limits) {
  if (auto checked = refuse_hostile(text, limits); !checked) { return tl::unexpected(checked.error()); }
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return failure(ErrorCode::Hostile, "more octets than the parser can count");
  }
  auto* const context = parser_context();
  if (context == nullptr) { return failure(ErrorCode::Io, "no memory for an XML parser"); }
  Document document(
      xmlCtxtReadMemory(context, text.data(), static_cast<int>(text.size()), nullptr, nullptr, kOptions));
  // A prefix that is bound to nothing does not stop libxml2, but it stops us.
  if (!document.document_ || context->nsWellFormed == 0) { return tl::unexpected(not_well_formed(context)); }
  if (xmlGetIntSubset(document.native()) != nullptr) { return failure(ErrorCode::Hostile, "a DOCTYPE"); }
  if (is_deeper_than(document, limits.depth)) {
    return failure(ErrorCode::Hostile, fmt::format("elements more than {} deep", limits.depth));
  }
  return document;
}

std::string Document::root_name() const {
  return fmt::format("{{{}}}{}", namespace_of(root_of(*this)), local_name(root_of(*this)));
}

}  // namespace enocheck::xml
