#include "sim/home/feeder.h"

#include <gtest/gtest.h>

#include "core/byte_writer.h"

namespace enocheck::sim {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Eui64 kFirst{0x00DB124000000010};
constexpr Eui64 kSecond{0x00DB124000000020};
constexpr Eui64 kStranger{0x00DB124000000030};

constexpr Instant kStart{std::chrono::hours(24 * 20'000)};

/// Three homes with a charger of 7 kW each.
std::vector<MeterSetup> homes() {
  std::vector<MeterSetup> meters;
  for (const auto& esme : {kFirst, kSecond, kStranger}) {
    MeterSetup meter;
    meter.esme = esme;
    meter.switches[1].kind = SwitchKind::Hcalcs;
    meter.switches[1].load = LoadKind::SimpleCharger;
    meter.switches[1].load_watts = 7000;
    meters.push_back(meter);
  }
  return meters;
}

/// Two of them, with 500 W besides, on a fuse for 10 kW.
class FeederTest : public testing::Test {
 protected:
  void draw(const Eui64& home, std::uint8_t index, std::uint32_t watts) {
    Bytes octets;
    ByteWriter(octets).u8(index).u32(watts);
    feeder.receive(home, octets);
  }
  void pass(Duration time) { scheduler.run_until(scheduler.now() + time); }

  Scheduler scheduler{kStart};
  int cuts = 0;
  Feeder feeder{{"F", {kFirst, kSecond}, 500, 10'000, minutes(5)}, homes(), [this] { ++cuts; }, scheduler};
};

TEST_F(FeederTest, AddsUpItsOwnHomes) {
  EXPECT_EQ(feeder.watts(), 15'000U);
  draw(kFirst, 2, 1380);
  EXPECT_EQ(feeder.watts(), 9380U);
  draw(kStranger, 2, 0);
  EXPECT_EQ(feeder.watts(), 9380U);
}

TEST_F(FeederTest, BlowsOnceItHasCarriedTooMuchForTooLong) {
  pass(minutes(5) - seconds(1));
  EXPECT_FALSE(feeder.is_blown());
  pass(seconds(1));
  EXPECT_TRUE(feeder.is_blown());
  EXPECT_EQ(feeder.watts(), 0U);
  pass(minutes(10));
  EXPECT_EQ(cuts, 1);
}

TEST_F(FeederTest, HoldsWhenItIsRelievedInTimeAndCountsAnewAfterwards) {
  pass(minutes(4));
  draw(kFirst, 2, 0);
  pass(minutes(10));
  draw(kFirst, 2, 7000);
  pass(minutes(4));
  EXPECT_FALSE(feeder.is_blown());
  pass(minutes(1));
  EXPECT_TRUE(feeder.is_blown());
}

TEST_F(FeederTest, IsNotRelievedByLessThanItTakes) {
  pass(minutes(4));
  draw(kFirst, 2, 6000);
  pass(minutes(1));
  EXPECT_TRUE(feeder.is_blown());
}

}  // namespace
}  // namespace enocheck::sim
