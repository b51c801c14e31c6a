#pragma once

#include "catalogue/step.h"
#include "catalogue/world.h"
#include "core/clock.h"
#include "core/result.h"
#include "duis/service_request.h"

namespace enocheck::engine {

/// The body of 6.14.2 from a case's words. Errors: BadValue naming what is no time, date, day or device.
[[nodiscard]] Result<duis::RequestBody> build_calendar(const catalogue::BodyValues& values,
                                                       const catalogue::World& world, Instant now);

}  // namespace enocheck::engine
