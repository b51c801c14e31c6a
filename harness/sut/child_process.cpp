#include "sut/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/group.hpp>
#include <boost/process/io.hpp>
#include <boost/process/pipe.hpp>

namespace enocheck::sut {
namespace {

namespace process = boost::process;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kLongestLine = std::size_t{4} << 20U;
constexpr std::size_t kMostErrors = std::size_t{4} << 20U;
constexpr std::size_t kLastErrors = 600;
/// An end is looked for that often.
constexpr auto kLook = 5ms;
/// A program whose output has ended has this long to say how it ended itself.
constexpr auto kEndsWithin = 500ms;

/// Writing to a program that has gone must be an error and no signal; the signal is held back for this thread
/// while one of these lives, and taken off again.
class NoPipeSignal {
 public:
  NoPipeSignal() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;
  ~NoPipeSignal() {
    const timespec at_once{};
    while (sigismember(&before_, SIGPIPE) == 0 && sigtimedwait(&pipe_, nullptr, &at_once) > 0) {}
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_{};
  sigset_t before_{};
};

void make_ours(int descriptor) { fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK); }

/// No other program that is started later may inherit it: its end would then never be seen.
void keep_from_others(const process::pipe& pipe) {
  fcntl(pipe.native_source(), F_SETFD, FD_CLOEXEC);
  fcntl(pipe.native_sink(), F_SETFD, FD_CLOEXEC);
}

/// Blanks for line ends and for what is not printable.
std::string on_one_line(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
    return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F ? ' ' : letter;
  });
  const auto last = text.find_last_not_of(' ');
  text.erase(last == std::string::npos ? 0 : last + 1);
  return text;
}

}  // namespace

struct ChildProcess::Running {
  process::pipe in;
  process::pipe out;
  process::pipe err;
  process::group group;
  process::child child;
  bool out_is_open = true;
  bool err_is_open = true;
  bool is_reaped = false;  ///< its number, and its group's, may be another's from then on
  std::string unread;
  std::size_t searched = 0;  ///< `unread` has no line end before that
  std::string last_errors;
  std::size_t errors_kept = 0;
  std::ofstream errors_file;

  /// Waits until there is something to do and does it: takes in what came, gives out of `to_write` what can
  /// be. Errors: Timeout; Io if its standard input is closed.
  Status pump(std::string_view& to_write, Deadline deadline);
  /// Reads what is there; false at the end.
  template <class Take>
  static bool take_in(int descriptor, const Take& take);
  void open_errors(const std::filesystem::path& file);
  void keep_errors(std::string_view text);
  Status give(std::string_view& to_write) const;

  [[nodiscard]] bool has_ended() const;
  /// What it said before it ended is still on its way.
  void take_last_words();
  [[nodiscard]] bool ends_by(Deadline deadline);
  [[nodiscard]] std::string how_it_ended() const;
  void signal_group(int number) const { ::kill(-group.native_handle(), number); }
};

template <class Take>
bool ChildProcess::Running::take_in(int descriptor, const Take& take) {
  std::array<char, 65536> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): read fills it
  const auto got = ::read(descriptor, buffer.data(), buffer.size());
  if (got > 0) { take(std::string_view(buffer.data(), static_cast<std::size_t>(got))); }
  return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

void ChildProcess::Running::open_errors(const std::filesystem::path& file) {
  std::error_code ignored;  // what is not there holds nothing
  const auto size = std::filesystem::file_size(file, ignored);
  errors_kept = ignored ? 0 : static_cast<std::size_t>(size);
  errors_file.open(file, std::ios::app);
}

void ChildProcess::Running::keep_errors(std::string_view text) {
  last_errors.append(text);
  if (last_errors.size() > kLastErrors) { last_errors.erase(0, last_errors.size() - kLastErrors); }
  const auto kept = text.substr(0, kMostErrors - std::min(kMostErrors, errors_kept));
  if (errors_file.is_open()) { errors_file << kept << std::flush; }
  errors_kept += kept.size();
}

Status ChildProcess::Running::give(std::string_view& to_write) const {
  const NoPipeSignal guard;
  const auto gone = ::write(in.native_sink(), to_write.data(), to_write.size());
  if (gone >= 0) {
    to_write.remove_prefix(static_cast<std::size_t>(gone));
  } else if (errno != EAGAIN && errno != EINTR) {
    return failure(ErrorCode::Io, "its standard input is closed");
  }
  return {};
}

Status ChildProcess::Running::pump(std::string_view& to_write, Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now());
  // Of a program that talks without end no more is taken in than anybody asks for.
  const bool listens = out_is_open && unread.size() <= kLongestLine;
  std::array<pollfd, 3> watched = {{{listens ? out.native_source() : -1, POLLIN, 0},
                                    {err_is_open ? err.native_source() : -1, POLLIN, 0},
                                    {to_write.empty() ? -1 : in.native_sink(), POLLOUT, 0}}};
  const auto wait = std::clamp<std::chrono::milliseconds::rep>(left.count(), 0, 60'000);
  const auto ready = ::poll(watched.data(), watched.size(), static_cast<int>(wait));
  if (ready < 0 && errno != EINTR) { return failure(ErrorCode::Io, "it cannot be waited for"); }
  if (ready == 0 && SteadyClock::now() >= deadline) { return failure(ErrorCode::Timeout, "too late"); }
  if (watched[0].revents != 0) {
    out_is_open = take_in(watched[0].fd, [&](std::string_view text) { unread.append(text); });
  }
  if (watched[1].revents != 0) {
    err_is_open = take_in(watched[1].fd, [&](std::string_view text) { keep_errors(text); });
  }
  return watched[2].revents == 0 ? Status{} : give(to_write);
}

/// Looks without taking note: as long as nobody does, the number of the process and of its group stay its
/// own.
bool ChildProcess::Running::has_ended() const {
  siginfo_t info{};
  const auto done = waitid(P_PID, static_cast<id_t>(child.id()), &info, WEXITED | WNOHANG | WNOWAIT);
  return done != 0 || info.si_pid != 0;
}

bool ChildProcess::Running::ends_by(Deadline deadline) {
  std::string_view nothing;
  while (!has_ended()) {
    const auto now = SteadyClock::now();
    if (now >= deadline) { return false; }
    unread.clear();  // what it still says is not waited for, and must not keep it from ending
    searched = 0;
    static_cast<void>(pump(nothing, std::min<Deadline>(deadline, now + kLook)));
  }
  take_last_words();
  return true;
}

void ChildProcess::Running::take_last_words() {
  std::string_view nothing;
  while (err_is_open && pump(nothing, SteadyClock::now())) { unread.clear(); }
}

std::string ChildProcess::Running::how_it_ended() const {
  siginfo_t info{};
  const auto done = waitid(P_PID, static_cast<id_t>(child.id()), &info, WEXITED | WNOHANG | WNOWAIT);
  if (done != 0 || info.si_pid == 0) { return "it closed its standard output"; }
  if (info.si_code == CLD_EXITED) { return fmt::format("it ended with exit code {}", info.si_status); }
  return fmt::format("it was killed by signal {}", info.si_status);
}

ChildProcess::ChildProcess(std::unique_ptr<Running> running) : running_(std::move(running)) {}
ChildProcess::~ChildProcess() { kill(); }

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const Options& options) {
  try {
    auto running = std::make_unique<Running>();
    for (auto* const pipe : {&running->in, &running->out, &running->err}) { keep_from_others(*pipe); }
    std::error_code failed;
    running->child =
        process::child(process::exe = options.program.string(), process::args = options.arguments,
                       process::std_in<running->in, process::std_out> running->out,
                       process::std_err > running->err, running->group, failed);
    if (failed) { return failure(ErrorCode::Io, fmt::format("it cannot be started: {}", failed.message())); }
    make_ours(running->in.native_sink());
    make_ours(running->out.native_source());
    make_ours(running->err.native_source());
    if (!options.errors_file.empty()) { running->open_errors(options.errors_file); }
    return std::unique_ptr<ChildProcess>(new ChildProcess(std::move(running)));
  } catch (const process::process_error& thrown) {
    return failure(ErrorCode::Io, fmt::format("it cannot be started: {}", thrown.what()));
  }
}

Status ChildProcess::write_line(std::string_view line, Deadline deadline) {
  const auto whole = std::string(line) + "\n";
  std::string_view rest = whole;
  while (!rest.empty()) {
    if (auto done = running_->pump(rest, deadline); !done) {
      if (done.error().code == ErrorCode::Io && running_->ends_by(SteadyClock::now() + kEndsWithin)) {
        return failure(ErrorCode::Io, running_->how_it_ended());
      }
      return done;
    }
  }
  return {};
}

Result<std::string> ChildProcess::read_line(Deadline deadline) {
  auto& unread = running_->unread;
  auto& searched = running_->searched;
  for (;;) {
    const auto end = unread.find('\n', searched);
    if (end != std::string::npos) {
      auto line = unread.substr(0, end);
      unread.erase(0, end + 1);
      searched = 0;
      if (line.ends_with('\r')) { line.pop_back(); }
      return line;
    }
    searched = unread.size();
    if (searched > kLongestLine) { return failure(ErrorCode::BadValue, "a line of more than 4 MiB"); }
    if (!running_->out_is_open) {
      static_cast<void>(running_->ends_by(SteadyClock::now() + kEndsWithin));
      return failure(ErrorCode::Io, running_->how_it_ended());
    }
    std::string_view nothing;
    if (auto done = running_->pump(nothing, deadline); !done) { return tl::unexpected(done.error()); }
  }
}

std::string ChildProcess::last_errors() const { return on_one_line(running_->last_errors); }

void ChildProcess::end(Duration patience) {
  if (running_->is_reaped) { return; }
  ::close(running_->in.native_sink());
  running_->in.assign_sink(-1);
  if (!running_->ends_by(SteadyClock::now() + patience)) {
    running_->signal_group(SIGTERM);
    static_cast<void>(running_->ends_by(SteadyClock::now() + patience));
  }
  kill();
}

void ChildProcess::kill() {
  if (running_->is_reaped) { return; }
  running_->is_reaped = true;
  running_->signal_group(SIGKILL);
  std::error_code ignored;
  running_->child.wait(ignored);
}

}  // namespace enocheck::sut
