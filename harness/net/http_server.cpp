#include "net/http_server.h"

#include <atomic>
#include <exception>
#include <future>
#include <mutex>
#include <set>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include "net/handles.h"
#include "net/request_target.h"

namespace enocheck::net {
namespace {

namespace http = boost::beast::http;
using Steady = std::chrono::steady_clock;
using Parser = http::request_parser<http::string_body>;

constexpr unsigned kHandlerThreads = 4;
/// Connections beyond the limit that are told so; further ones are closed.
constexpr std::size_t kRefusals = 64;
constexpr Duration kLastAnswers = std::chrono::seconds(2);
constexpr Duration kFarewell = std::chrono::seconds(1);
constexpr std::size_t kReadAtOnce = std::size_t{16} << 10U;

/// What came of reading a request, besides the statuses with which the server answers by itself.
constexpr int kGone = 0;
constexpr int kRead = 200;

HttpResponse response_with(int status) {
  HttpResponse response;
  response.status = status;
  return response;
}

/// A response as it travels. Line breaks in a header would start another one: they become blanks.
std::string to_wire(const HttpResponse& response, std::string_view connection, bool is_head) {
  const bool is_known = response.status >= 200 && response.status <= 599;
  const auto status = is_known ? response.status : 500;
  const std::string_view reason = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
  std::string wire = fmt::format("HTTP/1.1 {} {}\r\nConnection: {}\r\n", status, reason, connection);
  const auto add = [&wire](std::string_view name, std::string value) {
    std::ranges::replace_if(
        value, [](char c) { return c == '\r' || c == '\n'; }, ' ');
    wire.append(name).append(": ").append(value).append("\r\n");
  };
  for (const auto& [name, value] : response.headers) { add(name, value); }
  const bool has_body = status != 204 && status != 304;
  if (has_body && !response.media_type.empty()) { add("Content-Type", response.media_type); }
  if (has_body) { add("Content-Length", std::to_string(response.body.size())); }
  wire += "\r\n";
  if (has_body && !is_head) { wire += response.body; }
  return wire;
}

/// What the connections of one server share.
struct Service {
  const HttpLimits limits;
  Logger& log;
  const HttpServer::Handler handler;
  std::optional<asio::ssl::context> tls;
  asio::thread_pool handlers{kHandlerThreads};
  std::atomic<bool> is_over = false;  ///< the handler is not called any more
};

/// One connection: a request, its answer, the next request. On the server's thread but for the handler.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Service& service)
      : service_(service), timer_(socket.get_executor()), channel_(std::move(socket)) {}

  /// Answers requests until the client leaves, breaks the rules, or the server ends.
  [[nodiscard]] asio::awaitable<void> serve();
  /// Says that there are too many connections.
  [[nodiscard]] asio::awaitable<void> refuse();
  /// No further request; at once if none is at hand.
  void end_after_request();
  void cut();

 private:
  [[nodiscard]] asio::awaitable<bool> shake_hands();
  [[nodiscard]] asio::awaitable<int> read_request();
  [[nodiscard]] asio::awaitable<int> read_until(bool (Parser::*is_done)() const);
  [[nodiscard]] asio::awaitable<bool> receive();
  [[nodiscard]] int take_header();
  [[nodiscard]] asio::awaitable<HttpResponse> answer();
  [[nodiscard]] asio::awaitable<Result<HttpResponse>> call_handler();
  [[nodiscard]] asio::awaitable<bool> send(HttpResponse response, bool keeps_alive);
  [[nodiscard]] asio::awaitable<void> part();
  /// What goes on has to end within `limit`, or the connection is cut off; that is logged where `what` is
  /// named.
  void allow(Duration limit, std::string_view what = {});
  void allow_for_ever() { timer_.expires_at(Steady::time_point::max()); }

  Service& service_;
  asio::steady_timer timer_;
  Channel channel_;
  boost::beast::flat_buffer unread_;
  std::optional<Parser> parser_;
  HttpRequest request_;
  Bytes client_certificate_;
  bool is_busy_ = false;  ///< from the first octet of a request to the last of its answer
  bool is_last_ = false;  ///< the server ends
};

void Session::allow(Duration limit, std::string_view what) {
  timer_.expires_after(limit);
  timer_.async_wait([self = shared_from_this(), what](const Fault& aborted) {
    // A wait that was over just before it was replaced still comes here.
    if (aborted || self->timer_.expiry() > Steady::now()) { return; }
    if (!what.empty()) {
      self->service_.log.info("slow client cut off client={} in={}", self->channel_.peer(), what);
    }
    self->cut();
  });
}

void Session::cut() {
  timer_.cancel();
  channel_.close();
}

void Session::end_after_request() {
  is_last_ = true;
  if (!is_busy_) { cut(); }
}

asio::awaitable<void> Session::serve() {
  bool is_open = co_await shake_hands();
  while (is_open) {
    const int status = co_await read_request();
    if (status == kGone) { break; }
    auto response = response_with(status);
    if (status == kRead) { response = co_await answer(); }
    is_open = co_await send(std::move(response), status == kRead && parser_->keep_alive() && !is_last_);
    request_ = {};  // an idle connection keeps no body
    is_busy_ = false;
  }
  co_await part();
}

asio::awaitable<void> Session::refuse() {
  service_.log.info("too many connections: one is turned away client={}", channel_.peer());
  if (co_await shake_hands()) {
    auto response = response_with(503);
    response.headers["Retry-After"] = "1";
    co_await send(std::move(response), false);
  }
  co_await part();
}

asio::awaitable<void> Session::part() {
  is_busy_ = true;  // an answer may be on its way still; what follows is short
  allow(std::min(kFarewell, service_.limits.idle));
  co_await channel_.part();
  timer_.cancel();
}

asio::awaitable<bool> Session::shake_hands() {
  if (!service_.tls) { co_return true; }
  allow(service_.limits.idle, "handshake");
  const auto fault = co_await channel_.accept_tls(*service_.tls);
  if (fault) {
    service_.log.info("TLS handshake failed client={} why={}", channel_.peer(), reason_of(fault, kToClient));
    co_return false;
  }
  client_certificate_ = channel_.peer_certificate();
  co_return true;
}

asio::awaitable<bool> Session::receive() {
  Fault fault;
  const auto got = co_await channel_.read_some(unread_.prepare(kReadAtOnce), fault);
  unread_.commit(got);
  co_return !fault;
}

asio::awaitable<int> Session::read_request() {
  const auto& limits = service_.limits;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits.header));
  parser_->body_limit(limits.body);
  if (unread_.size() == 0) {
    allow(limits.idle);
    if (!co_await receive()) { co_return kGone; }
  }
  is_busy_ = true;
  allow(limits.request, "request");
  int status = co_await read_until(&Parser::is_header_done);
  if (status == kRead) { status = take_header(); }
  if (status != kRead) { co_return status; }
  if (!parser_->is_done() && !parser_->get()[http::field::expect].empty()) {
    const auto fault = co_await channel_.write("HTTP/1.1 100 Continue\r\n\r\n");
    if (fault) { co_return kGone; }
  }
  status = co_await read_until(&Parser::is_done);
  if (status == kRead) { request_.body = std::move(parser_->get().body()); }
  co_return status;
}

asio::awaitable<int> Session::read_until(bool (Parser::*is_done)() const) {
  while (!((*parser_).*is_done)()) {
    if (unread_.size() > 0) {
      Fault fault;
      unread_.consume(parser_->put(unread_.data(), fault));
      if (!fault) { continue; }
      if (fault == http::error::body_limit) { co_return 413; }
      // Header lines, and the lines between chunks, have to be at hand as a whole.
      if (fault == http::error::header_limit || unread_.size() > service_.limits.header) { co_return 431; }
      if (fault != http::error::need_more) { co_return 400; }
    }
    if (!co_await receive()) { co_return kGone; }
  }
  co_return kRead;
}

/// Judges the header of a request, and keeps what the handler needs of it.
int Session::take_header() {
  const auto& header = parser_->get();
  const auto coding = lower_case(header[http::field::transfer_encoding]);
  if (!coding.empty() && coding != "chunked") { return 501; }
  const auto encoding = lower_case(header[http::field::content_encoding]);
  if (!encoding.empty() && encoding != "identity") { return 415; }
  const auto expected = lower_case(header[http::field::expect]);
  if (!expected.empty() && expected != "100-continue") { return 417; }
  if (header.version() >= 11 && header.count(http::field::host) != 1) { return 400; }
  auto target = parse_request_target(header.target());
  if (!target) { return 400; }
  request_ = {std::string(header.method_string()),
              std::move(target->path),
              std::move(target->query),
              media_type_of(header[http::field::content_type]),
              {},
              client_certificate_};
  return kRead;
}

asio::awaitable<HttpResponse> Session::answer() {
  allow_for_ever();
  auto response = co_await asio::co_spawn(service_.handlers, call_handler(), asio::use_awaitable);
  if (response) { co_return *std::move(response); }
  service_.log.warning("request failed target={} why={}", std::string_view(parser_->get().target()),
                       response.error().detail);
  co_return response_with(500);
}

/// On one of the handlers' threads.
asio::awaitable<Result<HttpResponse>> Session::call_handler() {
  if (service_.is_over) { co_return failure(ErrorCode::Io, "the server ends"); }
  try {
    co_return service_.handler(request_);
  } catch (const std::exception& thrown) {
    co_return failure(ErrorCode::Internal, thrown.what());
  } catch (...) { co_return failure(ErrorCode::Internal, "the handler threw"); }
}

asio::awaitable<bool> Session::send(HttpResponse response, bool keeps_alive) {
  allow(service_.limits.request, "answer");
  const auto wire = to_wire(response, keeps_alive ? "keep-alive" : "close", request_.method == "HEAD");
  const auto fault = co_await channel_.write(wire);
  co_return keeps_alive && !fault;
}

}  // namespace

struct HttpServer::Running {
  Running(std::optional<asio::ssl::context> tls, const HttpLimits& limits, Logger& log, Handler handler)
      : service{limits, log, std::move(handler), std::move(tls)} {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running();

  [[nodiscard]] Status open(const Endpoint& endpoint);
  void take(tcp::socket socket);
  void tell_if_empty();

  Service service;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(io);
  std::optional<tcp::acceptor> acceptor;
  Endpoint endpoint;
  std::set<std::shared_ptr<Session>> sessions;
  bool is_ending = false;
  std::promise<void> empty;  ///< ending, and no session is left
  std::thread thread;
};

Status HttpServer::Running::open(const Endpoint& wanted) {
  auto listening = listen(io, wanted);
  if (!listening) { return tl::unexpected(listening.error()); }
  acceptor = *std::move(listening);
  endpoint = {wanted.host, acceptor->local_endpoint().port()};
  asio::co_spawn(io,
                 accept_each(*acceptor, service.log, [this](tcp::socket socket) { take(std::move(socket)); }),
                 asio::detached);
  thread = std::thread([this] { run_logged(io, service.log); });
  return {};
}

void HttpServer::Running::take(tcp::socket socket) {
  const auto limit = service.limits.connections;
  if (is_ending || sessions.size() >= limit + kRefusals) { return; }
  const bool is_refused = sessions.size() >= limit;
  const auto session = std::make_shared<Session>(std::move(socket), service);
  sessions.insert(session);
  asio::co_spawn(io, is_refused ? session->refuse() : session->serve(),
                 [this, session](std::exception_ptr thrown) {
                   if (thrown) { service.log.warning("connection failed: out of memory"); }
                   session->cut();
                   sessions.erase(session);
                   tell_if_empty();
                 });
}

void HttpServer::Running::tell_if_empty() {
  if (is_ending && sessions.empty()) { empty.set_value(); }
}

HttpServer::Running::~Running() {
  if (!thread.joinable()) { return; }
  const auto each = [this](void (Session::*act)()) {
    return [this, act] {
      for (const auto& session : std::set(sessions)) { ((*session).*act)(); }
    };
  };
  asio::post(io, [this, each] {
    is_ending = true;
    acceptor->close();
    each (&Session::end_after_request)();
    tell_if_empty();
  });
  auto gone = empty.get_future();
  if (gone.wait_for(kLastAnswers) != std::future_status::ready) {
    service.is_over = true;
    asio::post(io, each(&Session::cut));
    gone.wait();
  }
  work.reset();
  thread.join();
  service.handlers.join();
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const Endpoint& endpoint,
                                                      const std::optional<ServerTls>& tls,
                                                      const HttpLimits& limits, Logger& log,
                                                      Handler handler) {
  std::optional<asio::ssl::context> context;
  if (tls) {
    auto made = server_context(*tls);
    if (!made) { return tl::unexpected(made.error()); }
    context = *std::move(made);
  }
  auto running = std::make_unique<Running>(std::move(context), limits, log, std::move(handler));
  if (const auto opened = running->open(endpoint); !opened) { return tl::unexpected(opened.error()); }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(running)));
}

HttpServer::HttpServer(std::unique_ptr<Running> running) : running_(std::move(running)) {}
HttpServer::~HttpServer() = default;

const Endpoint& HttpServer::endpoint() const { return running_->endpoint; }

std::string HttpServer::url() const {
  return to_string(Url{running_->service.tls.has_value(), running_->endpoint, ""});
}

}  // namespace enocheck::net
