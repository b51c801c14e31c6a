#pragma once

#include <chrono>
#include <filesystem>

#include "core/result.h"

namespace enocheck::report {

/// Says of a run's folder that somebody writes into it. It ends with the process, however that ends.
///
/// The process that leads a run takes it alone, which proves that nobody else is there, then shares it with
/// its workers. Where the file system knows no locks (some network ones) it holds nothing off.
class RunLock {
 public:
  /// Waits up to `patience`: workers whose leader was killed finish the case that each is at. Errors:
  /// BadValue where somebody else writes there; Io.
  [[nodiscard]] static Result<RunLock> alone(const std::filesystem::path& run_folder,
                                             std::chrono::seconds patience);
  /// For a worker. Errors: BadValue where a process has it alone: another one has taken over.
  [[nodiscard]] static Result<RunLock> shared(const std::filesystem::path& run_folder);

  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&& other) noexcept;
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;
  ~RunLock();

  /// From alone to shared. Errors: BadValue where another process was quicker.
  [[nodiscard]] Status share();

 private:
  RunLock(std::filesystem::path run_folder, int descriptor)
      : run_folder_(std::move(run_folder)), descriptor_(descriptor) {}
  [[nodiscard]] static Result<RunLock> open(const std::filesystem::path& run_folder);

  std::filesystem::path run_folder_;
  int descriptor_;
};

}  // namespace enocheck::report
