#include "report/run_lock.h"

#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

namespace enocheck::report {
namespace {

constexpr auto kLook = std::chrono::milliseconds(10);

enum class Taken { Yes, No };

/// Yes as well where there are no locks.
Taken take(int descriptor, int kind) {
  while (flock(descriptor, kind | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) { return Taken::No; }
    if (errno != EINTR) { return Taken::Yes; }
  }
  return Taken::Yes;
}

tl::unexpected<Error> occupied(const std::filesystem::path& run_folder) {
  return failure(ErrorCode::BadValue,
                 fmt::format("{}: the run is still going: another enocheck writes there; wait until it has "
                             "ended, or end it",
                             run_folder.string()));
}

}  // namespace

RunLock::RunLock(RunLock&& other) noexcept
    : run_folder_(std::move(other.run_folder_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

RunLock& RunLock::operator=(RunLock&& other) noexcept {
  std::swap(run_folder_, other.run_folder_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

RunLock::~RunLock() {
  if (descriptor_ >= 0) { ::close(descriptor_); }
}

Result<RunLock> RunLock::open(const std::filesystem::path& run_folder) {
  const int descriptor = ::open(run_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);  // NOLINT(*-vararg)
  if (descriptor < 0) {
    return failure(ErrorCode::Io, fmt::format("{}: {}", run_folder.string(), std::strerror(errno)));
  }
  return RunLock(run_folder, descriptor);
}

Result<RunLock> RunLock::alone(const std::filesystem::path& run_folder, std::chrono::seconds patience) {
  auto lock = open(run_folder);
  if (!lock) { return lock; }
  const auto until = std::chrono::steady_clock::now() + patience;
  while (take(lock->descriptor_, LOCK_EX) == Taken::No) {
    if (std::chrono::steady_clock::now() > until) { return occupied(run_folder); }
    std::this_thread::sleep_for(kLook);
  }
  return lock;
}

Result<RunLock> RunLock::shared(const std::filesystem::path& run_folder) {
  auto lock = open(run_folder);
  if (!lock) { return lock; }
  if (auto done = lock->share(); !done) { return tl::unexpected(done.error()); }
  return lock;
}

Status RunLock::share() {
  if (take(descriptor_, LOCK_SH) == Taken::No) { return occupied(run_folder_); }
  return {};
}

}  // namespace enocheck::report
