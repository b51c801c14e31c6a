#include "net/http_client.h"

#include <algorithm>
#include <exception>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "net/addresses.h"
#include "net/handles.h"
#include "net/request_target.h"

namespace enocheck::net {
namespace {

namespace http = boost::beast::http;
using Parser = http::response_parser<http::string_body>;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kMaxAnswer = std::size_t{16} << 20U;
constexpr std::uint32_t kMaxHeader = std::uint32_t{64} << 10U;
constexpr std::size_t kReadAtOnce = std::size_t{64} << 10U;

struct Asked {
  std::string_view method;
  std::string_view path;
  std::string_view media_type;
  std::string_view body;
};

/// Printable ASCII on one line: nothing that could start a header of its own.
bool is_line(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7F'; });
}

bool is_word(std::string_view text) { return is_line(text) && text.find(' ') == std::string_view::npos; }

HttpResponse to_response(http::message<false, http::string_body>&& answer) {
  HttpResponse response;
  response.status = static_cast<int>(answer.result_int());
  response.media_type = media_type_of(answer[http::field::content_type]);
  for (const auto& field : answer) { response.headers.emplace(field.name_string(), field.value()); }
  for (const auto* const known : {"Content-Length", "Content-Type", "Connection"}) {
    response.headers.erase(known);
  }
  response.body = std::move(answer.body());
  return response;
}

std::string parser_reason(const Fault& fault) {
  if (fault == http::error::body_limit) { return "the answer is larger than 16 MiB"; }
  if (fault == http::error::header_limit) { return "the header of the answer is larger than 64 KiB"; }
  if (fault == http::error::partial_message) { return "closed by the server in the middle of its answer"; }
  return "the answer is no HTTP: " + fault.message();
}

}  // namespace

struct HttpClient::Connection {
  Connection(Url server, std::optional<asio::ssl::context> context)
      : url(std::move(server)), tls(std::move(context)) {}

  [[nodiscard]] Result<HttpResponse> call(const Asked& asked, Duration patience);
  [[nodiscard]] asio::awaitable<Result<HttpResponse>> exchange(std::string_view request,
                                                               std::vector<std::string> addresses);
  [[nodiscard]] asio::awaitable<Status> open(std::vector<std::string> addresses);
  [[nodiscard]] asio::awaitable<Status> read(Parser& parser);
  [[nodiscard]] asio::awaitable<Status> receive(Parser& parser);
  [[nodiscard]] std::string request_text(const Asked& asked) const;
  [[nodiscard]] tl::unexpected<Error> failed(ErrorCode code, std::string_view why) const {
    return failure(code, fmt::format("{}: {}", to_string(url), why));
  }

  Url url;
  std::optional<asio::ssl::context> tls;
  asio::io_context io{1};
  std::optional<Channel> channel;  ///< open, or to be opened before the next request
  boost::beast::flat_buffer unread;
  std::string_view awaited;  ///< what patience would end waiting for
};

Result<HttpResponse> HttpClient::Connection::call(const Asked& asked, Duration patience) {
  if (!is_word(asked.path) || !is_line(asked.media_type)) {
    return failed(ErrorCode::BadValue, "a path or media type that no header can hold");
  }
  const auto request = request_text(asked);
  const auto deadline = Steady::now() + patience;
  std::vector<std::string> addresses;
  if (!channel || !channel->is_quiet()) {
    auto found = addresses_of(url.endpoint.host, deadline);
    if (!found) { return failed(found.error().code, found.error().detail); }
    addresses = *std::move(found);
    channel.emplace(tcp::socket(io));
    unread.clear();
  }
  std::optional<Result<HttpResponse>> outcome;
  asio::co_spawn(io, exchange(request, std::move(addresses)),
                 [&](std::exception_ptr thrown, Result<HttpResponse> got) {
                   outcome = thrown ? failed(ErrorCode::Io, "out of memory") : std::move(got);
                 });
  io.restart();
  io.run_until(deadline);
  if (!outcome) {
    channel->close();
    io.run();
    outcome = failed(ErrorCode::Timeout, fmt::format("no {} within {} ms", awaited, patience.count()));
  }
  if (!*outcome) { channel.reset(); }
  return *std::move(outcome);
}

asio::awaitable<Result<HttpResponse>> HttpClient::Connection::exchange(std::string_view request,
                                                                       std::vector<std::string> addresses) {
  if (!addresses.empty()) {
    const auto opened = co_await open(std::move(addresses));
    if (!opened) { co_return tl::unexpected(opened.error()); }
  }
  awaited = "answer";
  const auto unsent = co_await channel->write(request);
  // A server may answer and close before it has read everything: its answer says more than the broken pipe.
  std::optional<Parser> parser;
  do {
    parser.emplace();
    parser->header_limit(kMaxHeader);
    parser->body_limit(kMaxAnswer);
    const auto got = co_await read(*parser);
    if (!got) { co_return tl::unexpected(got.error()); }
  } while (parser->get().result_int() < 200);
  const bool may_stay = !unsent && parser->keep_alive() && unread.size() == 0;
  if (!may_stay) { channel->close(); }
  co_return to_response(parser->release());
}

asio::awaitable<Status> HttpClient::Connection::open(std::vector<std::string> addresses) {
  awaited = "connection";
  auto fault = co_await channel->connect(addresses, url.endpoint.port);
  if (fault) { co_return failed(ErrorCode::Io, reason_of(fault, kToServer)); }
  if (!tls) { co_return Status{}; }
  awaited = "TLS handshake";
  fault = co_await channel->open_tls(*tls, url.endpoint.host);
  if (!fault) { co_return Status{}; }
  const auto verified = channel->verification();
  if (verified != "ok") {
    co_return failed(ErrorCode::Io, "the server's certificate is not trusted: " + verified);
  }
  co_return failed(ErrorCode::Io, reason_of(fault, kToServer));
}

asio::awaitable<Status> HttpClient::Connection::read(Parser& parser) {
  while (!parser.is_done()) {
    if (unread.size() > 0) {
      Fault fault;
      unread.consume(parser.put(unread.data(), fault));
      if (!fault) { continue; }
      if (fault == http::error::need_more && unread.size() > kMaxHeader) {
        fault = http::error::header_limit;
      }
      if (fault != http::error::need_more) { co_return failed(ErrorCode::Io, parser_reason(fault)); }
    }
    const auto received = co_await receive(parser);
    if (!received) { co_return received; }
  }
  co_return Status{};
}

/// The next octets; the end of the connection, where that ends the answer.
asio::awaitable<Status> HttpClient::Connection::receive(Parser& parser) {
  Fault fault;
  const auto got = co_await channel->read_some(unread.prepare(kReadAtOnce), fault);
  unread.commit(got);
  if (!fault) { co_return Status{}; }
  if (fault != asio::error::eof || !parser.got_some()) {
    const bool is_alert = fault.category() == asio::error::get_ssl_category();
    const auto* const when = parser.got_some() ? " in the middle of its answer" : " before its answer";
    co_return failed(ErrorCode::Io, reason_of(fault, kToServer) + (is_alert ? "" : when));
  }
  parser.put_eof(fault);
  if (fault) { co_return failed(ErrorCode::Io, parser_reason(fault)); }
  co_return Status{};
}

std::string HttpClient::Connection::request_text(const Asked& asked) const {
  const auto target = fmt::format("{}{}", url.path, asked.path);
  auto text = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", asked.method, target.empty() ? "/" : target,
                          to_string(url.endpoint));
  if (asked.method == "POST") {
    text += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", asked.media_type, asked.body.size());
  }
  return text.append("\r\n").append(asked.body);
}

Result<std::unique_ptr<HttpClient>> HttpClient::create(const Url& server,
                                                       const std::optional<TlsFiles>& tls) {
  std::optional<asio::ssl::context> context;
  if (server.is_tls) {
    auto made = client_context(tls.value_or(TlsFiles{}));
    if (!made) { return failure(made.error(), to_string(server)); }
    context = *std::move(made);
  }
  return std::unique_ptr<HttpClient>(
      new HttpClient(std::make_unique<Connection>(server, std::move(context))));
}

HttpClient::HttpClient(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::post(std::string_view path, std::string_view media_type,
                                      std::string_view body, Duration patience) {
  return connection_->call({"POST", path, media_type, body}, patience);
}

Result<HttpResponse> HttpClient::get(std::string_view path, Duration patience) {
  return connection_->call({"GET", path, {}, {}}, patience);
}

}  // namespace enocheck::net
