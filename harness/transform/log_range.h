#pragma once

#include "core/bytes.h"
#include "core/clock.h"

namespace enocheck::transform {

/// The selection of a log's entries: restricting object (the clock), from, to, all columns.
/// Source: GBCS brief 3.5.
[[nodiscard]] Bytes log_range(Instant start, Instant end);

}  // namespace enocheck::transform
