#pragma once

#include <string>
#include <vector>

#include "core/bytes.h"
#include "gbcs/cosem_object.h"

namespace enocheck::gbcs {

/// A DLMS value as people read it: one line, and a line a member where it is composed.
struct ValueText {
  std::string text;
  ByteView item;  ///< what it was written from; empty for an element of a compact array
  std::vector<ValueText> parts;
};

/// Writes an encoded data item: `60 min`, `2015-01-03 17:00:00`, `"Label2"`, `switch 3: open`, `array of 6`.
/// A value that does not fit its format is written by its type.
[[nodiscard]] ValueText describe_value(ByteView item, ValueFormat format);

/// "long-unsigned", "octet-string", …
[[nodiscard]] const char* data_type_name(DataTag tag);

/// `2015-01-03 17:00:00`; with "now" and "never" said as such, wildcards as `*`. Nothing unless it is 12
/// octets.
[[nodiscard]] std::optional<std::string> date_time_text(ByteView octets);
/// The same of UTC seconds since 2000.
[[nodiscard]] std::string utc_seconds_text(std::uint32_t seconds);
/// `switch 3: open`, `controller 3 input: level 50`, as the selectors of ECS47 and ECS47a differ.
[[nodiscard]] std::string script_text(std::uint16_t selector);
/// A text in quotes if all of it is printable ASCII, else hex.
[[nodiscard]] std::string octets_text(ByteView octets);

}  // namespace enocheck::gbcs
