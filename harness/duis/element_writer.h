#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace enocheck::duis {

/// Writes compact XML with the prefix `sr`: nothing between elements, nothing around values, so that the text
/// of a document is its canonical form but for empty elements.
class ElementWriter {
 public:
  explicit ElementWriter(std::string& out) : out_(out) {}

  /// `<sr:Request xmlns:sr="…" schemaVersion="…">` and its end around what `content` writes.
  template <std::invocable Content>
  void root(std::string_view name, std::string_view schema_version, Content content) {
    open_root(name, schema_version);
    content();
    close(name);
  }
  template <std::invocable Content>
  void element(std::string_view name, Content content) {
    open(name);
    content();
    close(name);
  }
  /// The same with one attribute.
  template <std::invocable Content>
  void element(std::string_view name, std::string_view attribute, unsigned value, Content content) {
    open(name, attribute, value);
    content();
    close(name);
  }
  void value(std::string_view name, std::string_view text);
  void empty(std::string_view name);
  void empty(std::string_view name, std::string_view attribute, unsigned value);
  /// Text that is XML already.
  void raw(std::string_view xml);
  /// Is what was written its own canonical form? Not with an empty element or raw text in it.
  [[nodiscard]] bool is_canonical() const { return is_canonical_; }

 private:
  void open_root(std::string_view name, std::string_view schema_version);
  void open(std::string_view name);
  void open(std::string_view name, std::string_view attribute, unsigned value);
  void close(std::string_view name);
  void start(std::string_view name);
  void attribute(std::string_view name, unsigned value);

  std::string& out_;
  bool is_canonical_ = true;
};

}  // namespace enocheck::duis
