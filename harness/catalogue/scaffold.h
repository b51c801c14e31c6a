#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/world.h"
#include "core/result.h"

namespace enocheck::catalogue {

/// What a new case is to be about.
struct Scaffold {
  std::vector<std::string> requirements;
  std::vector<std::string> defects;
  const World* world = nullptr;
};

/// A case file to start from: what nobody but its author knows is marked, and says what to write there.
[[nodiscard]] std::string scaffold_testcase(const Scaffold& scaffold);

/// The lines of a document, counted from 1, that still have such a mark.
[[nodiscard]] std::vector<std::size_t> lines_to_fill(std::string_view text);
/// Errors: Schema with file and lines, where there are any.
[[nodiscard]] Status check_filled(const std::string& file, std::string_view text);

/// Is it a path that a case may have: "area/stem", in letters, digits, `_` and `.`? Errors: BadValue.
[[nodiscard]] Status check_case_path(std::string_view path);

}  // namespace enocheck::catalogue
