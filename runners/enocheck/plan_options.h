#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "engine/surroundings.h"
#include "suite_setup.h"

namespace CLI {
class App;
}

namespace enocheck {

struct RunOptions;

/// What of the selected cases is run, and how much time it may take.
struct PlanOptions {
  std::string max_duration;            ///< empty: any
  std::filesystem::path requirements;  ///< a requirement set; empty: all cases count
};
void add_plan_options(CLI::App& command, PlanOptions& options);

/// The cases that are left out, by id, with the reason. In real time it prints first what the run will take.
/// Errors: those of reading the requirement set, and of a profile key that is not there.
[[nodiscard]] Result<std::map<std::string, std::string>> plan(const RunOptions& options,
                                                              const std::filesystem::path& data_dir,
                                                              const LoadedSuite& suite,
                                                              const engine::Observes& observes);

/// Holds the set against all cases of the suite, before any are selected. Errors: as plan.
[[nodiscard]] Status check_plan(const PlanOptions& options, const std::filesystem::path& data_dir,
                                const LoadedSuite& suite);

}  // namespace enocheck
