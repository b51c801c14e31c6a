#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "xml/node.h"

namespace enocheck::xml {

/// Reads one element's children and attributes from first to last, as ByteReader reads octets: the first
/// error sticks, after it every read gives nothing, and whoever reads asks once at the end.
///
/// What nobody read is an error: an unknown child, an unknown attribute, text between children.
class ElementReader {
 public:
  /// Reads `element`, which belongs to `name_space` as its children do; `error` takes the first error of all
  /// readers below it and outlives them.
  ElementReader(const _xmlNode* element, std::string_view name_space, std::optional<Error>& error);

  /// The next child must be `name`: `read(ElementReader&)` takes it apart.
  template <std::invocable<ElementReader&> Read>
  void element(std::string_view name, Read read) {
    if (const auto* const child = take_required(name)) { descend(child, read); }
  }
  /// The same if the next child is `name`; true if it was there.
  template <std::invocable<ElementReader&> Read>
  bool optional(std::string_view name, Read read) {
    const auto* const child = take_if(name);
    if (child != nullptr) { descend(child, read); }
    return child != nullptr;
  }
  /// The next child `name` has nothing but text: `parse(std::string_view)` gives a Result, and sees the text
  /// without blanks around it.
  template <class Parse>
  auto value(std::string_view name, Parse parse) {
    typename decltype(parse(std::string_view{}))::value_type value{};
    element(name, [&](ElementReader& leaf) { value = leaf.content(parse); });
    return value;
  }
  template <class Parse>
  auto optional_value(std::string_view name, Parse parse) {
    std::optional<typename decltype(parse(std::string_view{}))::value_type> value;
    optional(name, [&](ElementReader& leaf) { value = leaf.content(parse); });
    return value;
  }
  /// The same for types of XSD in which blanks count: `parse` sees the text as it is.
  template <class Parse>
  auto exact_value(std::string_view name, Parse parse) {
    typename decltype(parse(std::string_view{}))::value_type value{};
    element(name, [&](ElementReader& leaf) { value = leaf.parsed(leaf.text(), parse, {}); });
    return value;
  }
  /// This element's own text, parsed.
  template <class Parse>
  auto content(Parse parse) {
    return parsed(trimmed(text()), parse, {});
  }
  /// This element's own text as it is, a view into this reader or the document.
  [[nodiscard]] std::string_view text();
  /// A required attribute, parsed.
  template <class Parse>
  auto attribute(std::string_view name, Parse parse) {
    const auto value = take_attribute(name);
    return parsed(trimmed(value), parse, name);
  }

  /// Takes the next child, whatever it is; null if there is none left.
  [[nodiscard]] const _xmlNode* any();
  /// Passes over the next child if it is `name` of another namespace.
  void skip_if(std::string_view name_space, std::string_view name);
  /// The local name of the next child if it belongs to the namespace, else empty.
  [[nodiscard]] std::string_view next_name() const;

  /// Says that this element is wrong.
  void fail(const std::string& what, ErrorCode code = ErrorCode::Schema);
  /// Says that something in it was left unread. Called by the readers above for their children.
  void finish();

 private:
  [[nodiscard]] const _xmlNode* take_required(std::string_view name);
  [[nodiscard]] const _xmlNode* take_if(std::string_view name);
  [[nodiscard]] std::string_view take_attribute(std::string_view name);
  void advance();

  template <class Read>
  void descend(const _xmlNode* child, Read& read) {
    ElementReader reader(child, name_space_, *error_);
    read(reader);
    reader.finish();
  }

  template <class Parse>
  auto parsed(std::string_view text, Parse& parse, std::string_view attribute) {
    using Value = typename decltype(parse(text))::value_type;
    if (*error_) { return Value{}; }
    auto value = parse(text);
    if (value) { return std::move(*value); }
    fail(attribute.empty() ? value.error().detail
                           : std::string(attribute) + " attribute: " + value.error().detail);
    return Value{};
  }

  const _xmlNode* element_;
  const _xmlNode* next_;
  std::string_view name_space_;
  std::optional<Error>* error_;
  std::string text_;
  std::size_t attributes_taken_ = 0;
  bool text_taken_ = false;
};

}  // namespace enocheck::xml
