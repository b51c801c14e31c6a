#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/profile.h"
#include "catalogue/requirement.h"
#include "catalogue/testcase.h"
#include "catalogue/world.h"

namespace enocheck::engine {

/// A suite to be held against itself.
struct SuiteParts {
  const std::vector<catalogue::Testcase>* cases = nullptr;
  const std::map<std::string, catalogue::World>* worlds = nullptr;
  const catalogue::Requirements* requirements = nullptr;
  const catalogue::Profile* profile = nullptr;  ///< for its keys: every profile has the same
  std::map<std::string, std::set<std::string>>
      defects;  ///< the seeded ones, and which requirements they break
  std::function<bool(std::string_view)> has_vector;
};

struct SuiteFindings {
  std::vector<std::string> faults;  ///< what does not hold together, each with its file
  std::vector<std::string> gaps;    ///< requirements that no case judges, or none that the gate counts
  std::vector<std::string> notes;   ///< what is known to be missing
};

/// Finds every reference that leads nowhere (requirements, worlds, users, meters, messages, profile keys,
/// vectors, defects, hops, names of values), defects that no case can kill by the requirements it judges,
/// requirements without cases, and marks that are out of date.
[[nodiscard]] SuiteFindings check_suite(const SuiteParts& parts);

}  // namespace enocheck::engine
