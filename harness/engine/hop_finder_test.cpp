#include "engine/hop_finder.h"

#include <gtest/gtest.h>

#include "engine/test_bench.h"

namespace enocheck::engine {
namespace {

using std::chrono::minutes;

/// A curtailment that has been accepted; its way is what a test puts into `bench.sut.seen`.
class HopFinderTest : public testing::Test {
 protected:
  HopFinderTest() : context_(bench_.surroundings, bench_.world()) {
    SentMessage message;
    message.id = "cut";
    message.user = "ENO";
    message.request.header.request_id = Bench::request_id();
    message.request.header.service_reference = "7.6";
    message.request.header.service_reference_variant = "7.6";
    message.request.body = duis::DeactivateAuxiliaryLoad{2, 60};
    message.is_critical = true;
    message.accepted = true;
    message.pre_command = test_messages::pre_command();
    message.signed_pre_command = signed_pre_command();
    message_ = &context_.keep(std::move(message));
  }

  static Bytes signed_pre_command() {
    auto octets = test_messages::pre_command();
    octets.pop_back();
    gbcs::append_signature(octets, Bytes(64, 0x77));
    return octets;
  }
  void pass(const std::string& link, const Bytes& octets, const Eui64& device = Bench::kEsme) {
    bench_.sut.seen.push_back({bench_.sut.time, link, device, octets});
  }
  /// The command as it should go, up to and including the link of that name.
  void command_up_to(const std::string& last) {
    for (const auto* const link : {"dsp-to-wan", "wan-to-hub", "hub-to-device"}) {
      pass(link, test_messages::command(signed_pre_command()));
      if (last == link) { return; }
    }
  }
  void response_up_to(const std::string& last, const Bytes& octets) {
    for (const auto* const link : {"device-to-hub", "hub-to-wan", "wan-to-dsp"}) {
      pass(link, octets);
      if (last == link) { return; }
    }
  }
  void hand_on(const Bytes& octets) {
    const auto document = bench_.service_response(octets);
    pass("dsp-to-user", copy_of(bytes_of(document)));
  }
  [[nodiscard]] Hop hop_of_response() const { return HopFinder(context_).wrong_response(*message_).hop; }
  [[nodiscard]] const catalogue::WorldMeter& meter() const { return bench_.world().meters.front(); }

  Bench bench_;
  CaseContext context_;
  SentMessage* message_ = nullptr;
};

TEST_F(HopFinderTest, FindsNoFaultWhereEverythingPassed) {
  command_up_to("hub-to-device");
  response_up_to("wan-to-dsp", test_messages::response());
  hand_on(test_messages::response());
  EXPECT_EQ(HopFinder(context_).command_fault(*message_), std::nullopt);
  EXPECT_EQ(HopFinder(context_).response_fault(*message_), std::nullopt);
}

TEST_F(HopFinderTest, BlamesTheDspForACommandThatNeverLeft) {
  EXPECT_EQ(hop_of_response(), Hop::DspRequestManagement);
}

TEST_F(HopFinderTest, BlamesTheDspForAChangedPreCommand) {
  auto changed = test_messages::command(signed_pre_command());
  changed.at(changed.size() - 20) ^= 1U;  // in the signature
  pass("dsp-to-wan", changed);
  const auto fault = HopFinder(context_).command_fault(*message_);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->hop, Hop::DspRequestManagement);
  EXPECT_EQ(fault->proof, 0U);
}

TEST_F(HopFinderTest, BlamesTheDspForTheWrongDevice) {
  pass("dsp-to-wan", test_messages::command(signed_pre_command()), Eui64{0xBAD});
  EXPECT_EQ(hop_of_response(), Hop::DspRequestManagement);
}

TEST_F(HopFinderTest, BlamesTheDspForSendingTwice) {
  command_up_to("dsp-to-wan");
  command_up_to("hub-to-device");
  EXPECT_EQ(hop_of_response(), Hop::DspRequestManagement);
}

TEST_F(HopFinderTest, BlamesTransformForANonCriticalCommandThatAsksForSomethingElse) {
  message_->is_critical = false;
  message_->request.body = duis::DeactivateAuxiliaryLoad{2, 30};
  command_up_to("hub-to-device");
  EXPECT_EQ(hop_of_response(), Hop::DspTransform);
}

TEST_F(HopFinderTest, BlamesTransformForANonCriticalCommandOfAnotherCounter) {
  message_->is_critical = false;
  message_->request.header.request_id.counter = OriginatorCounter{Bench::request_id().counter.value() + 1};
  command_up_to("hub-to-device");  // the one command that left, but not that of the request
  const auto fault = HopFinder(context_).wrong_response(*message_);
  EXPECT_EQ(fault.hop, Hop::DspTransform);
  EXPECT_EQ(fault.proof, 0U);
}

TEST_F(HopFinderTest, BlamesWhoeverSpoiltAnEarlierCommandForWhatTheDeviceShows) {
  SentMessage later = *message_;
  later.id = "read";
  const auto& read = context_.keep(std::move(later));
  command_up_to("hub-to-device");
  response_up_to("wan-to-dsp", test_messages::response());
  hand_on(test_messages::response());
  ASSERT_EQ(HopFinder(context_).wrong_response(read).hop, Hop::Esme);
  message_->request.header.request_id.counter = OriginatorCounter{Bench::request_id().counter.value() + 1};
  EXPECT_EQ(HopFinder(context_).wrong_response(read).hop, Hop::DspRequestManagement)
      << "of the first request nothing ever left the DSP";
}

TEST_F(HopFinderTest, BlamesWhoeverLosesTheCommand) {
  command_up_to("dsp-to-wan");
  EXPECT_EQ(hop_of_response(), Hop::Wan);
  pass("wan-to-hub", test_messages::command(signed_pre_command()));
  EXPECT_EQ(hop_of_response(), Hop::CommsHub);
}

TEST_F(HopFinderTest, BlamesWhoeverChangesTheCommand) {
  command_up_to("wan-to-hub");
  auto changed = test_messages::command(signed_pre_command());
  changed.back() ^= 1U;
  pass("hub-to-device", changed);
  const auto fault = HopFinder(context_).command_fault(*message_);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->hop, Hop::CommsHub);
  EXPECT_EQ(fault->proof, 2U) << "the message that the hub put out";
}

TEST_F(HopFinderTest, BlamesTheWanForTheWrongHub) {
  command_up_to("dsp-to-wan");
  pass("wan-to-hub", test_messages::command(signed_pre_command()), Eui64{0xBAD});
  EXPECT_EQ(hop_of_response(), Hop::Wan);
}

TEST_F(HopFinderTest, BlamesTheMeterThatDoesNotAnswer) {
  command_up_to("hub-to-device");
  EXPECT_EQ(hop_of_response(), Hop::Esme);
}

TEST_F(HopFinderTest, BlamesWhoeverLosesOrChangesTheResponse) {
  command_up_to("hub-to-device");
  response_up_to("device-to-hub", test_messages::response());
  EXPECT_EQ(hop_of_response(), Hop::CommsHub);
  pass("hub-to-wan", test_messages::response());
  EXPECT_EQ(hop_of_response(), Hop::Wan);
  pass("wan-to-dsp", test_messages::response());
  EXPECT_EQ(hop_of_response(), Hop::DspRequestManagement) << "the DSP did not hand it on";
  hand_on(test_messages::response(1, 250));
  EXPECT_EQ(hop_of_response(), Hop::DspRequestManagement) << "the DSP changed it";
  hand_on(test_messages::response());
  EXPECT_EQ(hop_of_response(), Hop::Esme) << "all passed: what is wrong with it is the meter's";
}

TEST_F(HopFinderTest, BlamesTheMeterForAnswersToWhatItHadToIgnore) {
  EXPECT_EQ(HopFinder(context_).unwanted_response(*message_).hop, Hop::DspRequestManagement);
  response_up_to("device-to-hub", test_messages::response());
  EXPECT_EQ(HopFinder(context_).unwanted_response(*message_).hop, Hop::Esme);
}

TEST_F(HopFinderTest, BlamesNoLinkThatTheCaseItselfDisturbed) {
  context_.set_disturbed();
  command_up_to("dsp-to-wan");
  EXPECT_EQ(hop_of_response(), Hop::Esme);
}

TEST_F(HopFinderTest, LeavesOutWhatTheCaseItselfDelivered) {
  command_up_to("wan-to-hub");
  ASSERT_TRUE(context_.inject(Bench::kEsme, test_messages::command(signed_pre_command())).has_value());
  EXPECT_EQ(hop_of_response(), Hop::CommsHub) << "the hub itself let nothing through";
}

TEST_F(HopFinderTest, TellsMeterAndHcalcsApartByTheEventOnTheHan) {
  command_up_to("hub-to-device");
  const auto open_expected = [&] { return HopFinder(context_).wrong_switch(meter(), 2, false).hop; };
  EXPECT_EQ(open_expected(), Hop::Esme) << "no event: closed is right for the HCALCS";
  pass("esme-to-hcalcs", test_messages::event(true, 60), Bench::kHcalcs);
  EXPECT_EQ(open_expected(), Hop::Esme) << "the event asks for closed";
  pass("esme-to-hcalcs", test_messages::event(false, 60), Eui64{0xBAD});
  EXPECT_EQ(open_expected(), Hop::Esme) << "the event went to another HCALCS";
  pass("esme-to-hcalcs", test_messages::event(false, 60), Bench::kHcalcs);
  EXPECT_EQ(open_expected(), Hop::Hcalcs);
}

TEST_F(HopFinderTest, KnowsThatAnEventEnds) {
  command_up_to("hub-to-device");
  pass("esme-to-hcalcs", test_messages::event(false, 60), Bench::kHcalcs);
  EXPECT_EQ(HopFinder(context_).wrong_switch(meter(), 2, true).hop, Hop::Esme)
      << "closed is not what was asked for";
  bench_.sut.time += minutes(61);
  EXPECT_EQ(HopFinder(context_).wrong_switch(meter(), 2, true).hop, Hop::Hcalcs)
      << "it should have fallen back";
}

TEST_F(HopFinderTest, BlamesTheMeterForItsOwnSwitch) {
  command_up_to("hub-to-device");
  EXPECT_EQ(HopFinder(context_).wrong_switch(meter(), 1, false).hop, Hop::Esme);
}

TEST_F(HopFinderTest, BlamesTheWayOfTheCommandBeforeTheSwitch) {
  command_up_to("dsp-to-wan");
  EXPECT_EQ(HopFinder(context_).wrong_switch(meter(), 2, false).hop, Hop::Wan);
}

TEST_F(HopFinderTest, BlamesTheChargerOnlyBehindRightContacts) {
  command_up_to("hub-to-device");
  pass("esme-to-hcalcs", test_messages::event(false, 60), Bench::kHcalcs);
  EXPECT_EQ(HopFinder(context_).wrong_load(meter(), 2, false, false).hop, Hop::Charger);
  EXPECT_EQ(HopFinder(context_).wrong_load(meter(), 2, false, true).hop, Hop::Hcalcs);
}

TEST_F(HopFinderTest, SaysWhoLetAnUnwantedMessageThrough) {
  const auto blamed = [&] { return HopFinder(context_).unwanted_at_device(bench_.sut.seen.size() - 1).hop; };
  const auto octets = test_messages::command(signed_pre_command());
  pass("hub-to-device", octets);
  EXPECT_EQ(blamed(), Hop::CommsHub) << "the hub made it up";
  bench_.sut.seen.clear();
  pass("wan-to-hub", octets);
  pass("hub-to-device", octets);
  EXPECT_EQ(blamed(), Hop::Wan);
  bench_.sut.seen.clear();
  command_up_to("hub-to-device");
  EXPECT_EQ(blamed(), Hop::DspRequestManagement);
}

}  // namespace
}  // namespace enocheck::engine
