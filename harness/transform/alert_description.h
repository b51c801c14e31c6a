#pragma once

#include <cstdint>
#include <string>

namespace enocheck::transform {

/// What an alert code means, in our words; "alert 8F99" for one that is not in the list.
/// Source: GBCS brief, appendix C, and DUIS brief 2.5.
[[nodiscard]] std::string alert_description(std::uint16_t code);

}  // namespace enocheck::transform
