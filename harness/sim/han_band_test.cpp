// The bands of the HAN: who hears whom, the duty cycle, and frames that get lost.
#include <gtest/gtest.h>

#include "sim/test_field.h"

namespace enocheck::sim {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the vocabulary of these tests
using std::chrono::milliseconds;
using std::chrono::seconds;

Setup meter_on(Band band, bool has_dual_band_hub) {
  auto setup = one_meter();
  setup.meters.front().has_dual_band_hub = has_dual_band_hub;
  setup.meters.front().switches[1].band = band;
  return setup;
}

std::vector<Instant> frames_to_hcalcs(const TestField& home) {
  std::vector<Instant> times;
  for (const auto& one : home.recorder.traced) {
    if (one.link == Link::EsmeToHcalcs) { times.push_back(one.at); }
  }
  return times;
}

TEST(HanBand, ReachesAnHcalcsOnEveryBandOfItsHub) {
  for (const auto& [band, dual, reaches] : {std::tuple{Band::TwoPointFourGhz, false, true},
                                            {Band::TwoPointFourGhz, true, true},
                                            {Band::SubGhz, true, true},
                                            {Band::SubGhz, false, false}}) {
    TestField home(meter_on(band, dual));
    home.send(open_switch(2, 60));
    EXPECT_EQ(home.is_closed(2), !reaches);
  }
}

TEST(HanBand, WaitsForTheDutyCycleOnSubGhzOnly) {
  for (const auto& [band, gap] : {std::pair{Band::TwoPointFourGhz, Duration{}}, {Band::SubGhz, seconds(2)}}) {
    TestField home(meter_on(band, true));
    home.field->downlink().receive(kEsme, command(open_switch(2, 60, 1)));
    home.field->downlink().receive(kEsme, command(open_switch(2, 30, 2)));
    home.advance(seconds(10));
    const auto times = frames_to_hcalcs(home);
    ASSERT_EQ(times.size(), 2U);
    EXPECT_EQ(times[1] - times[0], gap);
  }
}

TEST(HanBand, SendsALostFrameAgainThreeTimes) {
  for (const unsigned lost : {1U, 3U, 4U}) {
    TestField home(meter_on(Band::TwoPointFourGhz, false));
    for (unsigned n = 0; n < lost; ++n) { home.medium.disturb_next(Link::EsmeToHcalcs, {true, {}}); }
    home.send(open_switch(2, 60));
    EXPECT_EQ(home.is_closed(2), lost > 3) << lost;
  }
}

TEST(HanBand, SubGhzTakesItsOwnLatency) {
  TestField home(meter_on(Band::SubGhz, true));
  home.field->downlink().receive(kEsme, command(open_switch(2, 60, 1)));
  home.advance(milliseconds(1150 + 599));
  EXPECT_TRUE(home.is_closed(2));
  home.advance(milliseconds(1));
  EXPECT_FALSE(home.is_closed(2));
}

}  // namespace
}  // namespace enocheck::sim
