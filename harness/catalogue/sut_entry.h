#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace enocheck::catalogue {

/// A system under test, as a document of the registry `runners/suts` states it.
struct SutEntry {
  struct Option {
    std::string name;  ///< of `enocheck run`, without the dashes
    std::string value;
  };
  std::string title;
  std::string target;
  std::string start;  ///< for people: how to start it
  std::vector<Option> options;
};

/// Reads `runners/suts/NAME.xml` below `data_dir`, or the file of that path. Files that options name are
/// looked for beside it. Errors: Io, with the names that there are; Schema with file, line and what to mend.
[[nodiscard]] Result<SutEntry> load_sut(const std::filesystem::path& data_dir, std::string_view name_or_file);

}  // namespace enocheck::catalogue
