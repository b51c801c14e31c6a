#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/result.h"
#include "net/endpoint.h"
#include "net/http_message.h"
#include "net/tls.h"

namespace enocheck::net {

/// Calls one HTTP server over a connection that is kept; one call at a time. A connection that the server has
/// closed in the meantime is opened anew before anything is sent; nothing is ever sent twice.
class HttpClient {
 public:
  /// Errors: Crypto or Io naming the PEM file that does not do; `tls` is needed for `https` alone.
  [[nodiscard]] static Result<std::unique_ptr<HttpClient>> create(const Url& server,
                                                                  const std::optional<TlsFiles>& tls = {});
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  /// `path` goes after the path of the server's URL. Every status is an answer, not an error; redirects are
  /// not followed. Errors: BadValue (a blank, control or non-ASCII character in `path`), Timeout (no
  /// connection or no whole answer within `patience`), Io (refused, reset, TLS alert, no HTTP, an answer over
  /// 16 MiB); both name the URL and the reason.
  [[nodiscard]] Result<HttpResponse> post(std::string_view path, std::string_view media_type,
                                          std::string_view body, Duration patience);
  [[nodiscard]] Result<HttpResponse> get(std::string_view path, Duration patience);

 private:
  struct Connection;
  explicit HttpClient(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace enocheck::net
