#pragma once

#include <map>
#include <set>
#include <string>

#include "catalogue/testcase.h"
#include "catalogue/world.h"

namespace enocheck::engine {

/// What a case does with one meter of its world.
struct MeterUse {
  bool is_disturbed = false;  ///< more than reads
  bool is_boosted = false;    ///< boost is associated, removed or pressed
  bool is_labelled = false;
  bool is_updated = false;       ///< firmware
  bool is_named_by_eui = false;  ///< which stands in the case: it is of the world's device and no other
  std::set<unsigned> switches;   ///< that it names
};
/// By the meter's name in the world: every one that a step names, or whose EUI it does.
[[nodiscard]] std::map<std::string, MeterUse> meters_used(const std::vector<catalogue::Step>& steps,
                                                          const catalogue::World& world);

}  // namespace enocheck::engine
