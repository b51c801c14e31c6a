#include "sim/medium.h"

#include <gtest/gtest.h>

#include <vector>

namespace enocheck::sim {
namespace {

using std::chrono::milliseconds;

constexpr Eui64 kDevice{0x00DB1234567890A0};

class Recorder final : public Tracer, public OctetSink {
 public:
  void seen(Instant at, Link link, const Eui64& /*device*/, ByteView octets) override {
    seen_at.push_back(at);
    links.push_back(link);
    traced.push_back(copy_of(octets));
  }
  void receive(const Eui64& /*device*/, ByteView octets) override { received.push_back(copy_of(octets)); }
  std::vector<Instant> seen_at;
  std::vector<Link> links;
  std::vector<Bytes> traced;
  std::vector<Bytes> received;
};

class MediumTest : public testing::Test {
 protected:
  Scheduler scheduler{Instant{}};
  Recorder recorder;
  Medium medium{scheduler, recorder};
  Wire wire{medium, Link::WanToHub, milliseconds(30), recorder};
};

TEST_F(MediumTest, IsSeenWhenSentAndReceivedAfterTheLatency) {
  wire.receive(kDevice, Bytes{1, 2});
  EXPECT_EQ(recorder.seen_at, std::vector{Instant{}});
  EXPECT_EQ(recorder.links, std::vector{Link::WanToHub});
  scheduler.run_until(Instant{} + milliseconds(29));
  EXPECT_TRUE(recorder.received.empty());
  scheduler.run_until(Instant{} + milliseconds(30));
  EXPECT_EQ(recorder.received, (std::vector<Bytes>{{1, 2}}));
}

TEST_F(MediumTest, DropsTheNextMessageOnlyAndOnThatLinkOnly) {
  medium.disturb_next(Link::WanToHub, {.drop = true, .flipped_bits = {}});
  medium.disturb_next(Link::HubToWan, {.drop = true, .flipped_bits = {}});
  wire.receive(kDevice, Bytes{1});
  wire.receive(kDevice, Bytes{2});
  scheduler.run_until(Instant{} + milliseconds(60));
  EXPECT_EQ(recorder.received, (std::vector<Bytes>{{2}}));
  EXPECT_EQ(recorder.traced, (std::vector<Bytes>{{2}}));
}

TEST_F(MediumTest, FlipsBitsFromTheMostSignificantOfTheFirstOctet) {
  medium.disturb_next(Link::WanToHub, {.drop = false, .flipped_bits = {0, 15, 99}});
  wire.receive(kDevice, Bytes{0x00, 0x00});
  scheduler.run_until(Instant{} + milliseconds(60));
  EXPECT_EQ(recorder.received, (std::vector<Bytes>{{0x80, 0x01}}));
  EXPECT_EQ(recorder.traced, recorder.received);
}

TEST(Link, HasANameThatLeadsBackToIt) {
  for (const auto link : kAllLinks) { EXPECT_EQ(link_named(name_of(link)), link); }
  EXPECT_FALSE(link_named("nowhere").has_value());
}

}  // namespace
}  // namespace enocheck::sim
