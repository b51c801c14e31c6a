#include "worker_pool.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "interrupt.h"

namespace enocheck {

Status WorkerPool::start(std::size_t worker, const std::vector<std::string>& arguments) {
  auto owned = arguments;
  owned.insert(owned.begin(), "enocheck");
  std::vector<char*> pointers;
  for (auto& argument : owned) { pointers.push_back(argument.data()); }
  pointers.push_back(nullptr);
  pid_t process = 0;
  const int failed = posix_spawn(&process, "/proc/self/exe", nullptr, nullptr, pointers.data(), environ);
  if (failed != 0) {
    return failure(ErrorCode::Io,
                   std::string("a worker process cannot be started: ") + std::strerror(failed));
  }
  workers_.push_back({worker, process});
  return {};
}

void WorkerPool::interrupt() {
  if (told_) { return; }
  told_ = true;
  for (const auto& worker : workers_) { kill(worker.process, SIGINT); }
}

Result<WorkerEnd> WorkerPool::wait() {
  for (;;) {
    if (was_interrupted()) { interrupt(); }
    int status = 0;
    const auto process = waitpid(-1, &status, 0);
    if (process < 0 && errno == EINTR) { continue; }
    const auto found = std::find_if(workers_.begin(), workers_.end(),
                                    [&](const Worker& worker) { return worker.process == process; });
    if (process < 0) {
      return failure(ErrorCode::Io, std::string("waiting for workers: ") + std::strerror(errno));
    }
    if (found == workers_.end() || WIFSTOPPED(status)) { continue; }
    WorkerEnd end{found->number, WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                  WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    workers_.erase(found);
    return end;
  }
}

}  // namespace enocheck
