#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "core/clock.h"
#include "core/logger.h"
#include "core/result.h"
#include "net/endpoint.h"
#include "net/http_message.h"
#include "net/tls.h"

namespace enocheck::net {

/// What a server takes from one client, and of how many. Beyond: 413 (body), 431 (header), 503 with
/// `Retry-After` (connections), and the connection is closed; a client that is too slow is cut off.
struct HttpLimits {
  std::size_t body = std::size_t{1} << 20U;  ///< octets
  std::size_t header = std::size_t{16} << 10U;
  std::size_t connections = 1024;
  Duration request = std::chrono::seconds(10);  ///< from the first octet of a request to its last
  Duration idle = std::chrono::seconds(60);     ///< between two requests, and for a TLS handshake
};

/// An HTTP/1.1 server with keep-alive: one thread of its own for input, output and `log`, four for the
/// handler.
class HttpServer {
 public:
  /// Called on one of the server's threads, for several requests at once. What it throws is answered with
  /// 500.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  /// Listens when it returns. `log` outlives the server. Errors: Io with endpoint and reason (address in use,
  /// not permitted, no such host); Crypto or Io naming the PEM file that does not do.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(const Endpoint& endpoint,
                                                                 const std::optional<ServerTls>& tls,
                                                                 const HttpLimits& limits, Logger& log,
                                                                 Handler handler);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  /// Takes no new connections, lets the requests at hand be answered for at most two seconds, and ends. A
  /// handler that is at work still is waited for, however long; none is called afterwards.
  ~HttpServer();

  /// With the port that the system picked.
  [[nodiscard]] const Endpoint& endpoint() const;
  /// `http://127.0.0.1:8079`
  [[nodiscard]] std::string url() const;

 private:
  struct Running;
  explicit HttpServer(std::unique_ptr<Running> running);
  std::unique_ptr<Running> running_;
};

}  // namespace enocheck::net
