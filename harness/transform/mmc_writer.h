#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace enocheck::transform {

/// Writes compact XML with the prefix `ra`, as Parse gives it.
class MmcWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

  template <std::invocable Content>
  void element(std::string_view name, Attributes attributes, Content content) {
    open(name, attributes, ">");
    const auto started = out_.size();
    content();
    close(name, started);
  }
  template <std::invocable Content>
  void element(std::string_view name, Content content) {
    element(name, {}, content);
  }
  void value(std::string_view name, std::string_view text, Attributes attributes = {});
  void empty(std::string_view name, Attributes attributes = {}) { open(name, attributes, "/>"); }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void open(std::string_view name, Attributes attributes, std::string_view end);
  /// An element into which nothing was written since `started` becomes an empty-element tag.
  void close(std::string_view name, std::size_t started);

  std::string out_;
};

}  // namespace enocheck::transform
