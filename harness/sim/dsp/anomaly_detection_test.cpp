#include "sim/dsp/anomaly_detection.h"

#include "sim/dsp/dsp_fixture.h"

namespace enocheck::sim {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

duis::RequestHeader header_of(const Eui64& user, std::string variant) {
  duis::RequestHeader header;
  header.request_id = {user, kEsme, OriginatorCounter{1}};
  header.service_reference_variant = std::move(variant);
  return header;
}

constexpr Instant kBegin = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2};

class AnomalyDetectionTest : public testing::Test {
 protected:
  bool quarantines(const Eui64& user, const char* variant, Duration after_start) {
    return detection_.quarantines(header_of(user, variant), kBegin + after_start);
  }

  DspRules rules_{Policy{}};
  AnomalyDetection detection_{rules_, {{kEno, "7.6", 2, minutes(60)}, {kEno, "", 4, minutes(10)}}};
};

TEST_F(AnomalyDetectionTest, HoldsBackWhatIsInExcessAndNothingElse) {
  EXPECT_FALSE(quarantines(kEno, "7.6", minutes(0)));
  EXPECT_FALSE(quarantines(kEno, "7.6", minutes(1)));
  EXPECT_TRUE(quarantines(kEno, "7.6", minutes(2)));
  EXPECT_FALSE(quarantines(kEno, "7.8", minutes(2))) << "another service";
  EXPECT_FALSE(quarantines(kOtherEno, "7.6", minutes(2))) << "another user";
}

TEST_F(AnomalyDetectionTest, CountsWithinAWindowThatSlides) {
  EXPECT_FALSE(quarantines(kEno, "7.6", minutes(0)));
  EXPECT_FALSE(quarantines(kEno, "7.6", minutes(30)));
  EXPECT_TRUE(quarantines(kEno, "7.6", minutes(60) - seconds(1)));
  EXPECT_FALSE(quarantines(kEno, "7.6", minutes(60))) << "the first is out of the window";
  EXPECT_TRUE(quarantines(kEno, "7.6", minutes(90) - seconds(1))) << "what was held back does not count";
  EXPECT_FALSE(quarantines(kEno, "7.6", minutes(90)));
}

TEST_F(AnomalyDetectionTest, CountsAllServicesAgainstAGeneralThreshold) {
  for (const auto* const variant : {"7.7", "7.8", "7.9", "7.10"}) {
    EXPECT_FALSE(quarantines(kEno, variant, minutes(0))) << variant;
  }
  EXPECT_TRUE(quarantines(kEno, "7.11", minutes(9)));
  EXPECT_TRUE(quarantines(kEno, "7.6", minutes(9)));
  EXPECT_FALSE(quarantines(kEno, "7.6", minutes(10)));
}

class QuarantineTest : public DspTest {
 protected:
  QuarantineTest() {
    auto setup = street();
    setup.thresholds = {{kEno, "7.11", 1, minutes(60)}};
    start(std::make_unique<DspRules>(Policy{}), setup);
  }
};

TEST_F(QuarantineTest, AcknowledgesTellsTheUserAndSendsNothing) {
  const auto first = read_boost();
  EXPECT_EQ(code(first), "I99");
  ASSERT_EQ(wan_.sent.size(), 1U);
  const auto second = read_boost();
  EXPECT_EQ(code(second), "I99");
  EXPECT_EQ(wan_.sent.size(), 1U);
  ASSERT_EQ(delivered_.size(), 1U);
  EXPECT_EQ(delivered_.front().first, kEno);
  const auto alert = last_delivery();
  const auto& body = std::get<duis::DccAlertMessage>(alert.body);
  EXPECT_EQ(body.element, "QuarantinedRequest");
  EXPECT_NE(body.xml.find(duis::to_string(second.header.request_id)), std::string::npos);
  EXPECT_NE(body.xml.find("ADUserThresholdBreach"), std::string::npos);
}

}  // namespace
}  // namespace enocheck::sim
