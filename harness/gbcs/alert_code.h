#pragma once

#include <cstdint>

namespace enocheck::gbcs {

/// What an alert code tells, in our words; null for a code without a row in `alert_codes.inc`.
[[nodiscard]] const char* alert_meaning(std::uint16_t alert_code);

}  // namespace enocheck::gbcs
