#include "engine/lanes.h"

#include <gtest/gtest.h>

#include "engine/test_bench.h"

namespace enocheck::engine {
namespace {

/// ESME1 and ESME3 are behind one hub, ESME2 is elsewhere.
catalogue::World world() {
  catalogue::World world;
  world.id = "w";
  for (const auto& [name, esme, hub] : std::vector<std::tuple<std::string, std::uint64_t, std::uint64_t>>{
           {"ESME1", 0xA1, 0xF1}, {"ESME2", 0xA2, 0xF2}, {"ESME3", 0xA3, 0xF1}, {"ESME4", 0xA4, 0xF4}}) {
    catalogue::WorldMeter meter;
    meter.name = name;
    meter.esme = Eui64{esme};
    meter.hub = Eui64{hub};
    world.meters.push_back(meter);
  }
  return world;
}

catalogue::Testbed testbed(const std::vector<std::string>& names) {
  catalogue::Testbed testbed;
  testbed.world = "w";
  for (const auto& name : names) {
    const auto all = world();
    catalogue::TestbedMeter meter;
    meter.name = name;
    meter.esme = all.find_meter(name)->esme;
    meter.hub = all.find_meter(name)->hub;
    meter.hcalcs = {{2, Eui64{meter.esme.value() + 0x100}}};
    testbed.meters.push_back(meter);
  }
  return testbed;
}

std::size_t lane_of(const Lanes& lanes, const std::string& steps) {
  auto testcase = Bench::testcase(steps);
  testcase.world = "w";
  return lanes.of(testcase);
}

std::string read_of(const std::string& meter) {
  return "<send as=\"ENO\" srv=\"7.7\" to=\"" + meter + "\" id=\"" + meter + "\"/>";
}

TEST(Lanes, AreTheMetersBehindOneHub) {
  const Lanes lanes(testbed({"ESME1", "ESME2", "ESME3"}), world());
  ASSERT_EQ(lanes.all().size(), 2U);
  EXPECT_EQ(lanes.all()[0].meters, (std::set<std::string>{"ESME1", "ESME3"}));
  EXPECT_EQ(lanes.all()[1].meters, std::set<std::string>{"ESME2"});
  EXPECT_EQ(lanes.all()[1].devices, (std::vector<Eui64>{Eui64{0xA2}, Eui64{0x1A2}, Eui64{0xF2}}));
  EXPECT_EQ(lane_of(lanes, read_of("ESME1")), 1U);
  EXPECT_EQ(lane_of(lanes, read_of("ESME3")), 1U);
  EXPECT_EQ(lane_of(lanes, read_of("ESME1") + read_of("ESME3")), 1U);
  EXPECT_EQ(lane_of(lanes, read_of("ESME2")), 2U);
}

TEST(Lanes, ACaseRunsAloneThatIsNotOneLanes) {
  const Lanes lanes(testbed({"ESME1", "ESME2"}), world());
  EXPECT_EQ(lane_of(lanes, read_of("ESME1") + read_of("ESME2")), 0U) << "of two lanes";
  EXPECT_EQ(lane_of(lanes, R"(<send as="ENO" srv="8.2" to="DCC" id="i"/>)"), 0U) << "of none";
  EXPECT_EQ(lane_of(lanes, read_of("ESME4")), 0U) << "not on the test bed";
  EXPECT_EQ(lane_of(lanes, read_of("ESME1") + R"(<press-boost meter="ESME1"/>)"), 0U) << "a person is needed";
  auto elsewhere = Bench::testcase(read_of("ESME1"));
  elsewhere.world = "other";
  EXPECT_EQ(lanes.of(elsewhere), 0U);
}

TEST(Lanes, OneHubIsNone) {
  const Lanes lanes(testbed({"ESME1", "ESME3"}), world());
  EXPECT_TRUE(lanes.all().empty());
  EXPECT_EQ(lane_of(lanes, read_of("ESME1")), 0U);
  EXPECT_EQ(lane_of(Lanes(), read_of("ESME1")), 0U);
}

}  // namespace
}  // namespace enocheck::engine
