#pragma once

#include <optional>

#include "core/clock.h"
#include "gbcs/cosem_time.h"

/// The execution time of a request whose command the device itself dates. Source: DUIS brief 3.6.
namespace enocheck::transform {

/// 3000-12-31T00:00:00Z cancels what was dated before.
inline constexpr Instant kCancellation =
    std::chrono::sys_days{std::chrono::year{3000} / std::chrono::December / 31};

/// "now" where the request says nothing, "never" where it cancels.
[[nodiscard]] inline gbcs::CosemDateTime cosem_execution(const std::optional<Instant>& execution) {
  if (!execution) { return gbcs::kCosemNow; }
  return *execution == kCancellation ? gbcs::kCosemNever : gbcs::to_cosem(*execution);
}

}  // namespace enocheck::transform
