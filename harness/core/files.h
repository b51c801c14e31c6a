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
/// Writes a file as a whole: into a neighbour (`….part`) first, then renamed, so that a reader never sees
/// half of it. Errors: as write_failure.
[[nodiscard]] Status write_file(const std::filesystem::path& file, ByteView octets);
/// Appends to a file, which is made if it is not there. What could be written of it stays. Errors: as
/// write_failure.
[[nodiscard]] Status append_to_file(const std::filesystem::path& file, std::string_view text);
/// Takes away what follows the last line break: what a writer that was killed left of a line. A file that is
/// not there is left so. Errors: as write_failure.
[[nodiscard]] Status cut_torn_line(const std::filesystem::path& file);
/// Waits until a file or folder is on the disk and not in memory alone. Errors: as write_failure.
[[nodiscard]] Status sync_to_disk(const std::filesystem::path& file);
/// An Io error: what could not be written, why (an errno), and what helps.
[[nodiscard]] tl::unexpected<Error> write_failure(const std::filesystem::path& file, int error);
/// The regular files below a folder whose names end in `ending`, sorted by path.
[[nodiscard]] Result<std::vector<std::filesystem::path>> files_below(const std::filesystem::path& folder,
                                                                     std::string_view ending);

}  // namespace enocheck
