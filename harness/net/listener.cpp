#include <chrono>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/addresses.h"
#include "net/handles.h"

namespace enocheck::net {

Result<tcp::acceptor> listen(asio::io_context& io, const Endpoint& endpoint) {
  constexpr auto kLookUp = std::chrono::seconds(5);
  const auto addresses = addresses_of(endpoint.host, std::chrono::steady_clock::now() + kLookUp);
  if (!addresses) {
    return failure(ErrorCode::Io, to_string(endpoint) + ": cannot listen: " + addresses.error().detail);
  }
  Fault fault;
  const tcp::endpoint at(asio::ip::make_address(addresses->front(), fault), endpoint.port);
  tcp::acceptor acceptor(io);
  if (!fault) { acceptor.open(at.protocol(), fault); }
  if (!fault) { acceptor.set_option(tcp::acceptor::reuse_address(true), fault); }
  if (!fault) { acceptor.bind(at, fault); }
  if (!fault) { acceptor.listen(tcp::acceptor::max_listen_connections, fault); }
  if (fault) { return failure(ErrorCode::Io, to_string(endpoint) + ": cannot listen: " + reason_of(fault)); }
  return acceptor;
}

asio::awaitable<void> accept_each(tcp::acceptor& acceptor, Logger& log,
                                  std::function<void(tcp::socket)> take) {
  constexpr auto kRest = std::chrono::milliseconds(100);
  bool was_failing = false;
  while (acceptor.is_open()) {
    Fault fault;
    auto socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, fault));
    if (!acceptor.is_open()) { break; }
    if (!fault) {
      was_failing = false;
      take(std::move(socket));
    } else {
      if (!was_failing) { log.warning("cannot accept connections why={}", fault.message()); }
      was_failing = true;
      asio::steady_timer rest(acceptor.get_executor(), kRest);
      co_await rest.async_wait(asio::redirect_error(asio::use_awaitable, fault));
    }
  }
}

void run_logged(asio::io_context& io, Logger& log) {
  while (true) {
    try {
      io.run();
      return;
    } catch (const std::exception& thrown) {
      log.write(LogLevel::Error, fmt::format("network thread failed why={}", thrown.what()));
    }
  }
}

}  // namespace enocheck::net
