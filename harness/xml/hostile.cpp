#include "xml/hostile.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

namespace enocheck::xml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t\r\n";

tl::unexpected<Error> hostile(std::string detail, std::size_t at) {
  return failure(ErrorCode::Hostile, std::move(detail), at);
}

/// What follows the next `end`, or the text's end if there is none: the parser complains then.
std::size_t past(std::string_view text, std::string_view end, std::size_t from) {
  const auto found = text.find(end, from);
  return found == std::string_view::npos ? text.size() : found + end.size();
}

bool is_utf8_name(std::string_view name) {
  constexpr std::string_view kUtf8 = "utf-8";
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(name, kUtf8, std::equal_to<>{}, lower);
}

/// The encoding that an XML declaration names; empty if it names none.
std::string_view declared_encoding(std::string_view declaration) {
  const auto named = declaration.find("encoding");
  const auto open = named == std::string_view::npos ? named : declaration.find_first_of("'\"", named);
  const auto close = open == std::string_view::npos ? open : declaration.find(declaration[open], open + 1);
  return close == std::string_view::npos ? std::string_view{}
                                         : declaration.substr(open + 1, close - open - 1);
}

/// Reads from `at` up to the root's start tag.
Status check_prolog(std::string_view text, std::size_t at) {
  while (true) {
    at = std::min(text.find_first_not_of(kBlanks, at), text.size());
    const auto rest = text.substr(at);
    if (rest.starts_with("<!--")) {
      at = past(text, "-->", at + 4);
    } else if (rest.starts_with("<!")) {
      return hostile("a DOCTYPE or other declaration: only elements are taken", at);
    } else if (rest.starts_with("<?")) {
      const auto end = past(text, "?>", at);
      const auto encoding = declared_encoding(text.substr(at, end - at));
      if (rest.starts_with("<?xml") && !encoding.empty() && !is_utf8_name(encoding)) {
        return hostile(fmt::format("encoding '{}': only UTF-8 is taken", encoding.substr(0, 40)), at);
      }
      at = end;
    } else {
      return {};
    }
  }
}

}  // namespace

Status refuse_hostile(std::string_view text, const Limits& limits) {
  if (text.size() > limits.octets) {
    return hostile(fmt::format("{} octets: more than the {} that are taken", text.size(), limits.octets), 0);
  }
  if (text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE")) {
    return hostile("UTF-16: only UTF-8 is taken", 0);
  }
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return hostile(fmt::format("octet {} is NUL", nul), nul);
  }
  return check_prolog(text, text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
}

}  // namespace enocheck::xml
