#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace enocheck {

/// What kind of thing went wrong. Stable: callers, vectors and tests match on it.
enum class ErrorCode {
  Truncated,      ///< the input ends before the structure does
  TrailingBytes,  ///< octets are left over after the structure
  BadTag,         ///< a fixed octet, tag or element differs from what must stand there
  BadValue,       ///< a field holds a value outside its range
  BadMac,
  BadSignature,
  MissingKey,   ///< a key or certificate that the operation needs is not at hand
  Unsupported,  ///< well-formed, but outside what is implemented
  Schema,       ///< a document does not fit its schema
  Hostile,      ///< a document that must not be processed: DTD, entities, depth, size
  Crypto,       ///< OpenSSL or xmlsec1 refused
  Io,
  Timeout,
  Internal,  ///< our own fault: a worker that dies, a record that cannot be kept
};

/// The code's name as it is printed in logs and JSON, for example "truncated".
[[nodiscard]] const char* name_of(ErrorCode code);

/// Why something could not be done. Callers compare `code`; people read `detail`.
struct Error {
  ErrorCode code;
  std::string detail;      ///< for people: names file, line, element or field; may change at any time
  std::size_t offset = 0;  ///< octets from the start of the outermost message, where that means something
};

/// A value, or the reason why there is none.
template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// Builds the failing side of a Result.
[[nodiscard]] inline tl::unexpected<Error> failure(ErrorCode code, std::string detail,
                                                   std::size_t offset = 0) {
  return tl::unexpected<Error>(Error{code, std::move(detail), offset});
}

/// Hands an error on, with what was being done put before its detail.
[[nodiscard]] inline tl::unexpected<Error> failure(const Error& cause, const std::string& doing) {
  return tl::unexpected<Error>(Error{cause.code, doing + ": " + cause.detail, cause.offset});
}

}  // namespace enocheck
