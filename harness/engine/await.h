#pragma once

#include <functional>
#include <optional>

#include "engine/case_context.h"

namespace enocheck::engine {

/// Lets time pass, and takes in deliveries, until `is_there` says so or `patience` is over. A stop where the
/// endpoint is lost or sends what must be refused. It does not judge: the caller looks again.
[[nodiscard]] std::optional<Stop> await_delivery(CaseContext& context, Duration patience,
                                                 const std::function<bool()>& is_there);

/// The same for what shows otherwise than by a delivery: looks every 100 ms.
[[nodiscard]] std::optional<Stop> await_state(CaseContext& context, Duration patience,
                                              const std::function<Result<bool>()>& is_so);

/// How long may still be waited: `within`, counted from now or from when message `since` was sent; a stop if
/// the case let more time pass than that.
[[nodiscard]] std::optional<Stop> patience_of(CaseContext& context, const std::optional<Duration>& within,
                                              const std::string& since, Duration& patience);

/// Puts a hop to a stop: the one that the case names, else what was found.
[[nodiscard]] Stop with_hop(Stop stop, const std::string& named, const struct Finding& found);

}  // namespace enocheck::engine
