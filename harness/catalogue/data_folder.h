#pragma once

#include <filesystem>

namespace enocheck::catalogue {

/// The folder with testcases, vectors and schemas that belongs to a program: `share/enocheck` of the prefix
/// that the program is installed under, else the nearest folder above the program that holds them, as in a
/// build tree, else the working folder. No path is built into a program: an installed one can be moved.
[[nodiscard]] std::filesystem::path data_folder_of(const std::filesystem::path& program);
/// The one of the program that runs.
[[nodiscard]] std::filesystem::path own_data_folder();

}  // namespace enocheck::catalogue
