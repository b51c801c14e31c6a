#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "catalogue/testbed.h"
#include "engine/lanes.h"
#include "engine/testbed_care.h"
#include "suite_setup.h"

namespace CLI {
class App;
}

namespace enocheck {

struct RunOptions;

/// Which real equipment stands for a world.
struct TestbedOptions {
  std::filesystem::path file;  ///< empty: none
  /// What was read from it; null without one. Shared, since options are copied.
  std::shared_ptr<const catalogue::Testbed> testbed;
  /// The world as it is in testcases/worlds.
  std::shared_ptr<const catalogue::World> unbound;
  bool one_at_a_time = false;
  engine::Lanes lanes;  ///< what of it may be used at the same time
};
void add_testbed_options(CLI::App& command, TestbedOptions& options);

/// Reads the file, binds its world in the suite and puts the tester's ids to the cases; the run is in that
/// world then. Errors: those of reading; BadValue where the target is no real equipment.
[[nodiscard]] Status apply_testbed(RunOptions& options, const std::filesystem::path& data_dir,
                                   LoadedSuite& suite);
/// Adds the cases that the equipment is not there for.
void leave_out_off_testbed(const TestbedOptions& options, const LoadedSuite& suite,
                           std::map<std::string, std::string>& left_out);
/// Looks after the equipment during a run; null without a test bed. Puts back first what an earlier run left
/// behind, and prints that. Errors: those of the journal; Timeout where the target cannot be brought into the
/// world.
[[nodiscard]] Result<std::unique_ptr<engine::TestbedCare>> make_care(
    const RunOptions& options, const engine::Surroundings& surroundings);

}  // namespace enocheck
