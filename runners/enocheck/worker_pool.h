#pragma once

#include <string>
#include <vector>

#include "core/result.h"

namespace enocheck {

/// How a worker process ended.
struct WorkerEnd {
  std::size_t worker = 0;
  int exit_code = 0;
  int signal = 0;  ///< the signal that killed it; 0 if it ended by itself
};

/// Worker processes of this program.
class WorkerPool {
 public:
  /// Starts this program again with `arguments`. Errors: Io.
  [[nodiscard]] Status start(std::size_t worker, const std::vector<std::string>& arguments);
  [[nodiscard]] bool is_empty() const { return workers_.empty(); }
  /// Waits until one ends. If this process is interrupted meanwhile, the workers are told once, and finish
  /// the case that each is at. Errors: Io.
  [[nodiscard]] Result<WorkerEnd> wait();
  /// Tells all workers to finish the case that they are at.
  void interrupt();

 private:
  struct Worker {
    std::size_t number;
    int process;
  };
  std::vector<Worker> workers_;
  bool told_ = false;
};

}  // namespace enocheck
