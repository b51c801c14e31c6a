#include "catalogue/element.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/hex.h"

namespace enocheck::catalogue {

Result<std::unique_ptr<Source>> Source::parse(std::string file, std::string text) {
  auto source = std::make_unique<Source>();
  source->file_ = std::move(file);
  source->line_starts_.push_back(0);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n') { source->line_starts_.push_back(at + 1); }
  }
  // A label may be a single blank: kept where it is an element's only content.
  const auto parsed = source->document_.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
  if (!parsed) {
    const auto& starts = source->line_starts_;
    const auto line =
        std::upper_bound(starts.begin(), starts.end(), static_cast<std::size_t>(parsed.offset)) -
        starts.begin();
    return failure(ErrorCode::Schema, fmt::format("{}:{}: {}", source->file_, line, parsed.description()));
  }
  return source;
}

std::size_t Source::line_of(pugi::xml_node node) const {
  const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, node.offset_debug()));
  return static_cast<std::size_t>(std::upper_bound(line_starts_.begin(), line_starts_.end(), offset) -
                                  line_starts_.begin());
}

Result<std::string> substitute(std::string_view text, const Columns& columns,
                               std::set<std::string, std::less<>>& used) {
  std::string out(text);
  // The last "${" is an innermost one. What a column holds may itself have placeholders; the bound stops a
  // column that names itself.
  for (int rounds = 0; rounds < 64; ++rounds) {
    const auto open = out.rfind("${");
    if (open == std::string::npos) { return out; }
    const auto close = out.find('}', open);
    if (close == std::string::npos) { return failure(ErrorCode::BadValue, "\"${\" without \"}\""); }
    const auto name = out.substr(open + 2, close - open - 2);
    const auto found = columns.find(name);
    if (found == columns.end()) {
      return failure(ErrorCode::BadValue, fmt::format("${{{}}}: no table has a column of that name", name));
    }
    used.insert(name);
    out.replace(open, close - open + 1, found->second);
  }
  return failure(ErrorCode::BadValue, "placeholders refer to each other in a circle");
}

void Reading::fail(pugi::xml_node at, std::string_view what) {
  if (error_) { return; }
  error_ = Error{ErrorCode::Schema, fmt::format("{}:{}: {}", source_->file(), source_->line_of(at), what)};
}

std::string Reading::text(pugi::xml_node at, std::string_view raw) {
  if (error_) { return {}; }
  auto text = substitute(raw, columns_, used_columns_);
  if (text) { return *std::move(text); }
  fail(at, text.error().detail);
  return {};
}

void Reading::consume_all(pugi::xml_node node) {
  consume(node);
  for (const auto attribute : node.attributes()) { consume(attribute); }
  for (const auto child : node.children()) { consume_all(child); }
}

void Reading::expect_all_read(pugi::xml_node node) {
  if (node.type() != pugi::node_element) { return; }
  if (!consumed_.contains(node.internal_object())) {
    fail(node, fmt::format("<{}> has no meaning here; remove it", node.name()));
  }
  for (const auto attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (name == "xmlns" || name.starts_with("xmlns:") || consumed_.contains(attribute.internal_object())) {
      continue;
    }
    fail(node, fmt::format("attribute {} has no meaning in this <{}>; remove it", name, node.name()));
  }
  for (const auto child : node.children()) { expect_all_read(child); }
}

std::optional<std::string> Element::maybe(const char* attribute) const {
  auto text = verbatim(attribute);
  if (text.empty()) { return std::nullopt; }
  return text;
}

std::string Element::verbatim(const char* attribute) const {
  const auto found = node_.attribute(attribute);
  if (!found) { return {}; }
  reading_->consume(found);
  return reading_->text(node_, found.value());
}

std::string Element::text(const char* attribute, std::string_view otherwise) const {
  return maybe(attribute).value_or(std::string(otherwise));
}

std::string Element::required(const char* attribute) const {
  auto value = maybe(attribute);
  if (!value) { fail(fmt::format("<{}> needs the attribute {}", name(), attribute)); }
  return value.value_or(std::string());
}

template <class T, class Parse>
std::optional<T> Element::parsed(const char* attribute, const Parse& parse) const {
  const auto text = maybe(attribute);
  if (!text) { return std::nullopt; }
  Result<T> value = parse(*text);
  if (!value) {
    fail(fmt::format("{}=\"{}\": {}", attribute, *text, value.error().detail));
    return std::nullopt;
  }
  return *std::move(value);
}

std::optional<std::int64_t> Element::integer(const char* attribute) const {
  return parsed<std::int64_t>(attribute, [](const std::string& text) -> Result<std::int64_t> {
    std::int64_t value = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end) { return failure(ErrorCode::BadValue, "is no integer"); }
    return value;
  });
}

std::optional<bool> Element::boolean(const char* attribute) const {
  return parsed<bool>(attribute, [](const std::string& text) -> Result<bool> {
    if (text == "true" || text == "1") { return true; }
    if (text == "false" || text == "0") { return false; }
    return failure(ErrorCode::BadValue, "is neither true nor false");
  });
}

std::optional<Duration> Element::span(const char* attribute) const {
  return parsed<Duration>(attribute, [](const std::string& text) { return parse_duration(text); });
}

std::optional<Instant> Element::instant(const char* attribute) const {
  return parsed<Instant>(attribute, [](const std::string& text) { return parse_iso8601(text); });
}

std::optional<Eui64> Element::eui(const char* attribute) const {
  return parsed<Eui64>(attribute, [](const std::string& text) { return Eui64::parse(text); });
}

std::optional<Bytes> Element::hex(const char* attribute) const {
  return parsed<Bytes>(attribute, [](const std::string& text) { return decode_hex(text); });
}

std::vector<std::string> Element::words(const char* attribute) const {
  return split_words(verbatim(attribute));
}

std::string Element::one_of(const char* attribute, std::initializer_list<std::string_view> allowed,
                            std::string_view otherwise) const {
  auto value = text(attribute, otherwise);
  if (value != otherwise && std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
    fail(fmt::format("{}=\"{}\" is none of {}", attribute, value, fmt::join(allowed, ", ")));
  }
  return value;
}

std::string Element::content() const { return reading_->text(node_, node_.text().get()); }

std::vector<Element> Element::children() const {
  std::vector<Element> found;
  for (const auto child : node_.children()) {
    if (child.type() == pugi::node_element) { found.emplace_back(child, *reading_); }
  }
  return found;
}

std::vector<Element> Element::children(const char* name) const {
  std::vector<Element> found;
  for (const auto child : node_.children(name)) { found.emplace_back(child, *reading_); }
  return found;
}

std::optional<Element> Element::child(const char* name) const {
  const auto found = node_.child(name);
  if (!found) { return std::nullopt; }
  return Element(found, *reading_);
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  constexpr std::string_view kBlanks = " \t\r\n";
  for (auto at = text.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(kBlanks, at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = text.find_first_not_of(kBlanks, end);
  }
  return words;
}

std::string collapse(std::string_view text) { return fmt::format("{}", fmt::join(split_words(text), " ")); }

}  // namespace enocheck::catalogue
