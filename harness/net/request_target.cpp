#include "net/request_target.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace enocheck::net {
namespace {

enum class PlusIs { Plus, Blank };

std::optional<std::string> decoded(std::string_view text, PlusIs plus_is) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+' && plus_is == PlusIs::Blank) {
      result += ' ';
    } else if (text[at] == '%') {
      const auto digits = text.substr(at + 1, 2);
      unsigned char octet = 0;
      const auto* const end = digits.data() + digits.size();
      const auto read = std::from_chars(digits.data(), end, octet, 16);
      if (digits.size() != 2 || read.ec != std::errc{} || read.ptr != end || octet == 0) {
        return std::nullopt;
      }
      result += static_cast<char>(octet);
      at += 2;
    } else {
      result += text[at];
    }
  }
  return result;
}

std::optional<std::map<std::string, std::string>> parse_query(std::string_view text) {
  std::map<std::string, std::string> query;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) { continue; }
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = decoded(pair.substr(0, equals), PlusIs::Blank);
    auto value = decoded(pair.substr(std::min(equals + 1, pair.size())), PlusIs::Blank);
    if (!name || !value) { return std::nullopt; }
    query.emplace(*std::move(name), *std::move(value));
  }
  return query;
}

/// Takes `http://host` off the absolute form.
std::string_view origin_form(std::string_view target) {
  const auto scheme = lower_case(target.substr(0, std::min(target.find("://"), target.size())));
  if (scheme != "http" && scheme != "https") { return target; }
  const auto slash = target.find_first_of("/?", scheme.size() + 3);
  return slash == std::string_view::npos ? "/" : target.substr(slash);
}

}  // namespace

Result<RequestTarget> parse_request_target(std::string_view target) {
  const auto origin = origin_form(target);
  const auto mark = std::min(origin.find('?'), origin.size());
  auto path = decoded(origin.substr(0, mark), PlusIs::Plus);
  auto query = parse_query(origin.substr(std::min(mark + 1, origin.size())));
  if (!path || !query || (!path->starts_with('/') && origin != "*")) {
    return failure(ErrorCode::BadValue, "the request target is no path, or holds a bad escape");
  }
  return RequestTarget{*std::move(path), *std::move(query)};
}

std::string media_type_of(std::string_view content_type) {
  constexpr std::string_view kBlanks = " \t";
  auto type = content_type.substr(0, content_type.find(';'));
  type.remove_prefix(std::min(type.find_first_not_of(kBlanks), type.size()));
  return lower_case(type.substr(0, type.find_last_not_of(kBlanks) + 1));
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

}  // namespace enocheck::net
