#include "sim/home/charger.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "sim/test_field.h"

namespace enocheck::sim {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the vocabulary of these tests
using std::chrono::minutes;
using std::chrono::seconds;

/// The home with a smart charger of 7 kW behind its HCALCS, which goes down to 6 A within three seconds.
Setup with_smart_charger() {
  auto setup = one_meter();
  auto& sw = setup.meters.front().switches[1];
  sw.load = LoadKind::SmartCharger;
  sw.reduced_watts = 1380;
  sw.reacts_in = seconds(3);
  return setup;
}

TEST(Charger, TellsTheFeederWhatItDrawsEachTimeThatItChanges) {
  TestField home;
  ASSERT_NE(home.answer(open_switch(2, 30)), "");
  home.advance(minutes(31));
  const auto told = home.recorder.on(Link::LoadToFeeder);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(encode_hex(told.front()), "0200000000");
  EXPECT_EQ(encode_hex(told.back()), "0200001B58");
}

TEST(SmartCharger, ReducesInItsTimeAndChargesOnAfterwards) {
  TestField home(with_smart_charger());
  home.field->downlink().receive(kEsme, command(open_switch(2, 30)));
  home.advance(seconds(4));  // the contacts are open
  EXPECT_FALSE(home.is_closed(2));
  EXPECT_EQ(home.watts(2), 7000U);
  home.advance(seconds(3));
  EXPECT_EQ(home.watts(2), 1380U);
  home.advance(minutes(31));
  EXPECT_TRUE(home.is_closed(2));
  EXPECT_EQ(home.watts(2), 7000U);
}

TEST(SmartCharger, IsNotCutByItsSwitchButAnOrdinaryLoadIs) {
  TestField home(with_smart_charger());
  ASSERT_NE(home.answer(open_switch(2, 30, 1)), "");
  ASSERT_NE(home.answer(open_switch(1, 30, 2)), "");
  EXPECT_EQ(home.watts(2), 1380U);
  EXPECT_EQ(home.watts(1), 0U);
}

}  // namespace
}  // namespace enocheck::sim
