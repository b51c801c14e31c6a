#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/eui64.h"
#include "core/logger.h"
#include "core/result.h"
#include "engine/sut.h"
#include "net/frame_link.h"
#include "server/sim_host.h"

namespace enocheck::server {

/// Simulated meters behind a TCP port: what a client sends in a DLMS wrapper is handed to a meter as if its
/// hub did, what a meter sends towards its hub goes to every client. The wPort of a meter is its place on the
/// bench, from 1; the clients' is 1.
class EsmeServer {
 public:
  static constexpr std::uint16_t kClientPort = 1;

  /// `meter` names the one on the bench; empty: all of the world. Host and log outlive it; it observes the
  /// host, which has not loaded a world yet.
  EsmeServer(SimHost& host, std::string meter, Logger& log);
  EsmeServer(const EsmeServer&) = delete;
  EsmeServer& operator=(const EsmeServer&) = delete;
  ~EsmeServer();

  /// Takes clients. Errors: those of net::FrameServer::start.
  [[nodiscard]] Status start(const net::Endpoint& endpoint);
  /// Once it has started.
  [[nodiscard]] const net::Endpoint& endpoint() const { return frames_->endpoint(); }
  [[nodiscard]] const std::string& meter() const { return meter_; }

  /// Waits until so many frames were handed over since the world was loaded. Errors: Timeout.
  [[nodiscard]] Status await_taken(std::uint64_t frames, Duration patience);
  /// How many frames the meters have sent since the world was loaded.
  [[nodiscard]] std::uint64_t sent() const;

 private:
  [[nodiscard]] Status loads(const catalogue::World& world);
  void used(engine::Sut& target);
  void take(const net::Frame& frame);
  [[nodiscard]] std::optional<Eui64> meter_at(std::uint16_t port) const;

  SimHost* host_;
  std::string meter_;
  Logger* log_;
  mutable std::mutex mutex_;
  std::condition_variable took_;
  std::vector<Eui64> bench_;
  std::size_t looked_at_ = 0;  ///< of the target's exchanges
  std::uint64_t taken_ = 0;
  std::uint64_t sent_ = 0;
  std::unique_ptr<net::FrameServer> frames_;
};

}  // namespace enocheck::server
