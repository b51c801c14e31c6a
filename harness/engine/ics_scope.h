#pragma once

#include <optional>
#include <string>

#include "catalogue/ics.h"
#include "catalogue/testcase.h"
#include "catalogue/world.h"

namespace enocheck::engine {

/// Why the case is not about a meter like that, citing the item of the statement, or nothing. `world` is the
/// case's.
[[nodiscard]] std::optional<std::string> reason_not_claimed(const catalogue::Testcase& testcase,
                                                            const catalogue::Ics& ics,
                                                            const catalogue::World& world);

}  // namespace enocheck::engine
