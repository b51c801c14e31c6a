#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/logger.h"
#include "core/result.h"
#include "net/endpoint.h"

namespace enocheck::net {

/// The DLMS wrapper for TCP: version 0001, source and destination wPort, length (two octets each, most
/// significant first), then the octets. Source: IEC 62056-47. That GBCS messages travel in it is a convention
/// of this project.
struct Frame {
  std::uint16_t source = 0;
  std::uint16_t destination = 0;
  Bytes octets;  ///< at most 65535
};

/// One TCP connection that carries frames both ways.
class FrameLink {
 public:
  /// Called on the link's own thread, in the order of arrival.
  using OnFrame = std::function<void(Frame frame)>;
  /// Called once, on the link's own thread, with the reason: closed by the other end, reset, no wrapper.
  using OnEnd = std::function<void(const Error& why)>;

  /// Errors: Io or Timeout naming endpoint and reason.
  [[nodiscard]] static Result<std::unique_ptr<FrameLink>> connect(const Endpoint& endpoint, Duration patience,
                                                                  OnFrame on_frame, OnEnd on_end);
  FrameLink(const FrameLink&) = delete;
  FrameLink& operator=(const FrameLink&) = delete;
  /// Ends the link without a call of `OnEnd`. Not to be called by a callback.
  ~FrameLink();
  /// Errors: Io if the link has ended; BadValue for more than 65535 octets.
  [[nodiscard]] Status send(const Frame& frame);

 private:
  struct Running;
  explicit FrameLink(std::unique_ptr<Running> running);
  std::unique_ptr<Running> running_;
};

/// Takes connections that carry frames; each frame that a client sends is handed on with a way to answer it,
/// now or later.
class FrameServer {
 public:
  using ClientId = std::uint64_t;
  /// Called on the server's thread.
  using OnFrame = std::function<void(ClientId client, Frame frame)>;

  /// Errors: Io with endpoint and reason. `log` outlives the server.
  [[nodiscard]] static Result<std::unique_ptr<FrameServer>> start(const Endpoint& endpoint, Logger& log,
                                                                  OnFrame on_frame);
  FrameServer(const FrameServer&) = delete;
  FrameServer& operator=(const FrameServer&) = delete;
  /// Ends all connections. Not to be called by the callback.
  ~FrameServer();
  [[nodiscard]] const Endpoint& endpoint() const;
  /// To every client that is connected; one that does not read, with 16 MiB waiting for it, is cut off. May
  /// be called on any thread. More than 65535 octets are logged, not sent.
  void send_to_all(const Frame& frame);

 private:
  struct Running;
  explicit FrameServer(std::unique_ptr<Running> running);
  std::unique_ptr<Running> running_;
};

}  // namespace enocheck::net
