#pragma once

#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace enocheck {

/// Upper-case hex without separators.
[[nodiscard]] std::string encode_hex(ByteView octets);
/// Reads hex digits of either case; blanks and line breaks between digits are skipped.
/// Errors: BadValue at the first other character, or for an odd number of digits.
[[nodiscard]] Result<Bytes> decode_hex(std::string_view text);

/// Base64 (RFC 4648, section 4) with padding, on one line.
[[nodiscard]] std::string encode_base64(ByteView octets);
/// Reads base64; blanks and line breaks are skipped.
/// Errors: BadValue for another character, wrong padding, or unused bits that are not zero.
[[nodiscard]] Result<Bytes> decode_base64(std::string_view text);

}  // namespace enocheck
