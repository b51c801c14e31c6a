#include "sim/wan/wan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/wan/latency.h"

namespace enocheck::sim {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Eui64 kDevice{0x00DB1234567890A0};

/// Keeps what comes, with the time.
class Box final : public OctetSink {
 public:
  explicit Box(const Clock& clock) : clock_(&clock) {}
  void receive(const Eui64& /*device*/, ByteView octets) override {
    texts.emplace_back(text_of(octets));
    times.push_back(clock_->now());
  }
  std::vector<std::string> texts;
  std::vector<Instant> times;

 private:
  const Clock* clock_;
};

class WanTest : public testing::Test {
 protected:
  void make(const WanSetup& setup, std::uint64_t seed = 46) {
    Policy policy;
    policy.seed = seed;
    wan.emplace(policy, std::make_unique<WanRules>(), at_dsp, undelivered, scheduler);
    wan->attach(kDevice, {setup, &at_hub, [this] { return hub_is_on; }});
  }
  void send(std::string_view text) { wan->from_dsp().receive(kDevice, bytes_of(text)); }
  void pass(Duration time) { scheduler.run_until(scheduler.now() + time); }
  [[nodiscard]] Duration took(const Box& box, std::size_t index) const {
    return box.times.at(index) - kStart;
  }

  static constexpr Instant kStart{std::chrono::hours(24 * 20'000)};
  Scheduler scheduler{kStart};
  Box at_hub{scheduler};
  Box at_dsp{scheduler};
  Box undelivered{scheduler};
  bool hub_is_on = true;
  std::optional<Wan> wan;
};

TEST_F(WanTest, CarriesBothWaysInTheNominalTime) {
  make({});
  send("down");
  wan->from_hubs().receive(kDevice, bytes_of("up"));
  pass(seconds(1));
  EXPECT_EQ(at_hub.texts, std::vector<std::string>{"down"});
  EXPECT_EQ(at_dsp.texts, std::vector<std::string>{"up"});
  EXPECT_EQ(took(at_hub, 0), milliseconds(800));
}

TEST_F(WanTest, GivesBackWhatAHubWithoutPowerCouldNotBeGiven) {
  make({});
  hub_is_on = false;
  send("command");
  pass(minutes(5));
  hub_is_on = true;
  pass(minutes(5));
  EXPECT_TRUE(at_hub.texts.empty());
  ASSERT_EQ(undelivered.texts, std::vector<std::string>{"command"});
  EXPECT_EQ(took(undelivered, 0), 3 * milliseconds(800) + 2 * seconds(8));
}

TEST_F(WanTest, DeliversWhenAnOutageEndsBeforeItGivesUp) {
  make({.outages = {{Duration{}, seconds(10)}}});
  send("command");
  pass(minutes(1));
  EXPECT_EQ(at_hub.texts, std::vector<std::string>{"command"});
  EXPECT_EQ(took(at_hub, 0), 3 * milliseconds(800) + 2 * seconds(8));
  EXPECT_TRUE(undelivered.texts.empty());
}

TEST_F(WanTest, LosesAnAnswerInAnOutageAndTellsNobody) {
  make({.outages = {{Duration{}, minutes(1)}}});
  wan->from_hubs().receive(kDevice, bytes_of("up"));
  pass(minutes(5));
  EXPECT_TRUE(at_dsp.texts.empty());
  EXPECT_TRUE(undelivered.texts.empty());
}

TEST_F(WanTest, CarriesTwiceWhatIsDoubled) {
  make({.duplicated_percent = 100});
  send("command");
  pass(seconds(1));
  EXPECT_EQ(at_hub.texts, (std::vector<std::string>{"command", "command"}));
}

TEST_F(WanTest, LetsTheNextMessageOvertakeButNotForLong) {
  make({.overtaken_percent = 100});
  send("first");
  send("second");
  pass(seconds(1));
  EXPECT_EQ(at_hub.texts, (std::vector<std::string>{"second", "first"}));
  send("alone");
  pass(seconds(3));
  EXPECT_EQ(at_hub.texts.back(), "alone");
}

TEST_F(WanTest, LosesAsOftenAsItIsToldAndTriesAgain) {
  make({.lost_percent = 30});
  for (int i = 0; i < 1000; ++i) { send("command"); }
  pass(minutes(1));
  const auto at_once = std::count(at_hub.times.begin(), at_hub.times.end(), kStart + milliseconds(800));
  EXPECT_NEAR(static_cast<double>(at_once), 700, 60);
  EXPECT_NEAR(static_cast<double>(undelivered.texts.size()), 27, 20);
  EXPECT_EQ(at_hub.texts.size() + undelivered.texts.size(), 1000U);
}

TEST_F(WanTest, DoesTheSameForTheSameSeed) {
  std::vector<std::vector<Duration>> runs;
  for (const std::uint64_t seed : {7U, 7U, 8U}) {
    at_hub.times.clear();
    make({.kind = WanKind::LongRangeRadio, .lost_percent = 20}, seed);
    const auto start = scheduler.now();
    for (int i = 0; i < 50; ++i) { send("command"); }
    pass(minutes(5));
    std::vector<Duration> times;
    for (const auto& time : at_hub.times) { times.push_back(time - start); }
    runs.push_back(times);
  }
  EXPECT_EQ(runs[0], runs[1]);
  EXPECT_NE(runs[0], runs[2]);
}

TEST(LatencyModel, DrawsWithinItsBoundsAndHalfBelowTheMedian) {
  for (const auto kind :
       {WanKind::LongRangeRadio, WanKind::CellularCentral, WanKind::CellularSouth, WanKind::Lte}) {
    const auto model = latency_model(kind, seconds(1));
    SeededEntropy chance(46);
    int below = 0;
    for (int i = 0; i < 2000; ++i) {
      const auto drawn = draw(model, chance);
      EXPECT_GE(drawn, model.least);
      EXPECT_LE(drawn, model.most);
      below += drawn < model.median ? 1 : 0;
    }
    EXPECT_NEAR(below, 1000, 100);
  }
}

}  // namespace
}  // namespace enocheck::sim
