#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/clock.h"
#include "core/logger.h"
#include "core/result.h"
#include "net/endpoint.h"
#include "net/http_client.h"
#include "net/tls.h"

namespace enocheck::server {

/// How documents get to a user's Receive Response service, and how often that is tried.
struct DeliveryOptions {
  /// Pauses before the second attempt, the third, …; after the last one the document is given up.
  /// Source: DUIS brief 1.3 (our choice: the DCC's is not published).
  std::vector<Duration> pauses = {std::chrono::seconds(1), std::chrono::seconds(5), std::chrono::seconds(30)};
  Duration patience = std::chrono::seconds(10);  ///< for one attempt
  std::size_t most = 10000;                      ///< documents that wait; the oldest go first
  std::optional<net::TlsFiles> tls;              ///< for an `https` address
};

/// Posts documents to the users' Receive Response address, in order, on a thread of its own: at least once
/// each. A document that was not taken is tried again later and does not hold up the next.
class DeliveryQueue {
 public:
  DeliveryQueue(DeliveryOptions options, Logger& log);
  DeliveryQueue(const DeliveryQueue&) = delete;
  DeliveryQueue& operator=(const DeliveryQueue&) = delete;
  /// What still waits is lost.
  ~DeliveryQueue();

  /// From now on to this address; none drops what comes. Errors: those of net::HttpClient::create.
  [[nodiscard]] Status respond_to(const std::optional<net::Url>& address);
  [[nodiscard]] std::optional<net::Url> address() const;
  void push(std::vector<std::string> documents);
  /// Waits until each document has been tried once; false if that took longer than `patience`.
  bool drain(Duration patience);

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  struct Waiting {
    std::string document;
    std::size_t attempts = 0;
    SteadyTime due;
  };

  void run();
  /// The one that is due first.
  [[nodiscard]] std::vector<Waiting>::iterator next();
  [[nodiscard]] bool has_untried() const;
  /// True if the user took it.
  [[nodiscard]] bool attempt(net::HttpClient& client, const Waiting& one);
  void settle(Waiting one, bool taken);

  DeliveryOptions options_;
  Logger* log_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<net::Url> address_;
  std::shared_ptr<net::HttpClient> client_;
  std::vector<Waiting> waiting_;
  bool attempting_first_ = false;  ///< a document is out for its first time
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace enocheck::server
