#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace enocheck::sut {

/// Splits a command into its arguments as a POSIX shell does, quotes and backslashes included; nothing else
/// that a shell knows (variables, `~`, `*`, pipes) means anything. Errors: BadValue for a quote that is not
/// closed, and for no argument at all.
[[nodiscard]] Result<std::vector<std::string>> split_command(std::string_view text);

/// The file of a program: as it is where it holds a `/`, else the first in `path` (folders, `:` between).
/// Errors: BadValue if there is no file that may be executed.
[[nodiscard]] Result<std::filesystem::path> find_program(const std::string& name, std::string_view path);

}  // namespace enocheck::sut
