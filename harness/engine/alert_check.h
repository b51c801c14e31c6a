#pragma once

#include <optional>
#include <string>

#include "core/bytes.h"
#include "engine/case_context.h"

namespace enocheck::engine {

/// What an alert that a user was handed has to be, and what it is instead.
struct AlertFault {
  std::string what;
  std::string expected;
  std::string got;
};

/// Every device alert is signed by its device, has a higher counter than all that the device told before, and
/// says in its payload the code that the DSP names (`alert_code`, hex) and when it left.
/// Source: GBCS brief 1.3, 4.11. Nothing if all of it is so; what cannot be seen is not judged.
[[nodiscard]] std::optional<AlertFault> alert_fault(const CaseContext& context, ByteView octets,
                                                    const std::string& alert_code);

}  // namespace enocheck::engine
