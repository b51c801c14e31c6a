#pragma once

// Internal to net/: the only header of the project that names Asio's types, and OpenSSL's for TLS.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/logger.h"
#include "core/result.h"
#include "net/endpoint.h"
#include "net/tls.h"

namespace enocheck::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using Fault = boost::system::error_code;

/// Errors: Crypto or Io naming the file: not there, no PEM, a key of another certificate.
[[nodiscard]] Result<asio::ssl::context> server_context(const ServerTls& tls);
[[nodiscard]] Result<asio::ssl::context> client_context(const TlsFiles& files);

/// How people call the other end of a connection, and what this end shows it.
struct Ends {
  std::string_view other = "the other end";
  std::string_view certificate = "certificate";
};
inline constexpr Ends kToServer = {"the server", "client certificate"};
inline constexpr Ends kToClient = {"the client", "certificate"};

/// Why a connection came to nothing, for people.
[[nodiscard]] std::string reason_of(const Fault& fault, const Ends& ends = {});

/// One TCP connection, with or without TLS. One operation at a time, but for TCP without TLS,
/// where one may read and another write; `close` ends what is under way.
class Channel {
 public:
  explicit Channel(tcp::socket socket);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel() = default;

  /// Connects to the first of the numeric addresses that takes it.
  [[nodiscard]] asio::awaitable<Fault> connect(const std::vector<std::string>& addresses, std::uint16_t port);
  /// The server's side of a TLS handshake.
  [[nodiscard]] asio::awaitable<Fault> accept_tls(asio::ssl::context& context);
  /// The client's side: the server has to show a certificate for `host`, a name or an address.
  [[nodiscard]] asio::awaitable<Fault> open_tls(asio::ssl::context& context, const std::string& host);
  /// At least one octet, unless there is a fault.
  [[nodiscard]] asio::awaitable<std::size_t> read_some(asio::mutable_buffer to, Fault& fault);
  /// All of it.
  [[nodiscard]] asio::awaitable<Fault> write(std::string_view text);
  /// Says goodbye and waits until the other end has closed: closing with octets unread would send a reset,
  /// which may overtake our answer.
  [[nodiscard]] asio::awaitable<void> part();
  void close();

  /// Of a connection on which nothing is awaited: neither closed by the other end nor holding octets.
  [[nodiscard]] bool is_quiet();
  /// DER; empty without TLS or where none was shown.
  [[nodiscard]] Bytes peer_certificate();
  /// "ok", or why the other end's certificate did not do.
  [[nodiscard]] std::string verification();
  /// `127.0.0.1:40312`
  [[nodiscard]] const std::string& peer() const { return peer_; }

 private:
  tcp::socket socket_;
  std::optional<asio::ssl::stream<tcp::socket&>> tls_;
  std::string peer_;
  bool is_closed_ = false;
};

/// Errors: Io with endpoint and reason.
[[nodiscard]] Result<tcp::acceptor> listen(asio::io_context& io, const Endpoint& endpoint);
/// Hands on each connection until the acceptor is closed. Where the system has no descriptor left it waits a
/// moment instead of asking again at once.
[[nodiscard]] asio::awaitable<void> accept_each(tcp::acceptor& acceptor, Logger& log,
                                                std::function<void(tcp::socket)> take);
/// Runs until there is no more work; what a coroutine let slip is logged.
void run_logged(asio::io_context& io, Logger& log);

}  // namespace enocheck::net
