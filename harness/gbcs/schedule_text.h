#pragma once

#include <optional>
#include <string>

#include "core/bytes.h"

namespace enocheck::gbcs {

// One line for an entry of a calendar or a log; nothing where the item does not have the entry's shape.
// Source of the shapes: GBCS brief 4.5, 4.6, 4.8, 4.10.

/// `special day 1: 25 December of every year, day id 1`
[[nodiscard]] std::optional<std::string> special_day_text(ByteView entry);
/// `1: switch 1: close at 06:00:00 on Mon-Sun from any day to any day`
[[nodiscard]] std::optional<std::string> calendar_entry_text(ByteView entry);
/// `2014-12-26 00:00:00 to 2014-12-26 01:21:00 (81 min)`
[[nodiscard]] std::optional<std::string> boost_log_text(ByteView entry);
/// `2014-12-15 00:00:00 switch 2: close, not known, HAN command 548E2480`
[[nodiscard]] std::optional<std::string> controller_log_text(ByteView entry);

}  // namespace enocheck::gbcs
