#include "net/http_client.h"

#include <gtest/gtest.h>

#include <future>

#include "net/test_peer.h"

namespace enocheck::net {
namespace {

using std::chrono::milliseconds;

std::unique_ptr<HttpClient> client_of(const Endpoint& endpoint, const std::string& path = "") {
  return *HttpClient::create(Url{false, endpoint, path});
}

/// A server that takes one connection, waits for one request and says `answer`, whatever that is.
class Scripted {
 public:
  explicit Scripted(std::string answer) {
    served_ = std::async(std::launch::async, [this, answer = std::move(answer)] {
      auto wire = listener_.take();
      auto request = wire.read_until("\r\n\r\n");
      wire.send(answer);
      return request;
    });
  }
  [[nodiscard]] const Endpoint& endpoint() const { return listener_.endpoint(); }
  [[nodiscard]] std::string request() { return served_.get(); }

 private:
  PlainListener listener_;
  std::future<std::string> served_;
};

TEST(HttpClient, WritesWhatAServerExpects) {
  Scripted server("HTTP/1.1 204 No Content\r\n\r\n");
  const auto response =
      client_of(server.endpoint(), "/api")->post("/v1?x=1", "application/xml", "", kLongEnough);
  ASSERT_TRUE(response.has_value()) << response.error().detail;
  EXPECT_EQ(response->status, 204);
  EXPECT_EQ(server.request(), "POST /api/v1?x=1 HTTP/1.1\r\nHost: " + to_string(server.endpoint()) +
                                  "\r\nContent-Type: application/xml\r\nContent-Length: 0\r\n\r\n");
}

TEST(HttpClient, ReadsEveryShapeOfAnswer) {
  const std::vector<std::string> answers = {
      "HTTP/1.1 201 Created\r\nContent-Type: Text/Plain; charset=x\r\nX-Own: 7\r\nContent-Length: "
      "3\r\n\r\nabc",
      "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nX-Own: 7\r\nTransfer-Encoding: "
      "chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n",
      "HTTP/1.0 201 Created\r\nContent-Type: text/plain\r\nX-Own: 7\r\n\r\nabc",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 \r\n\r\n"
      "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nX-Own: 7\r\nContent-Length: 3\r\n\r\nabc",
  };
  for (const auto& answer : answers) {
    const Scripted server(answer);
    const auto response = client_of(server.endpoint())->get("/", kLongEnough);
    ASSERT_TRUE(response.has_value()) << response.error().detail;
    EXPECT_EQ(response->status, 201) << answer;
    EXPECT_EQ(response->media_type, "text/plain") << answer;
    EXPECT_EQ(response->body, "abc") << answer;
    EXPECT_EQ(response->headers.at("X-Own"), "7") << answer;
    EXPECT_FALSE(response->headers.contains("Content-Type"));
  }
}

TEST(HttpClient, SaysWhatIsWrongWithAnAnswer) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "closed by the server before its answer"},
      {"HTTP/1.1 200 OK\r\nContent-Le", "closed by the server in the middle of its answer"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "closed by the server in the middle of its answer"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", "in the middle of its answer"},
      {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "the answer is no HTTP: "},
      {"HTTP/1.1 200 OK\r\nContent-Length: 16777217\r\n\r\n", "the answer is larger than 16 MiB"},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(70000, 'x'), "the header of the answer is larger than 64 KiB"},
  };
  for (const auto& [answer, why] : cases) {
    const Scripted server(answer);
    const auto response = client_of(server.endpoint(), "/api")->get("/x", kLongEnough);
    ASSERT_FALSE(response.has_value()) << answer.substr(0, 90);
    EXPECT_EQ(response.error().code, ErrorCode::Io);
    EXPECT_TRUE(response.error().detail.starts_with("http://" + to_string(server.endpoint()) + "/api: "));
    EXPECT_NE(response.error().detail.find(why), std::string::npos) << response.error().detail;
  }
}

TEST(HttpClient, SaysThatNobodyListens) {
  PlainListener listener;
  const auto endpoint = listener.endpoint();
  listener.close();
  const auto response = client_of(endpoint)->get("/", kLongEnough);
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, ErrorCode::Io);
  EXPECT_EQ(response.error().detail, "http://" + to_string(endpoint) + ": refused: nothing listens there");
}

TEST(HttpClient, SaysThatAHostIsUnknown) {
  const auto response = client_of({"no-such-host.invalid", 80})->get("/", kLongEnough);
  ASSERT_FALSE(response.has_value());
  EXPECT_NE(response.error().detail.find("host no-such-host.invalid"), std::string::npos)
      << response.error().detail;
}

TEST(HttpClient, TakesANameForAnAddress) {
  Scripted server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  const auto response = client_of({"localhost", server.endpoint().port})->get("/", kLongEnough);
  EXPECT_TRUE(response.has_value()) << response.error().detail;
}

TEST(HttpClient, LosesItsPatience) {
  const PlainListener listener;  // connects, but nobody takes the connection
  const auto client = client_of(listener.endpoint());
  const auto started = std::chrono::steady_clock::now();
  const auto response = client->get("/", milliseconds(100));
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, ErrorCode::Timeout);
  EXPECT_EQ(response.error().detail,
            "http://" + to_string(listener.endpoint()) + ": no answer within 100 ms");
  EXPECT_LT(std::chrono::steady_clock::now() - started, kLongEnough);
  const auto big = client->post("/", "a/b", std::string(64U << 20U, 'x'), milliseconds(100));
  ASSERT_FALSE(big.has_value()) << "nobody reads it";
  EXPECT_EQ(big.error().code, ErrorCode::Timeout);
}

TEST(HttpClient, LosesItsPatienceWithADribblingServer) {
  const PlainListener listener;
  auto dribbling = std::async(std::launch::async, [&] {
    auto wire = listener.take();
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nabc");
    return wire.read_all();  // until the client has gone
  });
  const auto response = client_of(listener.endpoint())->get("/", milliseconds(100));
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, ErrorCode::Timeout);
  EXPECT_TRUE(dribbling.get().starts_with("GET / HTTP/1.1"));
}

TEST(HttpClient, RefusesAPathThatWouldBeAHeader) {
  for (const auto* const path : {"/a b", "/\r\nX: y", "/\xC3\xA9"}) {
    const auto response = client_of({})->get(path, kLongEnough);
    ASSERT_FALSE(response.has_value()) << path;
    EXPECT_EQ(response.error().code, ErrorCode::BadValue) << path;
  }
}

TEST(HttpClient, KeepsItsConnection) {
  const PlainListener listener;
  auto served = std::async(std::launch::async, [&] {
    auto wire = listener.take();
    for (int i = 0; i < 3; ++i) {
      wire.read_until("\r\n\r\n");
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + std::to_string(i));
    }
  });
  const auto client = client_of(listener.endpoint());
  for (int i = 0; i < 3; ++i) { EXPECT_EQ(client->get("/", kLongEnough)->body, std::to_string(i)); }
}

TEST(HttpClient, ConnectsAnewWhereTheServerHasClosed) {
  const PlainListener listener;
  std::promise<void> closed;
  auto served = std::async(std::launch::async, [&] {
    {
      auto wire = listener.take();
      wire.read_until("\r\n\r\n");
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
    }
    closed.set_value();
    auto wire = listener.take();
    wire.read_until("\r\n\r\n");
    wire.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n2");
    EXPECT_EQ(wire.read_all(), "") << "the client closes what may not be kept";
  });
  const auto client = client_of(listener.endpoint());
  EXPECT_EQ(client->get("/", kLongEnough)->body, "1");
  closed.get_future().wait();
  const auto second = client->get("/", kLongEnough);
  ASSERT_TRUE(second.has_value()) << second.error().detail;
  EXPECT_EQ(second->body, "2");
}

TEST(HttpClient, SendsNothingTwice) {
  const PlainListener listener;
  auto served = std::async(std::launch::async, [&] {
    auto wire = listener.take();
    wire.read_until("\r\n\r\n");
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    return wire.read_until("\r\n\r\n");  // and closes without an answer
  });
  const auto client = client_of(listener.endpoint());
  ASSERT_TRUE(client->get("/1", kLongEnough).has_value());
  const auto response = client->get("/2", kLongEnough);
  ASSERT_FALSE(response.has_value()) << "a connection that breaks under way is an error, not a second try";
  EXPECT_NE(response.error().detail.find("before its answer"), std::string::npos) << response.error().detail;
  EXPECT_TRUE(served.get().starts_with("GET /2 "));
}

TEST(HttpClient, ReadsTheAnswerOfAServerThatReadsNoFurther) {
  const PlainListener listener;
  auto served = std::async(std::launch::async, [&] {
    auto wire = listener.take();
    wire.read_until("\r\n\r\n");
    wire.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  const auto response =
      client_of(listener.endpoint())->post("/", "a/b", std::string(32U << 20U, 'x'), kLongEnough);
  ASSERT_TRUE(response.has_value()) << response.error().detail;
  EXPECT_EQ(response->status, 413);
}

}  // namespace
}  // namespace enocheck::net
