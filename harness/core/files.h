#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace enocheck {

/// Reads a whole file. Errors: Io, with the file's name, the system's reason; larger than `limit` octets is
/// Hostile.
[[nodiscard]] Result<Bytes> read_file(const std::filesystem::path& file,
                                      std::size_t limit = std::size_t{64} << 20U);
/// The same as text.
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& file,
                                            std::size_t limit = std::size_t{64} << 20U);
/// Writes a file as a whole: into a neighbour first, then renamed, so that a reader never sees half of it.
[[nodiscard]] Status write_file(const std::filesystem::path& file, ByteView octets);
/// The regular files below a folder whose names end in `ending`, sorted by path.
[[nodiscard]] Result<std::vector<std::filesystem::path>> files_below(const std::filesystem::path& folder,
                                                                     std::string_view ending);

}  // namespace enocheck
