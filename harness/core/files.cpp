#include "core/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fmt/format.h>

#include "core/owned.h"

namespace enocheck {
namespace {

using OwnedFile = std::unique_ptr<std::FILE, Freed<std::fclose>>;

tl::unexpected<Error> io_failure(const std::filesystem::path& file, std::string_view doing) {
  return failure(ErrorCode::Io, fmt::format("{}: cannot {}: {}", file.string(), doing, std::strerror(errno)));
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& file, std::size_t limit) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    return failure(ErrorCode::Io, fmt::format("{}: is a folder, expected a file", file.string()));
  }
  const OwnedFile in(std::fopen(file.c_str(), "rb"));
  if (!in) { return io_failure(file, "open"); }
  Bytes octets;
  std::array<std::uint8_t, 65536> block{};
  while (true) {
    const auto got = std::fread(block.data(), 1, block.size(), in.get());
    append(octets, ByteView(block).first(got));
    if (octets.size() > limit) {
      return failure(ErrorCode::Hostile, fmt::format("{}: larger than {} octets", file.string(), limit));
    }
    if (got < block.size()) { break; }
  }
  if (std::ferror(in.get()) != 0) { return io_failure(file, "read"); }
  return octets;
}

Result<std::string> read_text(const std::filesystem::path& file, std::size_t limit) {
  return read_file(file, limit).map([](const Bytes& octets) { return std::string(text_of(octets)); });
}

Status write_file(const std::filesystem::path& file, ByteView octets) {
  auto part = file;
  part += ".part";
  {
    OwnedFile out(std::fopen(part.c_str(), "wb"));
    if (!out) { return io_failure(file, "write"); }
    const bool written = std::fwrite(octets.data(), 1, octets.size(), out.get()) == octets.size();
    if (!written || std::fflush(out.get()) != 0) { return io_failure(file, "write"); }
  }
  std::error_code failed;
  std::filesystem::rename(part, file, failed);
  if (failed) {
    return failure(ErrorCode::Io, fmt::format("{}: cannot write: {}", file.string(), failed.message()));
  }
  return {};
}

Result<std::vector<std::filesystem::path>> files_below(const std::filesystem::path& folder,
                                                       std::string_view ending) {
  std::error_code failed;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::recursive_directory_iterator it(folder, failed), end; !failed && it != end;
       it.increment(failed)) {
    if (it->is_regular_file() && it->path().filename().string().ends_with(ending)) {
      files.push_back(it->path());
    }
  }
  if (failed) {
    return failure(ErrorCode::Io, fmt::format("{}: cannot list: {}", folder.string(), failed.message()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace enocheck
