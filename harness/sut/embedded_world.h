#pragma once

#include "catalogue/profile.h"
#include "catalogue/world.h"
#include "core/result.h"
#include "sim/policy.h"
#include "sim/setup.h"

namespace enocheck::sut {

/// A world as the simulators take it: names resolved to EUI-64s.
/// Errors: BadValue for a name that no user has, or a kind of switch or load that does not exist.
[[nodiscard]] Result<sim::Setup> to_setup(const catalogue::World& world);

/// The profile's choices as plain values.
[[nodiscard]] sim::Policy to_policy(const catalogue::Profile& profile);

}  // namespace enocheck::sut
