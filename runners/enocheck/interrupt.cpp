#include "interrupt.h"

#include <atomic>
#include <csignal>
#include <initializer_list>

namespace enocheck {
namespace {

// A signal handler can reach nothing else, and several threads ask.
std::atomic<bool> interrupted = false;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler must not wait");

extern "C" void note_interrupt(int /*signal*/) { interrupted = true; }

}  // namespace

void catch_interrupts() {
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction action = {};
    action.sa_handler = note_interrupt;  // NOLINT(cppcoreguidelines-pro-type-union-access): as POSIX has it
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(signal, &action, nullptr);
  }
}

bool was_interrupted() { return interrupted; }

}  // namespace enocheck
