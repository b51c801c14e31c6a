#include "core/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/owned.h"

namespace enocheck {
namespace {

using OwnedFile = std::unique_ptr<std::FILE, Freed<std::fclose>>;

tl::unexpected<Error> io_failure(const std::filesystem::path& file, std::string_view doing) {
  return failure(ErrorCode::Io, fmt::format("{}: cannot {}: {}", file.string(), doing, std::strerror(errno)));
}

/// What helps against an error of writing.
std::string_view mend_of(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT: return "; make room on that disk (df -h, df -i), or write elsewhere";
    case EROFS:
    case EACCES:
    case EPERM: return "; this user must be able to write there, or write elsewhere";
    case EFBIG: return "; raise the limit to the size of a file (ulimit -f)";
    case EMFILE:
    case ENFILE: return "; raise the limit to open files (ulimit -n)";
    default: return "";
  }
}

/// An open file of the system's.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags)
      : number_(::open(file.c_str(), flags | O_CLOEXEC, 0666)) {}  // NOLINT(*-vararg)
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (is_open()) { ::close(number_); }
  }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

bool write_all(const Descriptor& out, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(out.number(), text.data(), text.size());
    if (written < 0 && errno == EINTR) { continue; }
    if (written < 0) { return false; }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

tl::unexpected<Error> write_failure(const std::filesystem::path& file, int error) {
  return failure(ErrorCode::Io,
                 fmt::format("{}: cannot write: {}{}", file.string(), std::strerror(error), mend_of(error)));
}

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
  int error = 0;
  {
    const Descriptor out(part, O_WRONLY | O_CREAT | O_TRUNC);
    if (!out.is_open()) { return write_failure(file, errno); }
    if (!write_all(out, text_of(octets))) { error = errno; }
  }
  std::error_code failed;
  if (error == 0) {
    std::filesystem::rename(part, file, failed);
    error = failed.value();
  }
  if (error == 0) { return {}; }
  std::filesystem::remove(part, failed);
  return write_failure(file, error);
}

Status append_to_file(const std::filesystem::path& file, std::string_view text) {
  const Descriptor out(file, O_WRONLY | O_CREAT | O_APPEND);
  if (!out.is_open() || !write_all(out, text)) { return write_failure(file, errno); }
  return {};
}

Status cut_torn_line(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) { return {}; }
  const auto text = read_text(file, std::size_t{4} << 30U);
  if (!text) { return tl::unexpected(text.error()); }
  const auto end = text->rfind('\n');
  const auto whole = end == std::string::npos ? 0 : end + 1;
  if (whole == text->size()) { return {}; }
  if (::truncate(file.c_str(), static_cast<off_t>(whole)) != 0) { return write_failure(file, errno); }
  return {};
}

Status sync_to_disk(const std::filesystem::path& file) {
  const Descriptor in(file, O_RDONLY);
  if (!in.is_open()) { return io_failure(file, "open"); }
  if (::fsync(in.number()) != 0) { return write_failure(file, errno); }
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
