#pragma once

#include <string>
#include <vector>

#include "catalogue/testcase.h"

namespace enocheck::engine {

/// What a case wants done or shown at the devices.
struct DeviceNeeds {
  /// Elements of steps that somebody at the devices can do as well: `press-boost`, `power`, `expect-switch`.
  std::vector<std::string> by_hand;
  /// … that need an access to devices, loads or links which only a simulator or a probe gives.
  std::vector<std::string> by_probe;
};
/// Each element once, in the order of the steps.
[[nodiscard]] DeviceNeeds device_needs(const std::vector<catalogue::Step>& steps);

/// Can people take the place of the device interface for this case?
[[nodiscard]] bool can_be_done_by_hand(const catalogue::Testcase& testcase);

}  // namespace enocheck::engine
