#include "net/http_server.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <future>
#include <memory>
#include <optional>
#include <thread>

#include "net/http_client.h"
#include "net/test_peer.h"

namespace enocheck::net {
namespace {

using std::chrono::milliseconds;

HttpResponse text_response(std::string body) {
  HttpResponse response;
  response.media_type = "text/plain";
  response.body = std::move(body);
  return response;
}

/// Says back what it understood of a request.
HttpResponse describe(const HttpRequest& request) {
  auto text = request.method + " " + request.path;
  for (const auto& [name, value] : request.query) { text += " " + name + "=" + value; }
  return text_response(text + " [" + request.media_type + "] " + request.body);
}

HttpLimits small_limits() {
  HttpLimits limits;
  limits.body = 1000;
  limits.header = 500;
  return limits;
}

class HttpServerTest : public testing::Test {
 protected:
  void start(HttpServer::Handler handler, const HttpLimits& limits = {}) {
    auto started = HttpServer::start({}, std::nullopt, limits, log_, std::move(handler));
    ASSERT_TRUE(started.has_value()) << started.error().detail;
    server_ = *std::move(started);
  }
  [[nodiscard]] Wire connect() const { return Wire::to(server_->endpoint()); }
  /// All that a server says to this request before it closes the connection.
  [[nodiscard]] std::string last_answer(std::string_view request) const {
    auto wire = connect();
    wire.send(request);
    return wire.read_all();
  }
  [[nodiscard]] Result<HttpResponse> get(std::string_view path) const {
    return (*HttpClient::create(*parse_url(server_->url())))->get(path, kLongEnough);
  }

  Lines log_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, HandsOnADecodedRequest) {
  start(describe);
  EXPECT_EQ(last_answer("POST /a%20b+c?x=1%262&y=a+b&x=9 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                        "Content-Type: Application/XML; charset=utf-8\r\nContent-Length: 4\r\n\r\nbody"),
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 46\r\n\r\n"
            "POST /a b+c x=1&2 y=a b [application/xml] body");
}

TEST_F(HttpServerTest, AnswersRequestAfterRequestOnOneConnection) {
  start(describe);
  auto wire = connect();
  wire.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\nGET ");
  EXPECT_TRUE(wire.read_answer().ends_with("GET /1 [] "));
  EXPECT_TRUE(wire.read_answer().ends_with("GET /2 [] "));
  wire.send("/3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(wire.read_all().ends_with("GET /3 [] "));
}

TEST_F(HttpServerTest, TakesChunksAndEveryMethod) {
  start(describe, small_limits());
  EXPECT_TRUE(
      last_answer("DELETE /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "3\r\nabc\r\n2;note=1\r\nde\r\n0\r\n\r\n")
          .ends_with("DELETE /x [] abcde"));
  EXPECT_EQ(last_answer("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n");
  EXPECT_TRUE(last_answer("GET /old HTTP/1.0\r\n\r\n").ends_with("GET /old [] "));
  EXPECT_TRUE(last_answer("GET http://h/abs?q HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                  .ends_with("GET /abs q= [] "));
}

TEST_F(HttpServerTest, RefusesWhatBreaksTheRules) {
  start(describe, small_limits());
  const std::string start = "POST /x HTTP/1.1\r\nHost: h\r\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"no HTTP at all\r\n\r\n", "400"},
      {std::string("\x16\x03\x01\x02\0\x01", 6) + "\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
      {"GET /%0 HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
      {"GET /a%00b HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
      {"GET /?a=%zz HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
      {"GET x HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
      {start + "Content-Length: x\r\n\r\n", "400"},
      {start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {start + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "400"},
      {start + "Transfer-Encoding: gzip, chunked\r\n\r\n", "501"},
      {start + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n12345", "415"},
      {start + "Expect: a-miracle\r\nContent-Length: 5\r\n\r\n", "417"},
      {start + "Content-Length: 1001\r\n\r\n", "413"},
      {start + "Content-Length: 99999999999999\r\n\r\n" + std::string(2000000, 'x'), "413"},
      {start + "Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n", "413"},
      {start + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x') + "\r\n", "413"},
      {start + "X-Long: " + std::string(500, 'x') + "\r\n\r\n", "431"},
      {start + "X-Endless: " + std::string(2000000, 'x'), "431"},
      {start + "Transfer-Encoding: chunked\r\n\r\n3;" + std::string(40000, 'x'), "431"},
  };
  for (const auto& [request, status] : cases) {
    const auto answer = last_answer(request);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + status + " ")) << request.substr(0, 90) << "\n" << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos) << request.substr(0, 90);
  }
  EXPECT_EQ(get("/still")->body, "GET /still [] ");
}

TEST_F(HttpServerTest, TakesWhatIsJustWithinTheLimits) {
  start([](const HttpRequest& request) { return text_response(std::to_string(request.body.size())); },
        small_limits());
  auto client = *HttpClient::create(*parse_url(server_->url()));
  EXPECT_EQ(client->post("/", "a/b", std::string(1000, 'x'), kLongEnough)->body, "1000");
  EXPECT_EQ(client->post("/", "a/b", std::string(1001, 'x'), kLongEnough)->status, 413);
  EXPECT_EQ(client->post("/", "a/b", std::string(8U << 20U, 'x'), kLongEnough)->status, 413);
}

TEST_F(HttpServerTest, AsksForTheBodyOfACarefulClient) {
  start(describe);
  auto wire = connect();
  wire.send(
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(wire.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  wire.send("abc");
  EXPECT_TRUE(wire.read_all().ends_with("POST / [] abc"));
}

TEST_F(HttpServerTest, SaysNoMoreThanItsStatusAllows) {
  start([](const HttpRequest&) {
    auto response = text_response("unsaid");
    response.status = 204;
    response.headers["X-Split"] = "a\r\nInjected: b";
    return response;
  });
  EXPECT_EQ(last_answer("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
            "HTTP/1.1 204 No Content\r\nConnection: close\r\nX-Split: a  Injected: b\r\n\r\n");
}

TEST_F(HttpServerTest, AnswersForAHandlerThatThrows) {
  start([](const HttpRequest& request) -> HttpResponse {
    if (request.path == "/bad") { throw std::runtime_error("out of ideas"); }
    return describe(request);
  });
  auto client = *HttpClient::create(*parse_url(server_->url()));
  EXPECT_EQ(client->get("/bad", kLongEnough)->status, 500);
  EXPECT_EQ(client->get("/good", kLongEnough)->status, 200);
  EXPECT_TRUE(log_.shows("request failed target=/bad why=out of ideas"));
}

TEST_F(HttpServerTest, TurnsAwayConnectionsBeyondTheLimit) {
  HttpLimits limits;
  limits.connections = 2;
  start(describe, limits);
  std::vector<Wire> kept;
  for (int i = 0; i < 2; ++i) {
    kept.push_back(connect());
    kept.back().send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(kept.back().read_answer().starts_with("HTTP/1.1 200"));
  }
  const auto answer = connect().read_all();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n")) << answer;
  EXPECT_NE(answer.find("\r\nRetry-After: 1\r\n"), std::string::npos) << answer;
  kept.front().send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(kept.front().read_all().starts_with("HTTP/1.1 200")) << "the others are served on";
}

TEST_F(HttpServerTest, CutsOffSlowClients) {
  HttpLimits limits;
  limits.request = milliseconds(100);
  start(describe, limits);
  for (const auto* const part :
       {"G", "GET / HTTP/1.1\r\nHost: h\r\n", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n12"}) {
    EXPECT_EQ(last_answer(part), "") << part;
  }
  EXPECT_TRUE(log_.shows("slow client cut off client=127.0.0.1:"));
  EXPECT_EQ(get("/")->status, 200);
}

TEST_F(HttpServerTest, CutsOffIdleClients) {
  HttpLimits limits;
  limits.idle = milliseconds(100);
  start(describe, limits);
  EXPECT_EQ(connect().read_all(), "");
  EXPECT_TRUE(last_answer("GET / HTTP/1.1\r\nHost: h\r\n\r\n").ends_with("GET / [] "))
      << "answered, then cut off";
}

TEST_F(HttpServerTest, CutsOffAClientThatDoesNotTakeItsAnswer) {
  HttpLimits limits;
  limits.request = milliseconds(100);
  start([](const HttpRequest&) { return text_response(std::string(64U << 20U, 'x')); }, limits);
  auto wire = connect();
  wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(log_.shows(" in=answer"));
}

/// Leaves this process no descriptor to open while it lives.
class NoDescriptors {
 public:
  explicit NoDescriptors(rlim_t few) {
    getrlimit(RLIMIT_NOFILE, &before_);
    auto now = before_;
    now.rlim_cur = few;
    setrlimit(RLIMIT_NOFILE, &now);
    for (int taken = 0; (taken = dup(0)) >= 0;) { taken_.push_back(taken); }
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;
  ~NoDescriptors() {
    for (const int taken : taken_) { close(taken); }
    setrlimit(RLIMIT_NOFILE, &before_);
  }
  void give_back_one() {
    close(taken_.back());
    taken_.pop_back();
  }

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

TEST_F(HttpServerTest, WaitsWhereTheSystemHasNoDescriptorLeft) {
  start(describe);
  std::optional<NoDescriptors> shortage(256);
  shortage->give_back_one();
  auto wire = connect();
  wire.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(log_.shows("cannot accept connections why=Too many open files"));
  shortage.reset();
  EXPECT_TRUE(wire.read_all().starts_with("HTTP/1.1 200"));
  EXPECT_EQ(log_.count("cannot accept"), 1U) << "said once, not in a loop";
}

TEST_F(HttpServerTest, ServesManyClientsAtOnce) {
  start(describe);
  std::vector<std::future<int>> clients;
  for (int i = 0; i < 64; ++i) {
    clients.push_back(std::async(std::launch::async, [&, i] {
      auto client = *HttpClient::create(*parse_url(server_->url()));
      int right = 0;
      for (int j = 0; j < 20; ++j) {
        const auto body = std::to_string(i) + "/" + std::to_string(j);
        const auto response = client->post("/x", "text/plain", body, kLongEnough);
        right += response && response->body == "POST /x [text/plain] " + body ? 1 : 0;
      }
      return right;
    }));
  }
  for (auto& client : clients) { EXPECT_EQ(client.get(), 20); }
}

/// A handler that stays with `/wait` until the gate is open.
class HttpServerWithGate : public HttpServerTest {
 protected:
  HttpServer::Handler waiting() {
    return [this, open = gate_.get_future().share()](const HttpRequest& request) {
      if (request.path == "/wait") {
        entered_.add();
        open.wait();
      }
      return describe(request);
    };
  }
  /// Somebody who asks and waits.
  [[nodiscard]] Wire ask_to_wait() const {
    auto wire = connect();
    wire.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
    return wire;
  }

  Counter entered_;
  std::promise<void> gate_;
};

TEST_F(HttpServerWithGate, SlowRequestsKeepNobodyWaiting) {
  start(waiting());
  std::vector<Wire> slow;
  for (int i = 0; i < 3; ++i) { slow.push_back(ask_to_wait()); }
  ASSERT_TRUE(entered_.reaches(3));
  EXPECT_EQ(get("/quick")->status, 200);
  gate_.set_value();
  for (auto& wire : slow) { EXPECT_TRUE(wire.read_answer().starts_with("HTTP/1.1 200")); }
}

TEST_F(HttpServerWithGate, SurvivesAClientThatLeavesBeforeItsAnswer) {
  start(waiting());
  {
    auto wire = ask_to_wait();
    ASSERT_TRUE(entered_.reaches(1));
  }
  gate_.set_value();
  EXPECT_EQ(get("/next")->status, 200);
}

TEST_F(HttpServerWithGate, AnswersTheRequestAtHandBeforeItEnds) {
  start(waiting());
  auto idle = connect();
  idle.send("GET /quick HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(idle.read_answer().starts_with("HTTP/1.1 200"));
  auto wire = ask_to_wait();
  ASSERT_TRUE(entered_.reaches(1));
  auto end = std::async(std::launch::async, [this] { server_.reset(); });
  EXPECT_EQ(idle.read_all(), "") << "an idle connection is closed when the end begins";
  gate_.set_value();
  const auto answer = wire.read_answer();
  EXPECT_TRUE(answer.ends_with("GET /wait [] ")) << answer;
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  wire.close();
  EXPECT_EQ(end.wait_for(kLongEnough), std::future_status::ready);
}

TEST_F(HttpServerWithGate, CallsNoHandlerAfterItsPatience) {
  start(waiting());
  std::vector<Wire> wires;
  for (int i = 0; i < 12; ++i) { wires.push_back(ask_to_wait()); }
  ASSERT_TRUE(entered_.reaches(4));
  auto end = std::async(std::launch::async, [this] { server_.reset(); });
  for (auto& wire : wires) { EXPECT_EQ(wire.read_all(), "") << "cut off after two seconds"; }
  gate_.set_value();
  EXPECT_EQ(end.wait_for(kLongEnough), std::future_status::ready);
  EXPECT_EQ(entered_.count(), 4) << "the eight others never reached the handler";
}

TEST_F(HttpServerTest, NamesTheEndpointThatItCannotHave) {
  start(describe);
  const auto second = HttpServer::start(server_->endpoint(), std::nullopt, {}, log_, describe);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::Io);
  EXPECT_EQ(second.error().detail, to_string(server_->endpoint()) + ": cannot listen: address in use");
  EXPECT_FALSE(HttpServer::start({"no-such-host.invalid", 0}, std::nullopt, {}, log_, describe).has_value());
}

}  // namespace
}  // namespace enocheck::net
