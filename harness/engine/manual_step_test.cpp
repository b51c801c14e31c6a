#include "engine/manual_step.h"

#include <gtest/gtest.h>

#include "engine/device_needs.h"
#include "engine/test_bench.h"

namespace enocheck::engine {
namespace {

TEST(ManualStep, StandsInTheEvidenceAndIsReadBack) {
  const ManualStep step{Instant(Duration(1000)),        Instant(Duration(4000)), Bench::kEsme, "alice",
                        "Press the boost button: now.", "cannot: it is gone"};
  const ManualStep other{
      Instant(Duration(5000)), Instant(Duration(6000)), Bench::kHcalcs, "bob", "Look.", "open"};
  std::vector<Exchange> exchanges = {{Instant{}, "user-to-dsp", {}, {}}};
  for (const auto& one : {step, other}) {
    for (auto& exchange : exchanges_of(one)) { exchanges.push_back(exchange); }
    exchanges.push_back({Instant{}, "dsp-to-user", {}, {}});
  }
  EXPECT_EQ(manual_steps_in(exchanges), (std::vector{step, other}));
  exchanges.erase(exchanges.begin() + 1);  // an answer without its question is no step
  EXPECT_EQ(manual_steps_in(exchanges), std::vector{other});
}

TEST(DeviceNeeds, TellsWhatPeopleCanDoFromWhatTakesAProbe) {
  const auto by_people = Bench::testcase(
      R"(<repeat times="2"><press-boost meter="ESME1"/></repeat><power device="ESME1" state="off"/>)"
      R"(<power device="ESME1" state="on"/><expect-switch meter="ESME1" index="1" state="open"/>)");
  const auto needs = device_needs(by_people.steps);
  EXPECT_EQ(needs.by_hand, (std::vector<std::string>{"press-boost", "power", "expect-switch"}));
  EXPECT_TRUE(needs.by_probe.empty());
  EXPECT_TRUE(can_be_done_by_hand(by_people));
  const auto by_probe =
      Bench::testcase(R"(<press-boost meter="ESME1"/><expect-nothing-at-device meter="ESME1"/>)");
  EXPECT_EQ(device_needs(by_probe.steps).by_probe, std::vector<std::string>{"expect-nothing-at-device"});
  EXPECT_FALSE(can_be_done_by_hand(by_probe));
}

const std::string kLook = R"(<expect-switch meter="ESME1" index="2" state="open"/>)";

TEST(ManualCases, AreSkippedVisiblyWhereNobodyIsAsked) {
  Bench bench;
  bench.sut.can_observe.device = false;
  const auto result = bench.run(kLook);
  EXPECT_EQ(result.verdict, Verdict::Skip);
  EXPECT_NE(result.reason.find("expect-switch"), std::string::npos) << result.reason;
  EXPECT_NE(result.reason.find("--manual"), std::string::npos) << result.reason;
  EXPECT_EQ(bench.run(R"(<expect-nothing-at-device meter="ESME1"/>)").reason,
            "the target does not let us see: device");
}

TEST(ManualCases, RunWhereSomebodyIsAsked) {
  Bench bench;
  bench.sut.can_observe.device = false;
  bench.sut.can_observe.by_hand = true;
  bench.sut.closed[2] = false;
  EXPECT_EQ(bench.run(kLook).verdict, Verdict::Pass);
  EXPECT_EQ(bench.run(R"(<expect-nothing-at-device meter="ESME1"/>)").verdict, Verdict::Skip)
      << "nobody sees messages";
}

/// A target at which a look takes somebody a while.
class SlowLooks final : public Sut {
 public:
  SlowLooks(ScriptedSut& script, Duration look) : script_(&script), look_(look) {}
  std::size_t looks = 0;
  Instant opens_at{};

  [[nodiscard]] std::string name() const override { return "slow"; }
  [[nodiscard]] Observes observes() const override { return {.duis = true, .by_hand = true}; }
  [[nodiscard]] Status load(const catalogue::World& world) override { return script_->load(world); }
  [[nodiscard]] Result<Answer> post(WebService service, std::string_view document) override {
    return script_->post(service, document);
  }
  [[nodiscard]] std::vector<std::string> take_deliveries() override { return {}; }
  [[nodiscard]] Instant now() const override { return script_->now(); }
  [[nodiscard]] Status advance(Duration by) override { return script_->advance(by); }
  [[nodiscard]] Status await_delivery(Duration patience) override { return script_->advance(patience); }
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& /*esme*/, unsigned /*index*/) override {
    ++looks;
    script_->time += look_;
    return now() < opens_at;
  }
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& /*esme*/, unsigned /*index*/) override { return 0U; }
  [[nodiscard]] Status press_boost(const Eui64& /*esme*/) override { return {}; }
  [[nodiscard]] Status set_power(const Eui64& /*device*/, bool /*on*/) override { return {}; }
  [[nodiscard]] Status deliver(const Eui64& /*device*/, ByteView /*octets*/) override { return {}; }
  [[nodiscard]] Status intercept(std::string_view /*link*/, const std::vector<std::size_t>& /*bits*/,
                                 bool /*drop*/) override {
    return {};
  }
  [[nodiscard]] const std::vector<Exchange>& exchanges() const override { return script_->exchanges(); }

 private:
  ScriptedSut* script_;
  Duration look_;
};

constexpr auto kSecond = std::chrono::seconds(1);
const std::string kLookWithin = R"(<expect-switch meter="ESME1" index="2" state="open" within="PT60S"/>)";

TEST(ManualCases, ALookIsAskedForAFewTimesAndNotTenTimesASecond) {
  Bench bench;
  SlowLooks slow(bench.sut, 3 * kSecond);
  bench.surroundings.sut = &slow;
  slow.opens_at = bench.sut.time + std::chrono::hours(1);
  EXPECT_EQ(bench.run(kLookWithin).verdict, Verdict::Fail);
  EXPECT_GE(slow.looks, 3U);
  EXPECT_LE(slow.looks, 4U);
  slow.opens_at = bench.sut.time + 30 * kSecond;
  EXPECT_EQ(bench.run(kLookWithin).verdict, Verdict::Pass);
}

TEST(ManualCases, ALookThatCameAfterTheLimitSaysNothingOfTheLimit) {
  Bench bench;
  SlowLooks slow(bench.sut, 61 * kSecond);
  bench.surroundings.sut = &slow;
  const auto result = bench.run(kLookWithin);
  EXPECT_EQ(result.verdict, Verdict::Inconc);
  EXPECT_NE(result.reason.find("PT1S"), std::string::npos) << result.reason;
}

}  // namespace
}  // namespace enocheck::engine
