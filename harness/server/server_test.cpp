// The DUIS and control handlers over a target of their own, and documents on their way to a user.

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>

#include <nlohmann/json.hpp>

#include "net/http_server.h"
#include "server/delivery_queue.h"
#include "server/dsp_server.h"
#include "server/sim_control.h"
#include "server/sim_host.h"
#include "server/test_target.h"

namespace enocheck::server {
namespace {

using nlohmann::json;

constexpr auto kLongEnough = std::chrono::seconds(10);

/// A user's Receive Response service that answers with the statuses it was given, then with 204.
class User {
 public:
  explicit User(std::deque<int> statuses = {}) : statuses_(std::move(statuses)) {
    auto started =
        net::HttpServer::start({}, {}, {}, log_, [this](const auto& request) { return take(request); });
    EXPECT_TRUE(started);
    server_ = *std::move(started);
  }
  [[nodiscard]] net::Url url() const { return net::parse_url(server_->url() + "/duis").value_or(net::Url{}); }
  [[nodiscard]] bool got(std::size_t count) {
    std::unique_lock lock(mutex_);
    return came_.wait_for(lock, kLongEnough, [&] { return documents_.size() >= count; });
  }
  [[nodiscard]] std::vector<std::string> documents() {
    const std::lock_guard lock(mutex_);
    return documents_;
  }

 private:
  net::HttpResponse take(const net::HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    documents_.push_back(request.body);
    came_.notify_all();
    int status = 204;
    if (!statuses_.empty()) {
      status = statuses_.front();
      statuses_.pop_front();
    }
    return {.status = status, .media_type = {}, .body = {}, .headers = {}};
  }

  SilentLogger log_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<int> statuses_;
  std::vector<std::string> documents_;
  std::unique_ptr<net::HttpServer> server_;
};

DeliveryOptions quick() {
  using std::chrono::milliseconds;
  return {.pauses = {milliseconds(5), milliseconds(5)}, .patience = kLongEnough, .most = 3, .tls = {}};
}

TEST(DeliveryQueueTest, DeliversInOrder) {
  User user;
  SilentLogger log;
  DeliveryQueue queue(quick(), log);
  ASSERT_TRUE(queue.respond_to(user.url()));
  queue.push({"a", "b", "c"});
  EXPECT_TRUE(queue.drain(kLongEnough));
  EXPECT_EQ(user.documents(), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(DeliveryQueueTest, TriesAgainWhatWasNotTakenAndDoesNotHoldUpTheNext) {
  User user({503});
  SilentLogger log;
  DeliveryQueue queue(quick(), log);
  ASSERT_TRUE(queue.respond_to(user.url()));
  queue.push({"a", "b"});
  ASSERT_TRUE(user.got(3));
  EXPECT_EQ(user.documents(), (std::vector<std::string>{"a", "b", "a"}));
}

TEST(DeliveryQueueTest, GivesUpAfterTheLastPause) {
  User user({400, 400, 400});
  SilentLogger log;
  DeliveryQueue queue(quick(), log);
  ASSERT_TRUE(queue.respond_to(user.url()));
  queue.push({"a"});
  ASSERT_TRUE(user.got(3));
  queue.push({"b"});
  ASSERT_TRUE(user.got(4));
  EXPECT_EQ(user.documents(), (std::vector<std::string>{"a", "a", "a", "b"}));
}

TEST(DeliveryQueueTest, NobodyThereIsNoReasonToWaitForEver) {
  SilentLogger log;
  DeliveryQueue queue(quick(), log);
  ASSERT_TRUE(queue.respond_to(net::parse_url("http://127.0.0.1:1/duis").value_or(net::Url{})));
  queue.push({"a"});
  EXPECT_TRUE(queue.drain(kLongEnough)) << "it was tried";
  ASSERT_TRUE(queue.respond_to(std::nullopt));
  queue.push({"b"});
  EXPECT_TRUE(queue.drain(kLongEnough));
}

class HandlerTest : public testing::Test {
 protected:
  HandlerTest() {
    worlds_["street"].id = "street";
    EXPECT_TRUE(host_.load("street", TimeMode::Virtual));
  }
  [[nodiscard]] int duis(const std::string& path, const std::string& body,
                         const std::string& type = "application/xml", const std::string& method = "POST") {
    return answer_duis(host_, {method, path, {}, type, body, {}}).status;
  }
  struct Said {
    int status;
    json content;
  };
  [[nodiscard]] Said control(const std::string& method, const std::string& name, const std::string& body = {},
                             const std::map<std::string, std::string>& query = {}) {
    const auto response =
        answer_control(parts_, {method, "/control/v1/" + name, query, "application/json", body, {}});
    return {response.status, json::parse(response.body)};
  }

  std::map<std::string, catalogue::World> worlds_;
  SilentLogger log_;
  ManualClock clock_;
  DeliveryQueue deliveries_{quick(), log_};
  SimHost host_{{[](std::string_view defect) -> Result<std::unique_ptr<engine::Sut>> {
                   if (!defect.empty()) { return failure(ErrorCode::BadValue, "no defect"); }
                   return std::make_unique<TestTarget>();
                 },
                 worlds_, clock_, deliveries_, log_}};
  ControlParts parts_{host_, deliveries_, "secmp0046", "digest"};
};

TEST_F(HandlerTest, DuisHasThreePathsOneMethodAndOneType) {
  EXPECT_EQ(duis("/api/v1/serviceS", "<request/>"), 200);
  EXPECT_EQ(duis("/api/v1/serviceT", "malformed"), 400);
  EXPECT_EQ(duis("/api/v1/serviceD", "lost"), 504);
  EXPECT_EQ(duis("/api/v1/serviceX", "<request/>"), 404);
  EXPECT_EQ(duis("/api/v1/serviceS", "<request/>", "text/xml"), 415);
  EXPECT_EQ(duis("/api/v1/serviceS", "", "", "GET"), 405);
}

TEST_F(HandlerTest, VirtualTimePassesOnDemandAndBringsDocuments) {
  User user;
  ASSERT_EQ(control("POST", "respond-to", json{{"url", net::to_string(user.url())}}.dump()).status, 200);
  const auto before = control("GET", "state").content;
  const auto after = control("POST", "advance", R"({"ms":120000})").content;
  EXPECT_EQ(before.at("now"), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(after.at("now"), "1970-01-01T00:02:00.000Z");
  EXPECT_EQ(user.documents().size(), 2U) << "before the call returned";
}

TEST_F(HandlerTest, RealTimePassesByItselfAlone) {
  ASSERT_EQ(control("POST", "world", R"({"world":"street","time":"real"})").status, 200);
  EXPECT_EQ(control("POST", "advance", R"({"ms":1})").status, 409);
  EXPECT_EQ(control("POST", "await", R"({"ms":1})").status, 409);
  clock_.advance(std::chrono::seconds(90));
  EXPECT_EQ(control("GET", "state").content.at("now"), "1970-01-01T00:01:30.000Z");
  clock_.set(Instant{});
  host_.tick();
  EXPECT_EQ(control("GET", "state").content.at("now"), "1970-01-01T00:01:30.000Z")
      << "a clock set back changes nothing";
}

TEST_F(HandlerTest, ShowsSwitchesAndWhatHasPassed) {
  const std::map<std::string, std::string> two = {{"esme", "00-DB-12-34-56-78-90-A0"}, {"index", "2"}};
  const auto state = control("GET", "switch", "", two).content;
  EXPECT_EQ(state.at("closed"), true);
  EXPECT_EQ(state.at("watts"), 2000);
  ASSERT_EQ(control("POST", "deliver", R"({"device":"00-DB-12-34-56-78-90-A0","hex":"DF09"})").status, 200);
  const auto seen = control("GET", "exchanges", "", {{"from", "0"}}).content;
  ASSERT_EQ(seen.at("total"), 1);
  EXPECT_EQ(seen.at("exchanges").at(0).at("link"), "hub-to-device");
  EXPECT_EQ(control("GET", "exchanges", "", {{"from", "1"}}).content.at("exchanges").size(), 0U);
}

TEST_F(HandlerTest, AHostThatRunsForDaysForgetsWhatHasPassed) {
  ASSERT_TRUE(host_.load("street", TimeMode::Real));
  for (std::size_t count = 0; count < SimHost::kMostKept + 1; ++count) {
    const auto done = host_.with_target([](engine::Sut& target) {
      return target.deliver(Eui64(0x00DB1234567890A0U), Bytes{0xDF, 0x09});
    });
    ASSERT_TRUE(done.has_value());
  }
  EXPECT_EQ(control("GET", "exchanges", "", {{"from", "0"}}).status, 409) << "gone";
  const auto from = std::to_string(SimHost::kMostKept);
  const auto seen = control("GET", "exchanges", "", {{"from", from}}).content;
  EXPECT_EQ(seen.at("total"), SimHost::kMostKept + 1) << "counted on";
  EXPECT_EQ(seen.at("exchanges").size(), 1U);
}

TEST_F(HandlerTest, NonsenseIsRefusedAndSaysWhatItWas) {
  struct Row {
    const char* method;
    const char* name;
    const char* body;
    int status;
  };
  const std::vector<Row> rows = {
      {"GET", "nothing", "", 404},
      {"POST", "switch", "", 404},
      {"DELETE", "world", "", 404},
      {"POST", "advance", "not JSON", 400},
      {"POST", "advance", "[]", 400},
      {"POST", "advance", R"({"ms":-1.5e300})", 400},
      {"POST", "advance", R"({"ms":"long"})", 400},
      {"POST", "world", R"({"world":"nowhere"})", 400},
      {"POST", "world", R"({"world":"street","time":"past"})", 400},
      {"POST", "world", R"({"world":"street","defect":"x"})", 400},
      {"POST", "boost", R"({"esme":"nobody"})", 400},
      {"POST", "deliver", R"({"device":"00-DB-12-34-56-78-90-A0","hex":"0"})", 400},
      {"POST", "intercept", R"({"link":"none","drop":true})", 400},
      {"POST", "respond-to", R"({"url":"ftp://x"})", 400},
      {"GET", "switch", "", 400}};
  for (const auto& row : rows) {
    const auto said = control(row.method, row.name, row.body);
    EXPECT_EQ(said.status, row.status) << row.name << row.body;
    EXPECT_FALSE(said.content.at("error").at("detail").get<std::string>().empty()) << row.name;
  }
  EXPECT_EQ(control("GET", "switch", "", {{"esme", "00-DB-12-34-56-78-90-A0"}, {"index", "6"}}).status, 400);
  EXPECT_EQ(control("GET", "state").content.at("world"), "street") << "nothing of it has changed anything";
}

}  // namespace
}  // namespace enocheck::server
