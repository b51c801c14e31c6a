#pragma once

#include <optional>
#include <string>

#include "core/clock.h"
#include "duis/service_request.h"

namespace enocheck::sim {

/// Values that the schema cannot check, nor Transform at once: flags that repeat, periods that end before
/// they start, execution in the past, counter 0. Names the first fault. Source: DUIS brief 6.3, row 16.
[[nodiscard]] std::optional<std::string> find_fault_in_content(const duis::ServiceRequest& request,
                                                               Instant now);

/// True for the execution date that cancels a future-dated request: the year 3000 (DUIS brief 3.6).
[[nodiscard]] bool is_cancellation(Instant execution);

}  // namespace enocheck::sim
