#include "worker_pool.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/group.hpp>

#include "interrupt.h"

namespace enocheck {
namespace {

namespace process = boost::process;

/// A worker's end is looked for that often; it takes seconds to come.
constexpr auto kLook = std::chrono::milliseconds(5);

WorkerEnd end_of(std::size_t number, int status) {
  return {number, WIFEXITED(status) ? WEXITSTATUS(status) : 0, WIFSIGNALED(status) ? WTERMSIG(status) : 0};
}

}  // namespace

struct WorkerPool::Workers {
  struct Worker {
    std::size_t number;
    process::group group;
    process::child child;
  };
  std::vector<Worker> all;
  bool told = false;
};

WorkerPool::WorkerPool(std::function<void()> while_waiting)
    : while_waiting_(std::move(while_waiting)), workers_(std::make_unique<Workers>()) {}

WorkerPool::~WorkerPool() {
  interrupt();
  while (!is_empty() && wait()) {}
}

bool WorkerPool::is_empty() const { return workers_->all.empty(); }

Status WorkerPool::start(std::size_t worker, const std::vector<std::string>& arguments) {
  std::error_code failed;
  process::group group;
  process::child child(process::exe = "/proc/self/exe", process::args = arguments, group, failed);
  if (failed) {
    return failure(ErrorCode::Internal, "a worker process cannot be started: " + failed.message());
  }
  workers_->all.push_back({worker, std::move(group), std::move(child)});
  return {};
}

void WorkerPool::interrupt() {
  if (workers_->told) { return; }
  workers_->told = true;
  for (auto& worker : workers_->all) { kill(worker.child.id(), SIGINT); }
}

Result<WorkerEnd> WorkerPool::wait() {
  auto& all = workers_->all;
  while (!all.empty()) {
    if (was_interrupted()) { interrupt(); }
    std::error_code failed;
    const auto ended =
        std::find_if(all.begin(), all.end(), [&](auto& worker) { return !worker.child.running(failed); });
    if (failed) { return failure(ErrorCode::Internal, "waiting for workers: " + failed.message()); }
    if (ended != all.end()) {
      const auto end = end_of(ended->number, ended->child.native_exit_code());
      all.erase(ended);
      return end;
    }
    while_waiting_();
    std::this_thread::sleep_for(kLook);
  }
  return failure(ErrorCode::Internal, "there is no worker to wait for");
}

void end_with_parent() { prctl(PR_SET_PDEATHSIG, SIGINT); }

}  // namespace enocheck
