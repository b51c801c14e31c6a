#include "sim/home/hcalcs.h"

#include <gtest/gtest.h>

#include "sim/test_field.h"

namespace enocheck::sim {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the vocabulary of these tests
using std::chrono::minutes;
using std::chrono::seconds;

class HcalcsTest : public testing::Test {
 protected:
  void set_power(const Eui64& device, bool on) { ASSERT_TRUE(home.field->set_power(device, on).has_value()); }
  std::vector<ReportEventStatus> reports() const {
    std::vector<ReportEventStatus> all;
    for (const auto& frame : home.recorder.on(Link::HcalcsToEsme)) {
      if (const auto decoded = decode_frame_to_esme(frame); decoded && decoded->report) {
        all.push_back(*decoded->report);
      }
    }
    return all;
  }
  TestField home;
};

TEST_F(HcalcsTest, IsSentOneEventAndReportsStartAndEnd) {
  ASSERT_NE(home.answer(open_switch(2, 90)), "");
  const auto frames = home.recorder.on(Link::EsmeToHcalcs);
  ASSERT_EQ(frames.size(), 1U);
  const auto event = decode_frame_to_hcalcs(frames.front())->event;
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->minutes, 90);
  EXPECT_FALSE(event->closed);
  home.advance(minutes(90));
  EXPECT_EQ(reports(), (std::vector<ReportEventStatus>{{event->id, EventStatus::Started},
                                                       {event->id, EventStatus::Completed}}));
  EXPECT_EQ(home.recorder.on(Link::EsmeToHcalcs).size(), 1U);
  EXPECT_EQ(home.recorder.on(Link::SwitchToLoad), (std::vector<Bytes>{{0}, {1}}));
}

TEST_F(HcalcsTest, IsCancelledByAReset) {
  ASSERT_NE(home.answer(open_switch(2, 90, 1)), "");
  ASSERT_NE(home.answer(reset_switch(2, 2)), "");
  ASSERT_EQ(home.recorder.on(Link::EsmeToHcalcs).size(), 2U);
  EXPECT_TRUE(decode_frame_to_hcalcs(home.recorder.on(Link::EsmeToHcalcs).back())->cancel.has_value());
  EXPECT_EQ(reports().back().status, EventStatus::Cancelled);
  EXPECT_TRUE(home.is_closed(2));
}

TEST_F(HcalcsTest, ReportsTheEventThatANewerOneSupersedes) {
  ASSERT_NE(home.answer(open_switch(2, 90, 1)), "");
  ASSERT_NE(home.answer(open_switch(2, 10, 2)), "");
  const auto all = reports();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[1], (ReportEventStatus{all[0].id, EventStatus::Superseded}));
  EXPECT_NE(all[2].id, all[0].id);
}

TEST_F(HcalcsTest, FetchesItsStateAfterAPowerCut) {
  ASSERT_NE(home.answer(open_switch(2, 60)), "");
  set_power(kHcalcs, false);
  EXPECT_EQ(home.watts(2), 0U);
  home.advance(minutes(10));
  const auto switched = home.recorder.on(Link::SwitchToLoad).size();
  set_power(kHcalcs, true);
  home.advance(minutes(45));
  EXPECT_EQ(home.recorder.on(Link::SwitchToLoad).size(), switched) << "the charger got power in between";
  EXPECT_FALSE(home.is_closed(2));
  home.advance(minutes(5));
  EXPECT_TRUE(home.is_closed(2));
  EXPECT_EQ(home.watts(2), 7000U);
}

TEST_F(HcalcsTest, IsClosedAgainAfterAPowerCutWhenNothingOverrides) {
  set_power(kHcalcs, false);
  EXPECT_EQ(home.watts(2), 0U);
  set_power(kHcalcs, true);
  home.advance(seconds(2));
  EXPECT_EQ(home.watts(2), 7000U);
  home.advance(std::chrono::hours(30));
  EXPECT_EQ(home.watts(2), 7000U);
}

TEST_F(HcalcsTest, GoesToItsDefaultWhenNobodyAnswersUntilTheMeterIsBack) {
  ASSERT_NE(home.answer(open_switch(2, 60)), "");
  set_power(kEsme, false);
  set_power(kHcalcs, false);
  home.advance(seconds(1));
  set_power(kHcalcs, true);
  home.advance(seconds(9));
  EXPECT_FALSE(home.is_closed(2));
  home.advance(seconds(1));
  EXPECT_TRUE(home.is_closed(2));
  set_power(kEsme, true);
  home.advance(seconds(1));
  EXPECT_FALSE(home.is_closed(2));
}

TEST_F(HcalcsTest, KeepsItsEventWhileTheMeterHasNoPower) {
  ASSERT_NE(home.answer(open_switch(2, 30)), "");
  set_power(kEsme, false);
  home.advance(minutes(25));
  EXPECT_FALSE(home.is_closed(2));
  home.advance(minutes(5));
  EXPECT_TRUE(home.is_closed(2));
}

TEST_F(HcalcsTest, ObeysNoFrameThatIsNone) {
  home.medium.disturb_next(Link::EsmeToHcalcs, {.drop = false, .flipped_bits = {0}});
  ASSERT_NE(home.answer(open_switch(2, 30)), "");
  EXPECT_TRUE(home.is_closed(2));
}

}  // namespace
}  // namespace enocheck::sim
