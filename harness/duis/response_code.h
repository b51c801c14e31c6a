#pragma once

#include <string_view>

namespace enocheck::duis {

/// True for one of the 194 values of ResponseCode: "I0", "I99", "E11", "E080201".
/// Source: DUIS Schema V5.4, type ResponseCode.
[[nodiscard]] bool is_response_code(std::string_view text);
/// True for AD1, N1 to N65 but for N32, and N999. Source: DUIS Schema V5.4, type DCCAlertMessage.
[[nodiscard]] bool is_dcc_alert_code(std::string_view text);

}  // namespace enocheck::duis
