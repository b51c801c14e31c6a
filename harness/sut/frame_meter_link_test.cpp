// Meters in DLMS wrappers, in real time, against a server of the test's own. With a control interface both
// ends are tested in tests/end_to_end/esme_target_test.cpp.
#include "sut/frame_meter_link.h"

#include <gtest/gtest.h>

#include <deque>
#include <mutex>

#include "net/frame_link.h"

namespace enocheck::sut {
namespace {

using namespace std::chrono_literals;

constexpr Eui64 kFirst{0xA0};
constexpr Eui64 kSecond{0xB0};

/// The meters' end: keeps what comes.
class Meters {
 public:
  Meters() {
    auto started = net::FrameServer::start({}, log_, [this](auto /*client*/, net::Frame frame) {
      const std::lock_guard lock(mutex_);
      came_.push_back(std::move(frame));
      changed_.notify_all();
    });
    EXPECT_TRUE(started);
    server_ = *std::move(started);
  }
  [[nodiscard]] const net::Endpoint& endpoint() const { return server_->endpoint(); }
  [[nodiscard]] std::optional<net::Frame> next() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 10s, [this] { return !came_.empty(); })) { return std::nullopt; }
    auto frame = std::move(came_.front());
    came_.pop_front();
    return frame;
  }
  void send(std::uint16_t wport, Bytes octets) { server_->send_to_all({wport, 1, std::move(octets)}); }

 private:
  SilentLogger log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<net::Frame> came_;
  std::unique_ptr<net::FrameServer> server_;
};

catalogue::World world_of(std::string id) {
  catalogue::World world;
  world.id = std::move(id);
  world.meters.resize(2);
  world.meters[0].name = "ESME1";
  world.meters[0].esme = kFirst;
  world.meters[1].name = "ESME2";
  world.meters[1].esme = kSecond;
  return world;
}

class FrameMeterLinkTest : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<FrameMeterLink> link_to(const net::Endpoint& endpoint,
                                                        const std::string& meter = {}) {
    FrameMeterOptions options;
    options.endpoint = endpoint;
    options.world = "street";
    options.meter = meter;
    return FrameMeterLink::create(std::move(options), clock_).value();
  }
  static void expect_error(const Error& error, ErrorCode code, std::string_view part) {
    EXPECT_EQ(error.code, code) << error.detail;
    EXPECT_NE(error.detail.find(part), std::string::npos) << error.detail;
  }

  ManualClock clock_;
};

TEST_F(FrameMeterLinkTest, AddressesEachMeterByItsWportAndKnowsItByThat) {
  Meters meters;
  const auto link = link_to(meters.endpoint());
  ASSERT_TRUE(link->load(world_of("street")));
  ASSERT_TRUE(link->send(kSecond, Bytes{0xDF}));
  const auto frame = meters.next();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->source, 1);
  EXPECT_EQ(frame->destination, 2);
  EXPECT_EQ(frame->octets, Bytes{0xDF});

  meters.send(9, {0x09});  // nobody's
  meters.send(0, {0x00});
  meters.send(2, {0x01});
  std::vector<MeterLink::Sent> taken;
  while (taken.empty()) {
    ASSERT_TRUE(link->await(10s));
    taken = link->take();
  }
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken.front().device, kSecond);
  EXPECT_EQ(taken.front().octets, Bytes{0x01});
}

TEST_F(FrameMeterLinkTest, ALoneMeterNeedsNoNumber) {
  Meters meters;
  const auto link = link_to(meters.endpoint(), "ESME2");
  ASSERT_TRUE(link->load(world_of("street")));
  EXPECT_TRUE(link->leads_to(kSecond));
  EXPECT_FALSE(link->leads_to(kFirst));
  ASSERT_TRUE(link->send(kSecond, {}));
  const auto frame = meters.next();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->destination, 1);
  meters.send(77, {0x01});
  ASSERT_TRUE(link->await(10s));
  const auto taken = link->take();
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken.front().device, kSecond);
}

TEST_F(FrameMeterLinkTest, ForgetsWhatCameInTheCaseBefore) {
  Meters meters;
  const auto link = link_to(meters.endpoint());
  ASSERT_TRUE(link->load(world_of("street")));
  ASSERT_TRUE(link->send(kFirst, {}));
  ASSERT_TRUE(meters.next()) << "it is connected";
  meters.send(1, {0x01});
  ASSERT_TRUE(link->await(10s));
  ASSERT_TRUE(link->load(world_of("street")));
  EXPECT_TRUE(link->take().empty());
}

TEST_F(FrameMeterLinkTest, LivesInRealTime) {
  Meters meters;
  const auto link = link_to(meters.endpoint());
  clock_.set(Instant{1h});
  ASSERT_TRUE(link->load(world_of("street")));
  EXPECT_FALSE(link->moves_time());
  clock_.advance(5s);
  EXPECT_EQ(link->now(), Instant{1h + 5s});
  ASSERT_TRUE(link->await(1ms)) << "that nothing comes is no error";
}

TEST_F(FrameMeterLinkTest, WithoutControlItShowsAndDoesNothingElse) {
  Meters meters;
  const auto link = link_to(meters.endpoint());
  ASSERT_TRUE(link->load(world_of("street")));
  EXPECT_FALSE(link->shows_loads() || link->shows_homes() || link->begins_anew());
  expect_error(link->switch_is_closed(kFirst, 2).error(), ErrorCode::Unsupported,
               "lets nobody look at a switch");
  expect_error(link->load_watts(kFirst, 2).error(), ErrorCode::Unsupported, "look at a load");
  expect_error(link->press_boost(kFirst).error(), ErrorCode::Unsupported, "press the boost button");
  expect_error(link->set_power(kFirst, false).error(), ErrorCode::Unsupported, "cut the power");
  expect_error(link->intercept("esme-to-hcalcs", {}, true).error(), ErrorCode::Unsupported, "in a home");
  expect_error(link->load(world_of("labels")).error(), ErrorCode::Unsupported, "the meter's is street");
}

TEST_F(FrameMeterLinkTest, NobodyThereNamesTheEndpointAndTheMend) {
  const auto link = link_to({"127.0.0.1", 1});
  const auto reached = link->reach();
  ASSERT_FALSE(reached);
  expect_error(reached.error(), ErrorCode::Io, "esme=tcp://127.0.0.1:1");
  expect_error(reached.error(), ErrorCode::Io, "see that the meter has power");
}

TEST_F(FrameMeterLinkTest, ALostConnectionIsToldAndTheNextCaseConnectsAnew) {
  auto meters = std::make_unique<Meters>();
  const auto endpoint = meters->endpoint();
  const auto link = link_to(endpoint);
  ASSERT_TRUE(link->load(world_of("street")));
  meters.reset();
  const auto waited = link->await(10s);
  ASSERT_FALSE(waited);
  expect_error(waited.error(), ErrorCode::Io, "the next case connects anew");
  EXPECT_FALSE(link->load(world_of("street")));
}

}  // namespace
}  // namespace enocheck::sut
