#include "sut/terminal_operator.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace enocheck::sut {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// An interrupt between the question after it and the wait shows within this.
constexpr auto kLook = std::chrono::milliseconds(200);

}  // namespace

Result<std::string> TerminalOperator::ask(std::string_view question) {
  // What was typed before the question is no answer to it. A pipe's answers are written ahead.
  if (isatty(ends_.input) != 0) {
    tcflush(ends_.input, TCIFLUSH);
    unread_.clear();
  }
  ends_.print(question);
  return next_line();
}

Result<std::string> TerminalOperator::next_line() {
  const auto until = SteadyClock::now() + deadline_;
  for (;;) {
    const auto end = unread_.find('\n');
    if (end != std::string::npos) {
      auto line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      if (line.ends_with('\r')) { line.pop_back(); }
      return line;
    }
    if (auto more = read_more(until); !more) { return tl::unexpected(more.error()); }
  }
}

Status TerminalOperator::read_more(SteadyClock::time_point until) {
  for (;;) {
    if (ends_.interrupted && ends_.interrupted()) {
      return failure(ErrorCode::Timeout, "interrupted while waiting for " + name_);
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now());
    if (left.count() <= 0) {
      return failure(ErrorCode::Timeout,
                     fmt::format("{} did not answer within {}", name_, to_iso8601(deadline_)));
    }
    pollfd look{.fd = ends_.input, .events = POLLIN, .revents = 0};
    const auto ready = poll(&look, 1, static_cast<int>(std::min(left, kLook).count()));
    if (ready <= 0) { continue; }
    std::array<char, 512> buffer{};
    const auto got = read(ends_.input, buffer.data(), buffer.size());
    if (got > 0) {
      unread_.append(buffer.data(), static_cast<std::size_t>(got));
      return {};
    }
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) { continue; }
    return failure(ErrorCode::Timeout, "there are no more answers on standard input");
  }
}

}  // namespace enocheck::sut
