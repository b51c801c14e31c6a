// Simulated meters behind a TCP port, over a target that does what a test says.
#include "server/esme_server.h"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>

#include <nlohmann/json.hpp>

#include "server/sim_control.h"
#include "server/test_target.h"

namespace enocheck::server {
namespace {

using nlohmann::json;

constexpr auto kLongEnough = std::chrono::seconds(10);
constexpr Eui64 kFirst{0x00DB1234567890A0};
constexpr Eui64 kSecond{0x00DB1234567902A0};
constexpr Eui64 kHub{0x00DB1234567890A2};

/// A client that keeps what it gets.
class Client {
 public:
  explicit Client(const net::Endpoint& endpoint) {
    auto link = net::FrameLink::connect(
        endpoint, kLongEnough,
        [this](net::Frame frame) {
          const std::lock_guard lock(mutex_);
          frames_.push_back(std::move(frame));
          came_.notify_all();
        },
        [](const Error& /*why*/) {});
    EXPECT_TRUE(link.has_value());
    link_ = *std::move(link);
  }
  void send(std::uint16_t wport, Bytes octets) {
    EXPECT_TRUE(link_->send({EsmeServer::kClientPort, wport, std::move(octets)}).has_value());
  }
  [[nodiscard]] std::optional<net::Frame> next() {
    std::unique_lock lock(mutex_);
    if (!came_.wait_for(lock, kLongEnough, [this] { return !frames_.empty(); })) { return std::nullopt; }
    auto frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<net::Frame> frames_;
  std::unique_ptr<net::FrameLink> link_;
};

class EsmeServerTest : public testing::Test {
 protected:
  EsmeServerTest() {
    worlds_["street"].id = "street";
    worlds_["street"].meters = {meter("ESME1", kFirst), meter("ESME2", kSecond)};
    worlds_["alone"].id = "alone";
    worlds_["alone"].meters = {meter("ESME1", kFirst)};
  }
  static catalogue::WorldMeter meter(const std::string& name, const Eui64& esme) {
    catalogue::WorldMeter made;
    made.name = name;
    made.esme = esme;
    return made;
  }
  void start(const std::string& only = {}) {
    esme_ = std::make_unique<EsmeServer>(host_, only, log_);
    ASSERT_TRUE(host_.load("street", TimeMode::Virtual));
    ASSERT_TRUE(esme_->start({}));
  }
  /// A device sends something towards its hub.
  void let_send(const Eui64& device) {
    EXPECT_TRUE(host_.with_target([&](engine::Sut& target) { return target.press_boost(device); }));
  }
  [[nodiscard]] std::vector<engine::Exchange> seen() {
    std::vector<engine::Exchange> all;
    EXPECT_TRUE(host_.with_target([&](engine::Sut& target) {
      all = target.exchanges();
      return Status{};
    }));
    return all;
  }
  [[nodiscard]] json control(const std::string& name, const json& call) {
    const ControlParts parts{host_, deliveries_, "secmp0046", "digest", esme_.get()};
    const auto response =
        answer_control(parts, {"POST", "/control/v1/" + name, {}, "application/json", call.dump(), {}});
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body);
  }

  std::map<std::string, catalogue::World> worlds_;
  SilentLogger log_;
  ManualClock clock_;
  DeliveryQueue deliveries_{{}, log_};
  SimHost host_{{[](std::string_view /*defect*/) -> Result<std::unique_ptr<engine::Sut>> {
                   return std::make_unique<TestTarget>();
                 },
                 worlds_, clock_, deliveries_, log_}};
  std::unique_ptr<EsmeServer> esme_;
};

TEST_F(EsmeServerTest, HandsAFrameToTheMeterOfItsWport) {
  start();
  Client client(esme_->endpoint());
  client.send(2, {0xDF, 0x09});
  client.send(1, {0xDD});
  ASSERT_TRUE(esme_->await_taken(2, kLongEnough));
  const auto all = seen();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].link, "hub-to-device");
  EXPECT_EQ(all[0].device, kSecond);
  EXPECT_EQ(all[0].octets, (Bytes{0xDF, 0x09}));
  EXPECT_EQ(all[1].device, kFirst);
}

TEST_F(EsmeServerTest, AFrameForNobodyIsCountedAndGoesNowhere) {
  start();
  Client client(esme_->endpoint());
  for (const unsigned wport : {0U, 3U, 65535U}) { client.send(static_cast<std::uint16_t>(wport), {0x01}); }
  client.send(1, {0x02});
  ASSERT_TRUE(esme_->await_taken(4, kLongEnough));
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen().front().octets, Bytes{0x02});
}

TEST_F(EsmeServerTest, WhatAMeterSendsGoesToEveryClientUnderItsWport) {
  start();
  Client one(esme_->endpoint());
  Client other(esme_->endpoint());
  one.send(1, {});
  other.send(1, {});
  ASSERT_TRUE(esme_->await_taken(2, kLongEnough)) << "both are connected";
  let_send(kSecond);
  let_send(kHub);
  let_send(kFirst);
  EXPECT_EQ(esme_->sent(), 2U) << "a hub is no meter";
  for (auto* const client : {&one, &other}) {
    const auto from_second = client->next();
    const auto from_first = client->next();
    ASSERT_TRUE(from_second && from_first);
    EXPECT_EQ(from_second->source, 2);
    EXPECT_EQ(from_second->destination, EsmeServer::kClientPort);
    EXPECT_EQ(from_second->octets, TestTarget::sent_on_boost());
    EXPECT_EQ(from_first->source, 1);
  }
}

TEST_F(EsmeServerTest, ALoneMeterOnTheBenchIsTheFirst) {
  start("ESME2");
  Client client(esme_->endpoint());
  client.send(1, {0x01});
  client.send(2, {0x02});
  ASSERT_TRUE(esme_->await_taken(2, kLongEnough));
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen().front().device, kSecond);
  let_send(kFirst);
  EXPECT_EQ(esme_->sent(), 0U) << "it is not there";
}

TEST_F(EsmeServerTest, AWorldWithoutTheMeterIsRefusedAndTheOneBeforePlaysOn) {
  start("ESME2");
  let_send(kSecond);
  const auto refused = host_.load("alone", TimeMode::Virtual);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Unsupported);
  EXPECT_NE(refused.error().detail.find("ESME2"), std::string::npos) << refused.error().detail;
  EXPECT_EQ(host_.world(), "street");
  EXPECT_EQ(esme_->sent(), 1U);
  ASSERT_TRUE(host_.load("street", TimeMode::Virtual));
  EXPECT_EQ(esme_->sent(), 0U) << "a world begins with no frames";
}

TEST_F(EsmeServerTest, TheControlInterfaceWaitsForTheFramesOfItsClient) {
  start();
  Client client(esme_->endpoint());
  client.send(1, {0x01});
  client.send(2, {0x02});
  EXPECT_EQ(control("boost", {{"esme", to_string(kFirst)}, {"frames", 2}}).at("frames"), 1)
      << "how many the meters have sent";
  const auto all = seen();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all.back().link, "device-to-hub") << "after both frames";
}

TEST_F(EsmeServerTest, FramesThatDoNotComeAreNotWaitedForForEver) {
  start();
  const auto awaited = esme_->await_taken(1, std::chrono::milliseconds(1));
  ASSERT_FALSE(awaited);
  EXPECT_EQ(awaited.error().code, ErrorCode::Timeout);
  EXPECT_NE(awaited.error().detail.find("1 frames were sent to the meters, 0 have come"), std::string::npos)
      << awaited.error().detail;
}

}  // namespace
}  // namespace enocheck::server
