#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>

namespace enocheck {

/// The folder of public reference data: ENOCHECK_REFERENCE_DIR, else `../shared/reference` beside the source.
/// Nothing if it is not on this machine: callers skip visibly.
[[nodiscard]] inline std::optional<std::filesystem::path> reference_folder() {
  const char* const named = std::getenv("ENOCHECK_REFERENCE_DIR");
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
  if (named == nullptr && source == nullptr) { return std::nullopt; }
  const auto folder = named != nullptr ? std::filesystem::path(named)
                                       : std::filesystem::path(source) / ".." / "shared" / "reference";
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder / "rtds", ignored)) { return std::nullopt; }
  return folder.lexically_normal();
}

}  // namespace enocheck
