#include "user/counter_book.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/files.h"

namespace enocheck::user {
namespace {

namespace fs = std::filesystem;
using Counters = std::map<Eui64, std::uint64_t>;

/// Held as long as it lives; other processes wait.
class FileLock {
 public:
  explicit FileLock(const fs::path& file)
      : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {  // NOLINT(*-vararg)
    if (descriptor_ >= 0 && flock(descriptor_, LOCK_EX) != 0) { release(); }
  }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock() { release(); }
  [[nodiscard]] bool is_held() const { return descriptor_ >= 0; }

 private:
  void release() {
    if (descriptor_ >= 0) { close(descriptor_); }
    descriptor_ = -1;
  }
  int descriptor_;
};

tl::unexpected<Error> damaged(const fs::path& file, std::size_t line) {
  return failure(
      ErrorCode::BadValue,
      fmt::format("{}: line {}: not \"EUI COUNTER\"; mend it: a counter that was used must not come again",
                  file.string(), line));
}

Result<Counters> parse(const fs::path& file, const std::string& text) {
  Counters counters;
  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto blank = line.find(' ');
    const auto user = Eui64::parse(std::string_view(line).substr(0, blank));
    if (blank == std::string::npos || !user) { return damaged(file, number); }
    std::uint64_t next = 0;
    const auto* const end = line.data() + line.size();
    const auto read = std::from_chars(line.data() + blank + 1, end, next);
    if (read.ec != std::errc() || read.ptr != end) { return damaged(file, number); }
    counters[*user] = next;
  }
  return counters;
}

}  // namespace

Result<std::uint64_t> CounterBook::reserve(const Eui64& user, std::uint64_t count) const {
  const FileLock lock(file_.string() + ".lock");
  if (!lock.is_held()) {
    return failure(ErrorCode::Io,
                   fmt::format("{}: cannot be locked; --counters FILE names another", file_.string()));
  }
  Counters counters;
  if (fs::exists(file_)) {
    const auto text = read_text(file_);
    if (!text) { return tl::unexpected(text.error()); }
    auto known = parse(file_, *text);
    if (!known) { return tl::unexpected(known.error()); }
    counters = *std::move(known);
  }
  const auto first = std::max(counters[user], at_least_);
  counters[user] = first + count;
  std::string text;
  for (const auto& [eui, next] : counters) { text += fmt::format("{} {}\n", to_string(eui), next); }
  if (auto written = write_file(file_, bytes_of(text)); !written) { return tl::unexpected(written.error()); }
  return first;
}

std::uint64_t counter_by_clock(const Clock& clock) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, clock.now().time_since_epoch().count()));
}

}  // namespace enocheck::user
