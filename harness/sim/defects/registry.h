#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "sim/parts_factory.h"

namespace enocheck::sim {

/// A simulator that is wrong on purpose, in one rule of one component.
struct Defect {
  std::string_view id;         ///< "esme.accepts-replayed-counter": component, dot, what it does
  std::string_view component;  ///< the hop that a killing case must name: "esme", "dsp.access-control", …
  std::vector<std::string_view> breaks;  ///< requirement ids
  std::string_view description;          ///< one line: what it does instead
  std::unique_ptr<PartsFactory> (*parts)();
};

/// All defects, by id. Each component's are listed in a file of its own: `esme_defects()`, ….
[[nodiscard]] const std::vector<Defect>& all_defects();
/// Null if there is none of that id.
[[nodiscard]] const Defect* find_defect(std::string_view id);

}  // namespace enocheck::sim
