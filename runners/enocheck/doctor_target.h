#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "run_options.h"

namespace enocheck {

/// One thing that should be so.
struct Finding {
  std::string what;
  bool is_there = false;
  bool is_needed = false;  ///< a missing one stops the main job; others only leave tests out
  std::string detail;      ///< where it was found, or how to mend it
};

/// Is the way to the target set up as it has to be: options, keys, reachability, and for a DSP a harmless
/// read (8.2), its signature and its clock? So that a wrong set-up is told from a system that does not
/// conform. Nothing is changed at the target. Errors: those of make_target for options that do not hold
/// together.
[[nodiscard]] Result<std::vector<Finding>> check_target_setup(const RunOptions& options,
                                                              const std::filesystem::path& data_dir);

}  // namespace enocheck
