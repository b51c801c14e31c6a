#pragma once

// What the tests of net/ talk to: plain sockets, which break every rule that a test wants broken.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/logger.h"
#include "net/endpoint.h"

namespace enocheck::net {

constexpr auto kLongEnough = std::chrono::seconds(5);

inline sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// One end of a TCP connection; reading gives up after five seconds.
class Wire {
 public:
  explicit Wire(int socket) : socket_(socket) {
    const timeval limit{5, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  Wire(Wire&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  Wire& operator=(Wire&&) = delete;
  ~Wire() { close(); }

  static Wire to(const Endpoint& endpoint) {
    const auto address = loopback(endpoint.port);
    Wire wire(socket(AF_INET, SOCK_STREAM, 0));
    EXPECT_EQ(connect(wire.socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    return wire;
  }

  void send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) { return; }
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  /// What comes until `end` was read, or the connection ends.
  std::string read_until(std::string_view end) {
    std::string text;
    char octet = 0;
    while (!text.ends_with(end) && recv(socket_, &octet, 1, 0) == 1) { text += octet; }
    return text;
  }
  /// What comes until the other end closes; "?" at the end if it does not.
  std::string read_all() {
    std::string text;
    std::array<char, 4096> block{};
    ssize_t got = 0;
    while ((got = recv(socket_, block.data(), block.size(), 0)) > 0) {
      text.append(block.data(), static_cast<std::size_t>(got));
    }
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? text + "?" : text;
  }
  /// A header and as many octets after it as it says.
  std::string read_answer() {
    auto text = read_until("\r\n\r\n");
    const auto length = text.find("Content-Length: ");
    const auto size = length == std::string::npos ? 0 : std::stoul(text.substr(length + 16));
    for (std::size_t i = 0; i < size; ++i) {
      char octet = 0;
      if (recv(socket_, &octet, 1, 0) == 1) { text += octet; }
    }
    return text;
  }
  void close() {
    if (socket_ >= 0) { ::close(std::exchange(socket_, -1)); }
  }

 private:
  int socket_;
};

/// Takes connections only when told to.
class PlainListener {
 public:
  PlainListener() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    auto address = loopback(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(socket_, 16), 0);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    endpoint_.port = ntohs(address.sin_port);
  }
  PlainListener(const PlainListener&) = delete;
  PlainListener& operator=(const PlainListener&) = delete;
  ~PlainListener() { close(); }
  [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }
  [[nodiscard]] Wire take() const { return Wire(accept(socket_, nullptr, nullptr)); }
  void close() {
    if (socket_ >= 0) { ::close(std::exchange(socket_, -1)); }
  }

 private:
  int socket_;
  Endpoint endpoint_;
};

/// Counts what happens, so that a test can wait for it.
class Counter {
 public:
  void add() {
    const std::lock_guard lock(mutex_);
    ++count_;
    changed_.notify_all();
  }
  [[nodiscard]] bool reaches(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kLongEnough, [&] { return count_ >= count; });
  }
  [[nodiscard]] int count() {
    const std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

/// Keeps the lines; a test may wait for one.
class Lines final : public Logger {
 public:
  void write(LogLevel /*level*/, std::string_view line) override {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(line);
    changed_.notify_all();
  }
  [[nodiscard]] bool shows(std::string_view part) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kLongEnough, [&] { return count_locked(part) > 0; });
  }
  [[nodiscard]] std::size_t count(std::string_view part) {
    const std::lock_guard lock(mutex_);
    return count_locked(part);
  }

 private:
  [[nodiscard]] std::size_t count_locked(std::string_view part) const {
    const auto holds = [&](const auto& line) { return line.find(part) != std::string::npos; };
    return static_cast<std::size_t>(std::ranges::count_if(lines_, holds));
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
};

}  // namespace enocheck::net
