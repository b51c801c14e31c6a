#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "catalogue/ics.h"
#include "suite_setup.h"
#include "testbed_options.h"

namespace CLI {
class App;
}

namespace enocheck {

/// What the meters under test claim to have.
struct IcsOptions {
  std::filesystem::path file;  ///< empty: nobody says
  /// What was read from it; null without one. Shared, since options are copied.
  std::shared_ptr<const catalogue::Ics> ics;
};
void add_ics_options(CLI::App& command, IcsOptions& options);

/// Reads the file; on a test bed the suite gets cases that read the claims. Errors: those of reading.
[[nodiscard]] Status apply_ics(IcsOptions& options, const TestbedOptions& testbed,
                               const std::filesystem::path& data_dir, LoadedSuite& suite);
/// What the options say of the equipment, test bed and claims: both of the above. Errors: theirs.
[[nodiscard]] Status apply_equipment(RunOptions& options, const std::filesystem::path& data_dir,
                                     LoadedSuite& suite);
/// Adds the cases that need what is not claimed.
void leave_out_unclaimed(const IcsOptions& options, const LoadedSuite& suite,
                         std::map<std::string, std::string>& left_out);

}  // namespace enocheck
