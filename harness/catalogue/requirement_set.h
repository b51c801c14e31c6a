#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/requirement.h"
#include "catalogue/testcase.h"
#include "core/result.h"

namespace enocheck::catalogue {

/// What a release is judged by, as it was when the set was written: a later suite's new cases are outside.
struct RequirementSet {
  struct Ref {
    std::string id;
    std::size_t line = 0;
  };
  std::string file;  ///< as it was opened, for messages
  std::string title;
  std::string suite_version;
  std::vector<Ref> requirements;
  std::vector<Ref> cases;  ///< with any here, these alone; else all cases of the requirements

  /// Why the case is not judged, or nothing.
  [[nodiscard]] std::optional<std::string> reason_outside(const Testcase& testcase) const;
};

/// Errors: Io; Schema with file and line: also for an empty set.
[[nodiscard]] Result<RequirementSet> load_requirement_set(const std::filesystem::path& file,
                                                          const std::filesystem::path& data_dir);
/// Errors: Schema with file and line for a case or requirement that the suite no longer has: a set must not
/// shrink unseen.
[[nodiscard]] Status expect_known(const RequirementSet& set, const std::vector<Testcase>& cases,
                                  const Requirements& requirements);
/// The document that freezes these cases.
[[nodiscard]] std::string to_requirement_set(const std::vector<Testcase>& cases,
                                             const std::string& suite_version);

}  // namespace enocheck::catalogue
