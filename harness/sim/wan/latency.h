#pragma once

#include "core/clock.h"
#include "core/entropy.h"
#include "sim/setup.h"

namespace enocheck::sim {

/// How long a message takes one way: never less than `least`, in half of the cases less than `median`, never
/// more than `most`; long ones are rare. Made up: no source has the networks' figures.
struct LatencyModel {
  Duration least;
  Duration median;
  Duration most;
};

/// `nominal` is what WanKind::Fixed takes, always.
[[nodiscard]] LatencyModel latency_model(WanKind kind, Duration nominal);
/// Draws nothing where all three are the same.
[[nodiscard]] Duration draw(const LatencyModel& model, EntropySource& chance);

}  // namespace enocheck::sim
