#include "xml/hostile.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <functional>
#include <optional>

#include <fmt/format.h>

namespace enocheck::xml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kAfterDeclaration = " \t\r\n?";  // what ends the name `xml`

/// One pass over a document's markup; the first finding ends it.
class Inspection {
 public:
  Inspection(std::string_view text, unsigned depth_limit) : text_(text), depth_limit_(depth_limit) {}

  [[nodiscard]] std::optional<Error> run() {
    if (text_.starts_with(kByteOrderMark)) { at_ = kByteOrderMark.size(); }
    while (at_ < text_.size() && !finding_) {
      const auto open = std::min(text_.find('<', at_), text_.size());
      check_references(at_, open);
      at_ = open;
      if (at_ < text_.size()) { markup(); }
    }
    return finding_;
  }

 private:
  void find(ErrorCode code, std::string detail, std::size_t at) {
    if (!finding_) { finding_ = Error{code, std::move(detail), at}; }
  }

  [[nodiscard]] bool here(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  /// Moves behind the next `end`; an unfinished construct reaches to the end of the text.
  void skip_past(std::string_view end) {
    const auto found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  void markup() {
    if (here("<!--")) {
      at_ += 4;
      skip_past("-->");
    } else if (here("<![CDATA[")) {
      skip_past("]]>");
    } else if (here("<!")) {
      find(ErrorCode::Hostile, "a DOCTYPE or other declaration: only elements are taken", at_);
    } else if (here("<?")) {
      instruction();
    } else if (here("</")) {
      depth_ -= depth_ > 0 ? 1U : 0U;
      skip_past(">");
    } else {
      start_tag();
    }
  }

  /// A processing instruction, or the XML declaration, which may name UTF-8 only.
  void instruction() {
    const auto from = at_;
    skip_past("?>");
    const auto body = text_.substr(from, at_ - from);
    const bool is_declaration = body.starts_with("<?xml") && body.size() > 5 &&
                                kAfterDeclaration.find(body[5]) != std::string_view::npos;
    const auto named = is_declaration ? body.find("encoding") : std::string_view::npos;
    if (named == std::string_view::npos) { return; }
    const auto open = body.find_first_of("'\"", named);
    const auto close = open == std::string_view::npos ? open : body.find(body[open], open + 1);
    if (close == std::string_view::npos) { return; }  // not well-formed: the parser says so
    const auto name = body.substr(open + 1, close - open - 1);
    if (!is_utf8_name(name)) {
      find(ErrorCode::Hostile, fmt::format("encoding '{}': only UTF-8 is taken", name.substr(0, 40)), from);
    }
  }

  [[nodiscard]] static bool is_utf8_name(std::string_view name) {
    constexpr std::string_view kUtf8 = "utf-8";
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(name, kUtf8, std::equal_to<>{}, lower);
  }

  void start_tag() {
    const auto from = at_++;
    char quote = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '<') {
        find(ErrorCode::Schema, "'<' inside a tag", at_);
        return;
      }
      if (quote != 0) {
        if (c == quote) { quote = 0; }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        break;
      }
    }
    const bool is_empty = at_ < text_.size() && text_[at_ - 1] == '/';
    check_references(from, at_);
    at_ += at_ < text_.size() ? 1U : 0U;
    if (!is_empty && ++depth_ > depth_limit_) {
      find(ErrorCode::Hostile, fmt::format("elements more than {} deep", depth_limit_), from);
    }
  }

  /// Every `&` between two positions must start a predefined entity or a character reference.
  void check_references(std::size_t from, std::size_t to) {
    for (auto at = text_.find('&', from); at < to; at = text_.find('&', at + 1)) {
      const auto end = text_.find(';', at);
      const auto name = text_.substr(at + 1, std::min(end, text_.size()) - at - 1);
      if (!is_reference(name)) {
        find(ErrorCode::Hostile,
             fmt::format("entity reference '&{}' that nothing defines", name.substr(0, 20)), at);
        return;
      }
    }
  }

  [[nodiscard]] static bool is_reference(std::string_view name) {
    constexpr std::array<std::string_view, 5> kPredefined{"lt", "gt", "amp", "apos", "quot"};
    if (std::find(kPredefined.begin(), kPredefined.end(), name) != kPredefined.end()) { return true; }
    if (!name.starts_with('#')) { return false; }
    const bool is_hex = name.starts_with("#x");
    name.remove_prefix(is_hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, is_hex ? 16 : 10);
    return error == std::errc{} && end == name.data() + name.size() && is_xml_character(code);
  }

  [[nodiscard]] static bool is_xml_character(std::uint32_t code) {
    return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
           (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
  }

  std::string_view text_;
  unsigned depth_limit_;
  unsigned depth_ = 0;
  std::size_t at_ = 0;
  std::optional<Error> finding_;
};

/// How many octets the UTF-8 character at `at` has; 0 if there is none that XML allows. Source: RFC 3629.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto octet = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<std::uint8_t>(text[at + i]) : std::uint8_t{0};
  };
  const auto follows = [&](std::size_t count) {
    for (std::size_t i = 1; i <= count; ++i) {
      if ((octet(i) & 0xC0U) != 0x80U) { return false; }
    }
    return true;
  };
  const auto first = octet(0);
  if (first >= 0xC2 && first <= 0xDF) { return follows(1) ? 2 : 0; }
  if (first >= 0xE0 && first <= 0xEF) {
    const auto second = octet(1);
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second > 0x9F;
    const bool no_character = first == 0xEF && second == 0xBF && octet(2) > 0xBD;  // FFFE, FFFF
    return follows(2) && !overlong && !surrogate && !no_character ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const auto second = octet(1);
    const bool in_range = !(first == 0xF0 && second < 0x90) && !(first == 0xF4 && second > 0x8F);
    return follows(3) && in_range ? 4 : 0;
  }
  return 0;
}

/// The first octet that is no UTF-8 character of XML, or the text's size.
std::size_t first_bad_character(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto octet = static_cast<std::uint8_t>(text[at]);
    if (octet < 0x80) {
      if (octet < 0x20 && octet != '\t' && octet != '\n' && octet != '\r') { return at; }
      ++at;
      continue;
    }
    const auto length = utf8_length(text, at);
    if (length == 0) { return at; }
    at += length;
  }
  return at;
}

}  // namespace

Status refuse_hostile(std::string_view text, const Limits& limits) {
  if (text.size() > limits.octets) {
    return failure(ErrorCode::Hostile,
                   fmt::format("{} octets: more than the {} that are taken", text.size(), limits.octets));
  }
  if (const auto bad = first_bad_character(text); bad != text.size()) {
    return failure(ErrorCode::Hostile,
                   fmt::format("octet {} ({:02X}): no UTF-8 text, or a character that XML forbids", bad,
                               static_cast<std::uint8_t>(text[bad])),
                   bad);
  }
  if (auto finding = Inspection(text, limits.depth).run()) { return tl::unexpected(std::move(*finding)); }
  return {};
}

}  // namespace enocheck::xml
