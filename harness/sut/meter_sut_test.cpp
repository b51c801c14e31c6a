// The harness's side of a bench, over a link that does what a test writes into it. What passes over real
// links, case by case, is in tests/end_to_end/esme_target_test.cpp.
#include "sut/meter_sut.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sut/test_suite.h"

namespace enocheck::sut {
namespace {

using namespace std::chrono_literals;

constexpr Eui64 kEsme{0x00DB1234567890A0};
constexpr Eui64 kHub{0x00DB1234567890A2};
constexpr Eui64 kElsewhere{0x00DB1234567902A0};  // of the same world, not on the bench

/// A bench with ESME1 of the world `street`.
class ScriptedLink final : public MeterLink {
 public:
  bool is_real_time = false;
  bool is_open = true;  ///< shows loads and homes, begins anew
  Status loads;
  Status sends;
  Instant time{};
  std::vector<std::pair<Instant, Sent>> coming;  ///< what the meter will send, by time
  std::vector<engine::Exchange> at_home;
  std::vector<Sent> got;
  std::vector<std::string> disturbed;
  std::vector<std::pair<Eui64, bool>> powered;

  [[nodiscard]] std::string name() const override { return "esme=scripted"; }
  [[nodiscard]] Status reach() override { return {}; }
  [[nodiscard]] bool moves_time() const override { return !is_real_time; }
  [[nodiscard]] bool begins_anew() const override { return is_open; }
  [[nodiscard]] bool shows_loads() const override { return is_open; }
  [[nodiscard]] bool shows_homes() const override { return is_open; }
  [[nodiscard]] Status load(const catalogue::World& world) override {
    time = world.start;
    return loads;
  }
  [[nodiscard]] Instant now() const override { return time; }
  [[nodiscard]] bool leads_to(const Eui64& device) const override { return device == kEsme; }
  [[nodiscard]] Status send(const Eui64& device, ByteView octets) override {
    if (sends) { got.push_back({device, copy_of(octets)}); }
    return sends;
  }
  [[nodiscard]] Status await(Duration limit) override {
    const auto next = coming.empty() ? time + limit : coming.front().first;
    time = std::min(time + limit, std::max(time, next));
    return {};
  }
  [[nodiscard]] std::vector<Sent> take() override {
    std::vector<Sent> taken;
    while (!coming.empty() && coming.front().first <= time) {
      taken.push_back(coming.front().second);
      coming.erase(coming.begin());
    }
    return taken;
  }
  [[nodiscard]] std::vector<engine::Exchange> take_seen_at_home() override {
    return std::exchange(at_home, {});
  }
  [[nodiscard]] Status press_boost(const Eui64& /*esme*/) override { return {}; }
  [[nodiscard]] Status set_power(const Eui64& device, bool on) override {
    powered.emplace_back(device, on);
    return {};
  }
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& /*flipped_bits*/,
                                 bool /*drop*/) override {
    disturbed.emplace_back(link);
    return {};
  }
};

class MeterSutTest : public testing::Test {
 protected:
  MeterSutTest() {
    auto link = std::make_unique<ScriptedLink>();
    link_ = link.get();
    sut_ = std::make_unique<MeterSut>(
        MeterParts{shared_.loader.profile("secmp0046").value(), shared_.credentials,
                   xml::SchemaValidator::load(source_dir() / "schemas/enocheck/duis_subset.xsd").value(),
                   shared_.log},
        std::move(link));
  }
  [[nodiscard]] Status load(const std::string& world = "street") {
    return sut_->load(shared_.worlds.at(world));
  }
  [[nodiscard]] std::size_t seen(std::string_view link) const {
    return static_cast<std::size_t>(std::ranges::count(sut_->exchanges(), link, &engine::Exchange::link));
  }
  void will_send(Duration after, Bytes octets, const Eui64& device = kEsme) {
    link_->coming.push_back({link_->time + after, {device, std::move(octets)}});
  }
  static void expect_error(const Status& status, ErrorCode code, std::string_view part) {
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, code) << status.error().detail;
    EXPECT_NE(status.error().detail.find(part), std::string::npos) << status.error().detail;
  }

  Shared& shared_ = Shared::instance();
  ScriptedLink* link_ = nullptr;
  std::unique_ptr<MeterSut> sut_;
};

TEST_F(MeterSutTest, ShowsWhatItsLinkShows) {
  const auto open = sut_->observes();
  EXPECT_TRUE(open.duis && open.device && open.charger && open.clock && open.home && open.fresh_counters);
  EXPECT_FALSE(open.real_time);
  link_->is_open = false;
  link_->is_real_time = true;
  const auto closed = sut_->observes();
  EXPECT_TRUE(closed.duis && closed.device);
  EXPECT_FALSE(closed.charger || closed.clock || closed.home || closed.fresh_counters || closed.parse ||
               closed.tls);
  EXPECT_TRUE(closed.real_time);
}

TEST_F(MeterSutTest, HandsOctetsToTheMeterOnTheBench) {
  ASSERT_TRUE(load());
  EXPECT_EQ(sut_->untouched(), "nothing went to the meter or came from it: the case is about others");
  ASSERT_TRUE(sut_->deliver(kEsme, Bytes{0xDF, 0x01}));
  ASSERT_TRUE(sut_->advance(1s));
  ASSERT_EQ(link_->got.size(), 1U);
  EXPECT_EQ(link_->got.front().octets, (Bytes{0xDF, 0x01}));
  EXPECT_EQ(seen("hub-to-device"), 1U);
  EXPECT_EQ(sut_->untouched(), std::nullopt);
}

TEST_F(MeterSutTest, ADeviceThatIsNotThereIsNobodysFault) {
  ASSERT_TRUE(load());
  ASSERT_TRUE(sut_->deliver(kElsewhere, Bytes{0x01}));
  expect_error(sut_->advance(1s), ErrorCode::Unsupported, "which is not on the bench");
  EXPECT_NE(sut_->untouched().value_or("").find(to_string(kElsewhere)), std::string::npos);
  EXPECT_TRUE(link_->got.empty());
  ASSERT_TRUE(load());
  expect_error(sut_->deliver(Eui64{1}, Bytes{0x01}), ErrorCode::BadValue, "no device");
}

TEST_F(MeterSutTest, ALostLinkIsToldAndNotTakenForSilence) {
  ASSERT_TRUE(load());
  link_->sends = failure(ErrorCode::Io, "the cable is cut");
  ASSERT_TRUE(sut_->deliver(kEsme, Bytes{0x01}));
  expect_error(sut_->await_delivery(1s), ErrorCode::Io, "the cable is cut");
  link_->sends = {};
  ASSERT_TRUE(load());
  EXPECT_TRUE(sut_->advance(1s)) << "the next case begins anew";
}

TEST_F(MeterSutTest, CarriesWhatTheMeterSendsToTheDsp) {
  ASSERT_TRUE(load());
  will_send(2s, {0xDF, 0x02});
  ASSERT_TRUE(sut_->advance(1min));
  for (const auto* const link : {"device-to-hub", "hub-to-wan", "wan-to-dsp"}) {
    EXPECT_EQ(seen(link), 1U) << link;
  }
  EXPECT_EQ(sut_->untouched(), std::nullopt) << "it had a part in it";
  const auto& first = sut_->exchanges().front();
  EXPECT_EQ(first.device, kEsme);
  EXPECT_EQ(first.at, shared_.worlds.at("street").start + 2s)
      << "when it was sent, not when the wait was over";
}

TEST_F(MeterSutTest, LetsExactlySoMuchTimePass) {
  ASSERT_TRUE(load());
  will_send(2s, {0x01});
  will_send(7s, {0x02});
  ASSERT_TRUE(sut_->advance(5s));
  EXPECT_EQ(sut_->now(), shared_.worlds.at("street").start + 5s);
  EXPECT_EQ(seen("device-to-hub"), 1U);
  ASSERT_TRUE(sut_->await_delivery(10s)) << "what is no GBCS message reaches no user";
  EXPECT_EQ(sut_->now(), shared_.worlds.at("street").start + 15s);
  EXPECT_TRUE(sut_->take_deliveries().empty());
}

TEST_F(MeterSutTest, AHubWithoutPowerHandsNothingOn) {
  ASSERT_TRUE(load());
  ASSERT_TRUE(sut_->set_power(kHub, false));
  EXPECT_EQ(link_->powered, (std::vector<std::pair<Eui64, bool>>{{kHub, false}}));
  will_send(1s, {0x01});
  ASSERT_TRUE(sut_->advance(10s));
  EXPECT_EQ(seen("hub-to-wan"), 0U);
  ASSERT_TRUE(sut_->set_power(kHub, true));
  will_send(1s, {0x02});
  ASSERT_TRUE(sut_->advance(10s));
  EXPECT_EQ(seen("hub-to-wan"), 1U);
}

TEST_F(MeterSutTest, DisturbsItsOwnLinksItselfAndLeavesTheHomeToTheBench) {
  ASSERT_TRUE(load());
  ASSERT_TRUE(sut_->intercept("esme-to-hcalcs", {}, true));
  EXPECT_EQ(link_->disturbed, std::vector<std::string>{"esme-to-hcalcs"});
  ASSERT_TRUE(sut_->intercept("device-to-hub", {}, true));
  EXPECT_EQ(link_->disturbed.size(), 1U);
  will_send(1s, {0x01});
  ASSERT_TRUE(sut_->advance(10s));
  EXPECT_EQ(seen("hub-to-wan"), 0U) << "it was dropped";
  expect_error(sut_->intercept("no-link", {}, true), ErrorCode::BadValue, "no-link");
}

TEST_F(MeterSutTest, TakesFromTheBenchOnlyWhatItDoesNotCarryItself) {
  ASSERT_TRUE(load());
  link_->at_home = {{link_->time, "esme-to-hcalcs", kEsme, {0x01}},
                    {link_->time, "hub-to-device", kEsme, {0x02}}};
  ASSERT_TRUE(sut_->advance(1s));
  ASSERT_EQ(sut_->exchanges().size(), 1U);
  EXPECT_EQ(sut_->exchanges().front().link, "esme-to-hcalcs");
}

TEST_F(MeterSutTest, WhatTheBenchCannotShowIsUnsupported) {
  ASSERT_TRUE(load());
  const auto closed = sut_->switch_is_closed(kEsme, 2);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, ErrorCode::Unsupported);
  EXPECT_EQ(closed.error().detail, "esme=scripted lets nobody look at a switch");
  EXPECT_FALSE(sut_->load_watts(kEsme, 2));
  expect_error(load("feeder_10"), ErrorCode::Unsupported, "feeder");
}

TEST_F(MeterSutTest, NothingHappensBeforeAWorldIsLoaded) {
  expect_error(sut_->advance(1s), ErrorCode::Unsupported, "no world");
  EXPECT_FALSE(sut_->post(engine::WebService::Send, "<x/>"));
  EXPECT_TRUE(sut_->exchanges().empty());
  EXPECT_TRUE(sut_->untouched().has_value());
  link_->loads = failure(ErrorCode::Io, "nobody there");
  expect_error(load(), ErrorCode::Io, "nobody there");
  expect_error(sut_->press_boost(kEsme), ErrorCode::Unsupported, "no world");
}

}  // namespace
}  // namespace enocheck::sut
