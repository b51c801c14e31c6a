#include "sim/field.h"

#include <gtest/gtest.h>

#include "sim/test_field.h"

namespace enocheck::sim {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the vocabulary of these tests
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Field, IsSeenAtEveryHopWithItsLatency) {
  TestField home;
  const auto start = home.scheduler.now();
  home.send(open_switch(2, 60));
  std::vector<std::pair<Link, Duration>> hops;
  for (const auto& one : home.recorder.traced) { hops.emplace_back(one.link, one.at - start); }
  const std::vector<std::pair<Link, Duration>> expected = {
      {Link::DspToWan, milliseconds(0)},        {Link::WanToHub, milliseconds(800)},
      {Link::HubToDevice, milliseconds(800)},   {Link::EsmeToHcalcs, milliseconds(1150)},
      {Link::DeviceToHub, milliseconds(1150)},  {Link::SwitchToLoad, milliseconds(1300)},
      {Link::HcalcsToEsme, milliseconds(1300)}, {Link::HubToWan, milliseconds(1300)},
      {Link::LoadToFeeder, milliseconds(1300)}, {Link::WanToDsp, milliseconds(2100)}};
  std::vector<std::pair<Link, Duration>> sorted = hops;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second, a.first) < std::pair(b.second, b.first);
  });
  auto want = expected;
  std::stable_sort(want.begin(), want.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second, a.first) < std::pair(b.second, b.first);
  });
  EXPECT_EQ(sorted, want);
}

TEST(Field, DeliversToTheNamedMeterOnly) {
  auto setup = one_meter();
  auto second = setup.meters.front();
  second.esme = Eui64{0x00DB1234567890B0};
  second.hub = Eui64{0x00DB1234567890B2};
  second.switches[1].hcalcs = Eui64{0x00DB1234567890B5};
  setup.meters.push_back(second);
  TestField home(setup);
  home.send(open_switch(2, 60));
  EXPECT_FALSE(home.is_closed(2));
  EXPECT_TRUE(home.field->switch_is_closed(second.esme, 2).value());
  for (const auto& one : home.recorder.traced) { EXPECT_NE(one.device, second.esme); }
}

TEST(Field, RefusesASetupInWhichDevicesShareAnIdentifier) {
  auto setup = one_meter();
  setup.meters.push_back(setup.meters.front());
  Recorder recorder;
  Scheduler scheduler(setup.start);
  Medium medium(scheduler, recorder);
  const auto built = Field::build(
      setup, {}, TestField::default_parts(),
      [](const MeterSetup&, const Eui64&) -> Result<DeviceCredentials> {
        return failure(ErrorCode::MissingKey, "");
      },
      scheduler, medium);
  ASSERT_FALSE(built.has_value());
  EXPECT_EQ(built.error().code, ErrorCode::BadValue);
}

TEST(Field, SaysWhichMetersCredentialsAreMissing) {
  Recorder recorder;
  const auto setup = one_meter();
  Scheduler scheduler(setup.start);
  Medium medium(scheduler, recorder);
  const auto built = Field::build(
      setup, {}, TestField::default_parts(),
      [](const MeterSetup&, const Eui64&) -> Result<DeviceCredentials> {
        return failure(ErrorCode::MissingKey, "none");
      },
      scheduler, medium);
  ASSERT_FALSE(built.has_value());
  EXPECT_EQ(built.error().code, ErrorCode::MissingKey);
  EXPECT_NE(built.error().detail.find("00-DB-12-34-56-78-90-A0"), std::string::npos);
}

TEST(Field, KnowsNoSwitchAndNoDeviceThatTheSetupDoesNotHave) {
  TestField home;
  for (const unsigned index : {0U, 3U, 6U}) {
    EXPECT_EQ(home.field->switch_is_closed(kEsme, index).error().code, ErrorCode::BadValue);
  }
  EXPECT_EQ(home.field->load_watts(kHub, 1).error().code, ErrorCode::BadValue);
  EXPECT_EQ(home.field->set_power(kEno, false).error().code, ErrorCode::BadValue);
  EXPECT_EQ(home.field->deliver(kEno, Bytes{}).error().code, ErrorCode::BadValue);
}

TEST(Field, LosesWhatComesWhileTheHubHasNoPower) {
  TestField home;
  ASSERT_TRUE(home.field->set_power(kHub, false).has_value());
  EXPECT_TRUE(home.send(open_switch(2, 60, 1)).empty());
  home.advance(minutes(1));  // until the WAN has given up
  ASSERT_TRUE(home.field->set_power(kHub, true).has_value());
  home.advance(minutes(1));
  EXPECT_TRUE(home.is_closed(2));
  EXPECT_NE(home.answer(open_switch(2, 60, 1)), "");
}

TEST(Field, HandsOctetsToADeviceAsIfFromItsHub) {
  TestField home;
  ASSERT_TRUE(home.field->deliver(kEsme, command(open_switch(2, 60))).has_value());
  home.advance(seconds(5));
  EXPECT_FALSE(home.is_closed(2));
  EXPECT_EQ(home.recorder.on(Link::HubToDevice).size(), 1U);
  EXPECT_TRUE(home.recorder.on(Link::WanToHub).empty());
}

/// What a signature covers is the same each time; the signature is not. All that a run shows, without
/// signatures.
std::vector<Traced> story() {
  TestField home;
  home.send(by_supplier(open_switch(1, 10, 1), MessageCode{0x0055}));
  home.send(open_switch(2, 60));
  home.send(set_flags({false, true, false, false, false}, 1002));
  EXPECT_TRUE(home.field->press_boost(kEsme).has_value());
  home.advance(minutes(90));
  home.send(by_broker(MessageCode{0x00BB}, 1, ecs61a_items()));
  for (auto& one : home.recorder.traced) {
    const auto message = gbcs::decode_message(one.octets);
    if (message && message->signature_form == gbcs::SignatureForm::Present) {
      one.octets = copy_of(message->signed_octets());
    }
  }
  return home.recorder.traced;
}

/// The answers to a story of commands, and how the switches stand after each; the meter may lose power after
/// each.
std::vector<std::string> answers(bool with_power_cuts) {
  TestField home;
  std::vector<std::string> all;
  const auto stage = [&](const CommandSpec& spec, Duration then) {
    all.push_back(home.answer(spec));
    if (with_power_cuts) {
      EXPECT_TRUE(home.field->set_power(kEsme, false).has_value());
      EXPECT_TRUE(home.field->set_power(kEsme, true).has_value());
    }
    home.advance(then);
    for (const unsigned index : {1U, 2U, 4U, 5U}) {
      all.push_back(fmt::format("{} {}", home.is_closed(index), home.watts(index)));
    }
  };
  stage(open_switch(2, 90, 1), minutes(1));
  stage(by_supplier({.counter = 1, .items = ecs46a_items({{1, "Immersion"}})}, MessageCode{0x0053}),
        minutes(1));
  stage(set_flags({true, true, false, false, false}, 2), minutes(1));
  stage(open_switch(1, 1500, 3), minutes(1));
  EXPECT_TRUE(home.field->press_boost(kEsme).has_value());
  stage(close_switch(4, 30, 4), minutes(59));
  stage(by_broker(MessageCode{0x00BB}, 1, ecs61a_items()), minutes(40));
  stage(open_switch(2, 10, 4), minutes(1));  // a replay
  stage(by_broker(MessageCode{0x005E}, 2, ecs61c_items("00000000", "FFFFFFFF")), minutes(1500));
  stage(by_broker(MessageCode{0x00BB}, 3, ecs61a_items()), minutes(1));
  return all;
}

TEST(Field, GoesOnAsIfNothingHadBeenWhenTheMeterLosesPowerAtAnyStage) {
  const auto undisturbed = answers(false);
  EXPECT_EQ(undisturbed, answers(true));
  EXPECT_EQ(undisturbed.at(6 * 5), "") << "the replay was answered";
}

TEST(Field, DoesTheSameAgain) {
  const auto once = story();
  EXPECT_GT(once.size(), 30U);
  EXPECT_EQ(once, story());
}

}  // namespace
}  // namespace enocheck::sim
