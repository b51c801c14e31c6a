#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "net/handles.h"

namespace enocheck::net {
namespace {

using asio::redirect_error, asio::use_awaitable;

/// OpenSSL's reason for an alert from the other end is 1000 and the alert's number.
constexpr int kAlert = 1000;
/// The alerts with which an end refuses a certificate. Source: RFC 8446 section 6, RFC 5246 section 7.2
constexpr std::array kCertificateAlerts = {42, 43, 44, 45, 46, 48, 49, 116};

std::string tls_reason(const Fault& fault, const Ends& ends) {
  const auto code = static_cast<unsigned long>(fault.value());
  const auto* const text = ERR_reason_error_string(code);
  const std::string words = text == nullptr ? fault.message() : text;
  for (const int alert : kCertificateAlerts) {
    if (ERR_GET_REASON(code) == kAlert + alert) {
      return fmt::format("{} refused our {}: {}", ends.other, ends.certificate, words);
    }
  }
  switch (ERR_GET_REASON(code)) {
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return fmt::format("{} showed no certificate", ends.other);
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST: return fmt::format("{} speaks no TLS ({})", ends.other, words);
    default: return "TLS: " + words;
  }
}

/// Small messages go out at once; an end that has vanished is noticed some time.
void set_up(tcp::socket& socket) {
  Fault ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  socket.set_option(tcp::socket::keep_alive(true), ignored);
}

}  // namespace

std::string reason_of(const Fault& fault, const Ends& ends) {
  namespace error = asio::error;
  if (fault.category() == error::get_ssl_category()) { return tls_reason(fault, ends); }
  if (fault == error::connection_refused) { return "refused: nothing listens there"; }
  if (fault == error::connection_reset || fault == error::broken_pipe) {
    return fmt::format("reset by {}", ends.other);
  }
  if (fault == error::eof || fault == asio::ssl::error::stream_truncated) {
    return fmt::format("closed by {}", ends.other);
  }
  if (fault == error::address_in_use) { return "address in use"; }
  return fault.message();
}

Channel::Channel(tcp::socket socket) : socket_(std::move(socket)) {
  Fault unknown;
  if (const auto remote = socket_.remote_endpoint(unknown); !unknown) {
    peer_ = to_string(Endpoint{remote.address().to_string(), remote.port()});
    set_up(socket_);
  }
}

asio::awaitable<Fault> Channel::connect(const std::vector<std::string>& addresses, std::uint16_t port) {
  Fault fault = asio::error::host_not_found;
  for (const auto& text : addresses) {
    if (is_closed_) { co_return asio::error::operation_aborted; }
    const auto address = asio::ip::make_address(text, fault);
    if (fault) { continue; }
    Fault ignored;
    socket_.close(ignored);
    co_await socket_.async_connect({address, port}, redirect_error(use_awaitable, fault));
    if (!fault) {
      set_up(socket_);
      peer_ = to_string(Endpoint{text, port});
    }
    if (!fault) { break; }
  }
  co_return fault;
}

asio::awaitable<Fault> Channel::accept_tls(asio::ssl::context& context) {
  Fault fault;
  tls_.emplace(socket_, context);
  co_await tls_->async_handshake(asio::ssl::stream_base::server, redirect_error(use_awaitable, fault));
  co_return fault;
}

asio::awaitable<Fault> Channel::open_tls(asio::ssl::context& context, const std::string& host) {
  Fault fault;
  tls_.emplace(socket_, context);
  auto* const handle = tls_->native_handle();
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), host.c_str()) != 1) {
    SSL_set1_host(handle, host.c_str());
    SSL_set_tlsext_host_name(handle, host.c_str());
  }
  ERR_clear_error();
  co_await tls_->async_handshake(asio::ssl::stream_base::client, redirect_error(use_awaitable, fault));
  co_return fault;
}

asio::awaitable<std::size_t> Channel::read_some(asio::mutable_buffer to, Fault& fault) {
  if (tls_) { co_return co_await tls_->async_read_some(to, redirect_error(use_awaitable, fault)); }
  co_return co_await socket_.async_read_some(to, redirect_error(use_awaitable, fault));
}

asio::awaitable<Fault> Channel::write(std::string_view text) {
  Fault fault;
  if (tls_) {
    co_await asio::async_write(*tls_, asio::buffer(text), redirect_error(use_awaitable, fault));
  } else {
    co_await asio::async_write(socket_, asio::buffer(text), redirect_error(use_awaitable, fault));
  }
  co_return fault;
}

asio::awaitable<void> Channel::part() {
  Fault fault;
  if (tls_) { co_await tls_->async_shutdown(redirect_error(use_awaitable, fault)); }
  socket_.shutdown(tcp::socket::shutdown_send, fault);
  std::array<char, 4096> unread{};
  while (!fault) {
    co_await socket_.async_read_some(asio::buffer(unread), redirect_error(use_awaitable, fault));
  }
  close();
}

void Channel::close() {
  is_closed_ = true;
  Fault ignored;
  socket_.close(ignored);
}

bool Channel::is_quiet() {
  char octet = 0;
  return socket_.is_open() && recv(socket_.native_handle(), &octet, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
         (errno == EAGAIN || errno == EWOULDBLOCK);
}

Bytes Channel::peer_certificate() {
  const auto* const certificate = tls_ ? SSL_get0_peer_certificate(tls_->native_handle()) : nullptr;
  if (certificate == nullptr) { return {}; }
  const int size = i2d_X509(certificate, nullptr);
  Bytes der(size < 0 ? 0 : static_cast<std::size_t>(size));
  auto* out = der.data();
  if (size > 0) { i2d_X509(certificate, &out); }
  return der;
}

std::string Channel::verification() {
  return tls_ ? X509_verify_cert_error_string(SSL_get_verify_result(tls_->native_handle())) : "ok";
}

}  // namespace enocheck::net
