#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/owned.h"
#include "core/result.h"

struct _xmlDoc;  // libxml2's document; NOLINT(bugprone-reserved-identifier)

namespace enocheck::xml {

void free_document(_xmlDoc* document);

/// What a document may be before it is refused as Hostile.
struct Limits {
  std::size_t octets = std::size_t{1} << 20U;
  unsigned depth = 64;  ///< of elements; the parser's own limit of 256 stands above
};

/// A document parsed by libxml2: no network, no DTD, no entities but the five predefined ones.
/// It shares names with the parser of its thread: use it on the thread that parsed it.
class Document {
 public:
  /// Errors: Hostile for a DOCTYPE, undefined references, another encoding than UTF-8, characters that XML
  /// forbids, size or depth over the limits; Schema with line and column if not well-formed.
  [[nodiscard]] static Result<Document> parse(std::string_view text, const Limits& limits = {});
  [[nodiscard]] _xmlDoc* native() const { return document_.get(); }
  /// `{namespace}local` of the root.
  [[nodiscard]] std::string root_name() const;

 private:
  explicit Document(_xmlDoc* document) : document_(document) {}
  std::unique_ptr<_xmlDoc, Freed<free_document>> document_;
};

/// libxml2 needs one set-up a process before threads use it: main creates one of these first.
/// Nothing is torn down: parser contexts live as long as their threads, which may be longer.
class Libraries {
 public:
  Libraries();
  Libraries(const Libraries&) = delete;
  Libraries& operator=(const Libraries&) = delete;
};

}  // namespace enocheck::xml
