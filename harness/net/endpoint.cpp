#include "net/endpoint.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "net/request_target.h"

namespace enocheck::net {
namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, port);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) { return std::nullopt; }
  return port;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_host(std::string_view text) {
  const auto fits = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_'; };
  return !text.empty() && std::ranges::all_of(text, fits);
}

bool is_ipv6(std::string_view text) {
  const auto fits = [](char c) { return is_letter_or_digit(c) || c == ':' || c == '.' || c == '%'; };
  return text.find(':') != std::string_view::npos && std::ranges::all_of(text, fits);
}

struct HostAndPort {
  std::string_view host;
  std::optional<std::string_view> port;
};

/// Splits `HOST:PORT`, `HOST`, `[IPV6]:PORT`, `[IPV6]`; nothing where there is no valid host.
std::optional<HostAndPort> split(std::string_view text) {
  const bool is_bracketed = text.starts_with('[');
  const auto end = is_bracketed ? text.find(']') : text.find(':');
  if (is_bracketed && end == std::string_view::npos) { return std::nullopt; }
  const auto host = is_bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  if (is_bracketed ? !is_ipv6(host) : !is_host(host)) { return std::nullopt; }
  const auto rest =
      end == std::string_view::npos ? std::string_view{} : text.substr(end + (is_bracketed ? 1 : 0));
  if (rest.empty()) { return HostAndPort{host, std::nullopt}; }
  if (rest.front() != ':') { return std::nullopt; }
  return HostAndPort{host, rest.substr(1)};
}

tl::unexpected<Error> bad(std::string_view what, std::string_view text, std::string_view why) {
  return failure(ErrorCode::BadValue, fmt::format("'{}' is no {}: {}", text, what, why));
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text) {
  constexpr std::string_view kShape = "expected ADDR:PORT, [IPV6]:PORT or PORT, the port at most 65535";
  if (const auto port = port_of(text)) { return Endpoint{.port = *port}; }
  const auto parts = split(text);
  if (!parts || !parts->port) { return bad("endpoint", text, kShape); }
  const auto port = port_of(*parts->port);
  if (!port) { return bad("endpoint", text, kShape); }
  return Endpoint{std::string(parts->host), *port};
}

std::string to_string(const Endpoint& endpoint) {
  const bool is_ipv6_host = endpoint.host.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", is_ipv6_host ? "[" : "", endpoint.host, is_ipv6_host ? "]" : "",
                     endpoint.port);
}

Result<Url> parse_url(std::string_view text) {
  const auto colon = text.find("://");
  const auto scheme = lower_case(text.substr(0, colon));
  const bool is_tls = scheme == "https";
  if (colon == std::string_view::npos || (scheme != "http" && !is_tls)) {
    return bad("URL", text, "it starts with neither http:// nor https://");
  }
  if (text.find_first_of("?#") != std::string_view::npos) {
    return bad("URL", text, "a query or fragment has no place here");
  }
  if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; })) {
    return bad("URL", text, "it holds a blank, a control or a non-ASCII character");
  }
  const auto rest = text.substr(colon + 3);
  const auto slash = std::min(rest.find('/'), rest.size());
  const auto authority = rest.substr(0, slash);
  if (authority.find('@') != std::string_view::npos) {
    return bad("URL", text, "user information has no place here");
  }
  const auto parts = split(authority);
  if (!parts) { return bad("URL", text, "it names no host"); }
  const auto port = parts->port ? port_of(*parts->port) : std::optional(is_tls ? kHttpsPort : kHttpPort);
  if (!port || *port == 0) { return bad("URL", text, "the port is no number from 1 to 65535"); }
  auto path = rest.substr(slash);
  while (path.ends_with('/')) { path.remove_suffix(1); }
  return Url{is_tls, {std::string(parts->host), *port}, std::string(path)};
}

std::string to_string(const Url& url) {
  return fmt::format("{}://{}{}", url.is_tls ? "https" : "http", to_string(url.endpoint), url.path);
}

}  // namespace enocheck::net
