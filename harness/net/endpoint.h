#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace enocheck::net {

/// Where to listen or to connect: a host name or address, and a TCP port (0 lets the system pick one).
struct Endpoint {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// `ADDR:PORT`, `[::1]:PORT`, or `PORT` alone, which means 127.0.0.1. Errors: BadValue naming the text.
[[nodiscard]] Result<Endpoint> parse_endpoint(std::string_view text);
/// `127.0.0.1:8079`, `[::1]:8079`
[[nodiscard]] std::string to_string(const Endpoint& endpoint);

/// An `http` or `https` address. Query and fragment are no part of it.
struct Url {
  bool is_tls = false;
  Endpoint endpoint;  ///< with the scheme's port where the text has none
  std::string path;   ///< without the slash at its end: "" or "/api/v1"

  friend bool operator==(const Url&, const Url&) = default;
};

/// Errors: BadValue naming the text and what is wrong with it (scheme, no host, port, user information,
/// query).
[[nodiscard]] Result<Url> parse_url(std::string_view text);
[[nodiscard]] std::string to_string(const Url& url);

}  // namespace enocheck::net
