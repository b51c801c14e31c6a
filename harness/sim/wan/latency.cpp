#include "sim/wan/latency.h"

namespace enocheck::sim {

using std::chrono::milliseconds;

LatencyModel latency_model(WanKind kind, Duration nominal) {
  switch (kind) {
    case WanKind::Fixed: break;
    case WanKind::LongRangeRadio: return {milliseconds(1500), milliseconds(4000), milliseconds(12000)};
    case WanKind::CellularCentral: return {milliseconds(700), milliseconds(1500), milliseconds(6000)};
    case WanKind::CellularSouth: return {milliseconds(600), milliseconds(1400), milliseconds(6000)};
    case WanKind::Lte: return {milliseconds(150), milliseconds(300), milliseconds(1500)};
  }
  return {nominal, nominal, nominal};
}

Duration draw(const LatencyModel& model, EntropySource& chance) {
  if (model.least == model.most) { return model.least; }
  constexpr std::int64_t kSteps = 1000;
  const auto step = static_cast<std::int64_t>(chance.below(2 * kSteps));
  if (step < kSteps) { return model.least + (model.median - model.least) * step / kSteps; }
  const auto beyond = step - kSteps;  // cubed: the tail is long and thin
  return model.median + (model.most - model.median) * (beyond * beyond * beyond) / (kSteps * kSteps * kSteps);
}

}  // namespace enocheck::sim
