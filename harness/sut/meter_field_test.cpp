#include "sut/meter_field.h"

#include <gtest/gtest.h>

namespace enocheck::sut {
namespace {

using namespace std::chrono_literals;

constexpr Eui64 kEsme{0xA0};
constexpr Eui64 kHub{0xA2};
constexpr Eui64 kHcalcs{0xA5};

/// One premises: meter, hub, and an HCALCS at switch 2.
sim::Setup one_premises() {
  sim::Setup setup;
  auto& meter = setup.meters.emplace_back();
  meter.esme = kEsme;
  meter.hub = kHub;
  meter.switches[1].kind = sim::SwitchKind::Hcalcs;
  meter.switches[1].hcalcs = kHcalcs;
  return setup;
}

class MeterFieldTest : public testing::Test, private sim::Tracer {
 protected:
  void run(Duration span) { scheduler_.run_until(scheduler_.now() + span); }
  [[nodiscard]] std::size_t seen(sim::Link link) const {
    return static_cast<std::size_t>(std::count(seen_.begin(), seen_.end(), link));
  }

  sim::Scheduler scheduler_{Instant{}};
  sim::Medium medium_{scheduler_, *this};
  sim::Policy policy_;
  std::vector<std::pair<Eui64, Instant>> at_devices_;
  MeterField field_{one_premises(), policy_, scheduler_, medium_,
                    [this](const Eui64& device, ByteView /*octets*/) {
                      at_devices_.emplace_back(device, scheduler_.now());
                    }};

 private:
  void seen(Instant /*at*/, sim::Link link, const Eui64& /*device*/, ByteView /*octets*/) override {
    seen_.push_back(link);
  }
  std::vector<sim::Link> seen_;
};

TEST_F(MeterFieldTest, BringsACommandToEveryDeviceOfThePremises) {
  for (const auto& device : {kEsme, kHub, kHcalcs}) { field_.downlink().receive(device, Bytes{0x01}); }
  run(1min);
  ASSERT_EQ(at_devices_.size(), 3U);
  EXPECT_EQ(at_devices_.front().first, kEsme);
  EXPECT_GT(at_devices_.front().second, Instant{}) << "the WAN takes its time";
  for (const auto link : {sim::Link::DspToWan, sim::Link::WanToHub, sim::Link::HubToDevice}) {
    EXPECT_EQ(seen(link), 3U) << name_of(link);
  }
}

TEST_F(MeterFieldTest, ACommandForNobodyReachesNobody) {
  field_.downlink().receive(Eui64{0xFF}, Bytes{0x01});
  field_.take(Eui64{0xFF}, Bytes{0x01});
  run(1min);
  EXPECT_TRUE(at_devices_.empty());
  EXPECT_EQ(seen(sim::Link::DeviceToHub), 0U);
  const auto delivered = field_.deliver(Eui64{0xFF}, Bytes{0x01});
  ASSERT_FALSE(delivered);
  EXPECT_EQ(delivered.error().code, ErrorCode::BadValue);
}

TEST_F(MeterFieldTest, DeliversPastTheWan) {
  ASSERT_TRUE(field_.deliver(kEsme, Bytes{0x01}));
  run(0s);
  ASSERT_EQ(at_devices_.size(), 1U);
  EXPECT_EQ(seen(sim::Link::HubToDevice), 1U);
  EXPECT_EQ(seen(sim::Link::WanToHub), 0U);
}

TEST_F(MeterFieldTest, CarriesWhatADeviceSendsUpToTheDsp) {
  field_.take(kHcalcs, Bytes{0x02});
  run(1min);
  for (const auto link : {sim::Link::DeviceToHub, sim::Link::HubToWan, sim::Link::WanToDsp}) {
    EXPECT_EQ(seen(link), 1U) << name_of(link);
  }
}

TEST_F(MeterFieldTest, AHubWithoutPowerIsTriedAndGivenUp) {
  field_.set_power(kHub, false);
  field_.set_power(kEsme, false);  // none of its business
  field_.downlink().receive(kEsme, Bytes{0x01});
  run(1h);
  EXPECT_TRUE(at_devices_.empty());
  EXPECT_EQ(seen(sim::Link::WanNoticeToDsp), 1U) << "the DSP is told";
  field_.set_power(kHub, true);
  field_.downlink().receive(kEsme, Bytes{0x02});
  run(1min);
  EXPECT_EQ(at_devices_.size(), 1U);
}

}  // namespace
}  // namespace enocheck::sut
