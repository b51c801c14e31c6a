#include "engine/lanes.h"

#include <algorithm>

#include "engine/case_devices.h"
#include "engine/device_needs.h"

namespace enocheck::engine {

Lanes::Lanes(const catalogue::Testbed& testbed, const catalogue::World& bound) : world_(bound) {
  std::map<Eui64, Lane> by_hub;
  for (const auto& real : testbed.meters) {
    auto& lane = by_hub[real.hub];
    lane.meters.insert(real.name);
    lane.devices.push_back(real.esme);
    for (const auto& [index, hcalcs] : real.hcalcs) { lane.devices.push_back(hcalcs); }
  }
  if (by_hub.size() < 2) { return; }
  for (auto& [hub, lane] : by_hub) {
    lane.devices.push_back(hub);
    lanes_.push_back(std::move(lane));
  }
}

std::size_t Lanes::of(const catalogue::Testcase& testcase) const {
  if (testcase.world != world_.id || !device_needs(testcase.steps).by_hand.empty()) { return 0; }
  const auto used = meters_used(testcase.steps, world_);
  if (used.empty()) { return 0; }
  const auto has_all = [&](const Lane& lane) {
    return std::ranges::all_of(used, [&](const auto& use) { return lane.meters.contains(use.first); });
  };
  const auto found = std::ranges::find_if(lanes_, has_all);
  return found == lanes_.end() ? 0 : static_cast<std::size_t>(found - lanes_.begin()) + 1;
}

}  // namespace enocheck::engine
