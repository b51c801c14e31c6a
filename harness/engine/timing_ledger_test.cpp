#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "core/byte_writer.h"
#include "engine/case_context.h"
#include "engine/command_timing.h"
#include "engine/ledger.h"
#include "engine/test_bench.h"

namespace enocheck::engine {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// A home with a charger of 7000 W behind an HCALCS, or a smart one that goes down to 1400 W.
class RecordTest : public testing::Test {
 protected:
  RecordTest() {
    world_ = bench_.world();
    auto& load = world_.meters.front().switches[1];
    load.load = "smart-charger";
    load.watts = 7000;
    load.reduced_watts = 1400;
    world_.start = bench_.sut.time;
    start_ = bench_.sut.time;
    bench_.profile.curtailment_limit_day = hours(2);
    bench_.profile.curtailment_limit_month = hours(8);
    context_.emplace(bench_.surroundings, world_);
  }
  SentMessage& send(std::uint16_t duration, std::uint64_t counter = 1000, const std::string& user = "ENO") {
    SentMessage message;
    message.id = "cut";
    message.user = user;
    message.request.header.request_id = Bench::request_id(counter);
    message.request.header.service_reference_variant = "7.6";
    message.request.body = duis::DeactivateAuxiliaryLoad{2, duration};
    message.accepted = true;
    message.sent_at = bench_.sut.time;
    message.first_exchange = bench_.sut.seen.size();
    message.posted.resize(2);
    return context_->keep(std::move(message));
  }
  void pass(const std::string& link, const Bytes& octets, const Eui64& device = Bench::kEsme) {
    bench_.sut.seen.push_back({bench_.sut.time, link, device, octets});
  }
  void draw(std::uint32_t watts) {
    Bytes octets;
    ByteWriter(octets).u8(2).u32(watts);
    pass("load-to-feeder", octets);
  }
  void wait(Duration time) { bench_.sut.time += time; }
  /// One curtailment from now on: what the charger draws meanwhile.
  void curtail(std::uint16_t duration, std::uint32_t watts, std::uint64_t counter) {
    send(duration, counter);
    draw(watts);
    wait(minutes(duration));
    draw(7000);
  }
  [[nodiscard]] LedgerSum last(Duration window) {
    const auto now = bench_.sut.time;
    return sum_up(curtailments_of(*context_), Bench::kEsme, 2, now - window, now);
  }

  Bench bench_;
  catalogue::World world_;
  std::optional<CaseContext> context_;
  Instant start_;
};

TEST_F(RecordTest, TimesEachMilestoneFromTheRequest) {
  send(60);
  pass("user-to-dsp", {});
  wait(seconds(1));
  pass("dsp-to-user", {});
  wait(seconds(2));
  pass("user-to-dsp", {});
  const auto command = test_messages::command(test_messages::pre_command());
  for (const auto* const link : {"dsp-to-wan", "wan-to-hub", "hub-to-device"}) {
    pass(link, command);
    wait(milliseconds(500));
  }
  pass("dsp-to-user", {});
  pass("esme-to-hcalcs", test_messages::event(false, 60), Bench::kHcalcs);
  wait(milliseconds(100));
  pass("switch-to-load", {0}, Bench::kHcalcs);
  wait(seconds(3));
  draw(1400);
  pass("device-to-hub", test_messages::response());
  const auto timings = time_commands(*context_);
  ASSERT_EQ(timings.size(), 1U);
  const auto& timing = timings.front();
  EXPECT_EQ(timing.at(Milestone::PreCommand), seconds(1));
  EXPECT_EQ(timing.at(Milestone::Submitted), seconds(3));
  EXPECT_EQ(timing.at(Milestone::LeftHub), seconds(4));
  EXPECT_EQ(timing.at(Milestone::Acknowledged), milliseconds(4500));
  EXPECT_EQ(timing.at(Milestone::Switched), milliseconds(4600));
  EXPECT_EQ(timing.at(Milestone::Drawn), milliseconds(7600));
  EXPECT_EQ(timing.at(Milestone::Answered), milliseconds(7600));
  EXPECT_EQ(timing.at(Milestone::Delivered), std::nullopt);
  const auto hops = hop_times(timing);
  const auto slowest = std::max_element(hops.begin(), hops.end(),
                                        [](const auto& a, const auto& b) { return a.took < b.took; });
  EXPECT_EQ(slowest->hop, Hop::Charger);
}

TEST_F(RecordTest, TimesNothingThatWasNotAccepted) {
  send(60).accepted = false;
  EXPECT_TRUE(time_commands(*context_).empty());
  draw(0);
  EXPECT_TRUE(curtailments_of(*context_).empty());
}

TEST(Milestones, HaveNamesThatAreReadBack) {
  for (std::size_t index = 0; index < kMilestones; ++index) {
    const auto milestone = static_cast<Milestone>(index);
    EXPECT_EQ(parse_milestone(name_of(milestone)), milestone);
  }
  EXPECT_EQ(parse_milestone("left"), std::nullopt);
}

TEST_F(RecordTest, CountsTimesMinutesAndWhatTheyAreWorth) {
  curtail(60, 0, 1000);
  wait(hours(1));
  curtail(30, 1400, 1001);
  const auto ledger = curtailments_of(*context_);
  ASSERT_EQ(ledger.size(), 2U);
  EXPECT_EQ(ledger.front().from, start_);
  EXPECT_EQ(ledger.front().user, "ENO");
  const auto sum = last(hours(24));
  EXPECT_EQ(sum.count, 2U);
  EXPECT_EQ(sum.time, minutes(90));
  EXPECT_EQ(sum.equivalent, minutes(60 + 24)) << "30 min at a fifth of the power";
}

TEST_F(RecordTest, CountsOnlyWhatLiesInTheTimeAskedFor) {
  curtail(60, 0, 1000);
  wait(hours(23) + minutes(30));
  EXPECT_EQ(last(hours(24)).time, minutes(30));
  wait(hours(1));
  EXPECT_EQ(last(hours(24)).count, 0U);
  EXPECT_EQ(last(hours(24 * 30)).time, minutes(60));
}

TEST_F(RecordTest, LeavesOutWhatNoNetworkOperatorDid) {
  send(60, 1000, "EIS");
  draw(0);
  wait(minutes(60));
  draw(7000);
  send(10, 1001);
  wait(hours(2));  // long after the order's end
  draw(0);
  EXPECT_TRUE(curtailments_of(*context_).empty());
}

TEST_F(RecordTest, CountsACurtailmentThatStillRunsUpToNow) {
  send(60);
  draw(0);
  wait(minutes(20));
  EXPECT_EQ(last(hours(24)).time, minutes(20));
}

TEST_F(RecordTest, ReportsWhatWouldGoOverTheLimitOfADay) {
  curtail(60, 0, 1000);
  observe_limits(*context_, "ENO", "ESME1", 2, minutes(60));
  EXPECT_TRUE(context_->observations().empty()) << "reduces: worth 48 min more";
  observe_limits(*context_, "EIS", "ESME1", 2, minutes(600));
  EXPECT_TRUE(context_->observations().empty()) << "no network operator";
  observe_limits(*context_, "ENO", "ESME1", 2, minutes(90));
  ASSERT_EQ(context_->observations().size(), 1U);
  EXPECT_TRUE(context_->observations().front().starts_with("NF11: 7.6 for 90 min"))
      << context_->observations()[0];
}

TEST_F(RecordTest, ReportsWhatWouldGoOverTheLimitOfAMonthAndForgetsOlderOnes) {
  for (std::uint64_t day = 0; day < 8; ++day) {
    curtail(60, 0, 1000 + day);
    wait(hours(23));
  }
  observe_limits(*context_, "ENO", "ESME1", 2, minutes(5));
  ASSERT_EQ(context_->observations().size(), 1U);
  EXPECT_TRUE(context_->observations().front().starts_with("NF12:"));
  wait(hours(24 * 23));
  observe_limits(*context_, "ENO", "ESME1", 2, minutes(6));
  EXPECT_EQ(context_->observations().size(), 1U);
}

}  // namespace
}  // namespace enocheck::engine
