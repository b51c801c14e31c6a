#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "catalogue/testcase.h"
#include "catalogue/world.h"
#include "core/result.h"

namespace enocheck::catalogue {

/// An implementation conformance statement: what a kind of meter claims to have.
struct Ics {
  struct Switch {
    std::string kind = "none";    ///< none, alcs, hcalcs
    std::string band = "2.4GHz";  ///< of an HCALCS
  };
  std::string file;  ///< as it was opened, for messages
  std::string title;
  std::string gbcs_version;
  bool has_boost = false;
  std::array<Switch, 5> switches;
};

/// Errors: Io; Schema with file and line.
[[nodiscard]] Result<Ics> load_ics(const std::filesystem::path& file, const std::filesystem::path& data_dir);

/// Cases that read from a meter what it claims: `ics/switches/NAME` (7.7) and `ics/boost/NAME` (7.11). Of no
/// requirement; they are not contested.
[[nodiscard]] Result<std::vector<Testcase>> claim_cases(const Ics& ics, const World& world,
                                                        const WorldMeter& meter);

}  // namespace enocheck::catalogue
