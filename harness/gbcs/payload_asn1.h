#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace enocheck::gbcs {

/// A tag, length and value of a DER payload (joins, credentials, firmware, some gas messages). The view is
/// into the payload that was decoded.
struct DerNode {
  std::uint8_t tag = 0;
  std::size_t offset = 0;  ///< of the tag, in the payload
  ByteView content;
  std::vector<DerNode> children;  ///< of a constructed node (bit 6 of the tag)

  [[nodiscard]] bool is_constructed() const { return (tag & 0x20U) != 0; }
};

/// Takes a DER payload apart to its primitive values. Lengths that are not in their shortest form are read:
/// the CS02 responses of RTDS open with `30 82 00 nn`. Nesting goes to 16. Errors: Truncated, BadValue
/// (indefinite or excessive length, nesting), BadTag (tags of several octets).
[[nodiscard]] Result<std::vector<DerNode>> decode_der(ByteView payload);

/// "SEQUENCE", "INTEGER", …; null for context-specific and unknown tags.
[[nodiscard]] const char* der_tag_name(std::uint8_t tag);
/// The value of an INTEGER or ENUMERATED of at most eight octets.
[[nodiscard]] std::optional<std::int64_t> integer_of(const DerNode& node);

}  // namespace enocheck::gbcs
