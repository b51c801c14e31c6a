#pragma once

#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace enocheck::gbcs {

/// A message found in a file.
struct FoundMessage {
  std::size_t line = 0;  ///< from 1; 0 where the file is one message as a whole
  Result<Bytes> octets;  ///< or why the line is no message
};

/// Finds the messages in a file: octets as they are (first octet DD or DF), hex or base64.
///
/// Text is a message a line; blank lines and lines that start with # are left out. Hex that is wrapped over
/// several lines is one message: its later lines do not start like one.
/// Errors (of a line): BadValue if it is neither hex nor base64. A file without a message gives no entry.
[[nodiscard]] std::vector<FoundMessage> find_messages(ByteView content);

/// True for octets that a GBCS message may start with, as they are or as text.
[[nodiscard]] bool looks_like_messages(ByteView content);

}  // namespace enocheck::gbcs
