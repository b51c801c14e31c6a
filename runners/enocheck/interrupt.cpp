#include "interrupt.h"

#include <atomic>
#include <csignal>
#include <initializer_list>
#include <string_view>

#include <unistd.h>

namespace enocheck {
namespace {

// A signal handler can reach nothing else, and several threads ask.
std::atomic<bool> interrupted = false;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler must not wait");

std::atomic<bool> tells = false;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

constexpr std::string_view kNote =
    "\nenocheck: the case at hand is finished and the report written; Ctrl-C again ends at once\n";

extern "C" void note_interrupt(int /*signal*/) {
  interrupted = true;
  // Whoever reads standard error may be gone: nothing can be done about that here.
  if (tells) { static_cast<void>(!write(STDERR_FILENO, kNote.data(), kNote.size())); }
}

}  // namespace

void catch_interrupts(bool says_so) {
  tells = says_so;
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction action = {};
    action.sa_handler = note_interrupt;  // NOLINT(cppcoreguidelines-pro-type-union-access): as POSIX has it
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(signal, &action, nullptr);
  }
  std::signal(SIGXFSZ, SIG_IGN);  // NOLINT: then a file that grows too large is an error like a full disk
}

bool was_interrupted() { return interrupted; }

}  // namespace enocheck
