#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/result.h"

namespace enocheck::net {

/// What a request line asks for, decoded. A name that stands twice in the query keeps its first value.
struct RequestTarget {
  std::string path;  ///< "/api/v1/serviceS", or "*"
  std::map<std::string, std::string> query;
};

/// Reads `/path?query`, the same behind `http://host`, or `*`; in the query, `+` is a blank.
/// Errors: BadValue for any other shape, a `%` without two hex digits, an encoded NUL.
/// Source: RFC 9112 section 3.2, RFC 3986 section 2.1
[[nodiscard]] Result<RequestTarget> parse_request_target(std::string_view target);

/// `application/xml` of `Application/XML; charset=utf-8`
[[nodiscard]] std::string media_type_of(std::string_view content_type);

/// ASCII letters only, whatever the locale.
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace enocheck::net
