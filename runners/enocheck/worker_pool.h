#pragma once

#include <functional>
#include <memory>
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

/// Worker processes of this program. Each is in a process group of its own: Ctrl-C on a terminal reaches this
/// process alone, which then tells the workers, once.
class WorkerPool {
 public:
  /// `while_waiting` is called again and again while wait() waits.
  explicit WorkerPool(std::function<void()> while_waiting = [] {});
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  /// Tells those that still work to end, and waits for them: nothing writes into the run's folder afterwards.
  ~WorkerPool();

  /// Starts this program again with `arguments`. Errors: Internal.
  [[nodiscard]] Status start(std::size_t worker, const std::vector<std::string>& arguments);
  [[nodiscard]] bool is_empty() const;
  /// Waits until one ends. If this process is interrupted meanwhile, the workers are told once, and finish
  /// the case that each is at. Errors: Internal.
  [[nodiscard]] Result<WorkerEnd> wait();
  /// Tells all workers to finish the case that they are at.
  void interrupt();

 private:
  struct Workers;
  std::function<void()> while_waiting_;
  std::unique_ptr<Workers> workers_;
};

/// Of a worker: it ends with its parent, however that ends.
void end_with_parent();

}  // namespace enocheck
