#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "catalogue/requirement.h"
#include "core/result.h"

namespace enocheck::catalogue {

/// What a release is held to. By default "standard": contested and tolerated failures are warnings, all else
/// counts.
struct GatePolicy {
  struct Proof {
    std::string requirement;
    std::size_t line = 0;
  };
  std::string name = "standard";  ///< "strict", or the file as it was opened
  bool counts_contested = false;
  bool counts_recommended = true;
  bool counts_tolerated = false;
  bool counts_inconc = true;
  std::size_t least_passed = 0;
  std::vector<Proof> proven;  ///< requirements that the run has to prove
};

/// "standard", "strict" (contested cases count as well), or the policy in a file. Errors: Io; Schema with
/// file and line: also for a requirement that is none.
[[nodiscard]] Result<GatePolicy> load_gate_policy(const std::string& name_or_file,
                                                  const std::filesystem::path& data_dir,
                                                  const Requirements& requirements);

}  // namespace enocheck::catalogue
