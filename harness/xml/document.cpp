#include "xml/document.h"

#include <limits>

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "xml/handles.h"
#include "xml/hostile.h"

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

Error not_well_formed(xmlParserCtxt* context) {
  const auto* const error = xmlCtxtGetLastError(context);
  if (error == nullptr || error->message == nullptr) { return {ErrorCode::Schema, "no well-formed XML"}; }
  std::string_view reason = error->message;
  while (!reason.empty() && reason.back() == '\n') { reason.remove_suffix(1); }
  return {ErrorCode::Schema, fmt::format("line {}, column {}: {}", error->line, error->int2, reason)};
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
      xmlCtxtReadMemory(context, text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", kOptions));
  if (!document.document_) { return tl::unexpected(not_well_formed(context)); }
  if (xmlGetIntSubset(document.native()) != nullptr) { return failure(ErrorCode::Hostile, "a DOCTYPE"); }
  return document;
}

std::string Document::root_name() const {
  const auto* const root = xmlDocGetRootElement(document_.get());
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): xmlChar is UTF-8 text
  const auto text = [](const xmlChar* name) { return reinterpret_cast<const char*>(name); };
  return fmt::format("{{{}}}{}", root->ns != nullptr ? text(root->ns->href) : "", text(root->name));
}

}  // namespace enocheck::xml
