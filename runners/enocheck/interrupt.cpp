#include "interrupt.h"

#include <csignal>
#include <initializer_list>

namespace enocheck {
namespace {

// A signal handler can reach nothing else.
volatile std::sig_atomic_t interrupted = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

extern "C" void note_interrupt(int /*signal*/) { interrupted = 1; }

}  // namespace

void catch_interrupts() {
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction action = {};
    action.sa_handler = note_interrupt;  // NOLINT(cppcoreguidelines-pro-type-union-access): as POSIX has it
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(signal, &action, nullptr);
  }
  std::signal(SIGXFSZ, SIG_IGN);  // NOLINT: then a file that grows too large is an error like a full disk
}

bool was_interrupted() { return interrupted != 0; }

}  // namespace enocheck
