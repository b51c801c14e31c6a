#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"
#include "core/strong.h"

namespace enocheck::catalogue {

/// One of our own documents, parsed, with the line of every node.
class Source {
 public:
  /// Errors: Schema with file and line if it is not well-formed.
  [[nodiscard]] static Result<std::unique_ptr<Source>> parse(std::string file, std::string text);
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] pugi::xml_node root() const { return document_.document_element(); }
  [[nodiscard]] std::size_t line_of(pugi::xml_node node) const;

 private:
  std::string file_;
  std::vector<std::size_t> line_starts_;
  pugi::xml_document document_;
};

/// The values that `${column}` stands for.
using Columns = std::map<std::string, std::string, std::less<>>;

/// Replaces every `${column}` in `text`, innermost first, so that `${${role}}` works.
/// Errors: BadValue for a column that is not there. The names that were used are put into `used`.
[[nodiscard]] Result<std::string> substitute(std::string_view text, const Columns& columns,
                                             std::set<std::string, std::less<>>& used);

/// One reading of a document with one set of columns: keeps the first error with its place, and knows what
/// was read, so that what nobody read is an error too.
class Reading {
 public:
  explicit Reading(const Source& source, Columns columns = {})
      : source_(&source), columns_(std::move(columns)) {}

  [[nodiscard]] const Source& source() const { return *source_; }
  [[nodiscard]] const std::set<std::string, std::less<>>& used_columns() const { return used_columns_; }
  /// Records `file:line: what`, unless there is an error already.
  void fail(pugi::xml_node at, std::string_view what);
  /// The text with its placeholders replaced.
  [[nodiscard]] std::string text(pugi::xml_node at, std::string_view raw);
  void consume(pugi::xml_attribute attribute) { consumed_.insert(attribute.internal_object()); }
  void consume(pugi::xml_node node) { consumed_.insert(node.internal_object()); }
  /// Takes all from `node` down as read: what another reader looks after.
  void consume_all(pugi::xml_node node);
  /// Fails at the first element or attribute from `node` down that nobody read.
  void expect_all_read(pugi::xml_node node);
  /// The value, or the first error.
  template <class T>
  [[nodiscard]] Result<T> finish(T value) const {
    if (error_) { return tl::unexpected<Error>(*error_); }
    return value;
  }

 private:
  const Source* source_;
  Columns columns_;
  std::set<std::string, std::less<>> used_columns_;
  std::set<const void*> consumed_;
  std::optional<Error> error_;
};

/// An element being read. After an error in its Reading every read gives nothing, so a reader goes through
/// top to bottom and asks once at the end. An attribute that is empty after substitution is not there.
class Element {
 public:
  Element(pugi::xml_node node, Reading& reading) : node_(node), reading_(&reading) { reading.consume(node); }

  [[nodiscard]] std::string name() const { return node_.name(); }
  [[nodiscard]] std::size_t line() const { return reading_->source().line_of(node_); }
  [[nodiscard]] std::optional<std::string> maybe(const char* attribute) const;
  /// The attribute, or `otherwise`.
  [[nodiscard]] std::string text(const char* attribute, std::string_view otherwise = {}) const;
  /// The attribute; an error if it is not there.
  [[nodiscard]] std::string required(const char* attribute) const;
  /// The same as it stands, empty included.
  [[nodiscard]] std::string verbatim(const char* attribute) const;
  [[nodiscard]] std::optional<std::int64_t> integer(const char* attribute) const;
  [[nodiscard]] std::optional<bool> boolean(const char* attribute) const;
  [[nodiscard]] std::optional<Duration> span(const char* attribute) const;
  [[nodiscard]] std::optional<Instant> instant(const char* attribute) const;
  [[nodiscard]] std::optional<Eui64> eui(const char* attribute) const;
  [[nodiscard]] std::optional<Bytes> hex(const char* attribute) const;
  /// Blank-separated words.
  [[nodiscard]] std::vector<std::string> words(const char* attribute) const;
  /// One of `allowed`; an error for anything else.
  [[nodiscard]] std::string one_of(const char* attribute, std::initializer_list<std::string_view> allowed,
                                   std::string_view otherwise) const;
  /// The element's own text.
  [[nodiscard]] std::string content() const;
  [[nodiscard]] std::vector<Element> children() const;
  [[nodiscard]] std::vector<Element> children(const char* name) const;
  [[nodiscard]] std::optional<Element> child(const char* name) const;
  void fail(std::string_view what) const { reading_->fail(node_, what); }

 private:
  template <class T, class Parse>
  [[nodiscard]] std::optional<T> parsed(const char* attribute, const Parse& parse) const;

  pugi::xml_node node_;
  Reading* reading_;
};

/// Words between blanks and line breaks.
[[nodiscard]] std::vector<std::string> split_words(std::string_view text);
/// Words with one blank between them and none around: a paragraph that was wrapped in its file.
[[nodiscard]] std::string collapse(std::string_view text);

}  // namespace enocheck::catalogue
