#include "engine/testbed_care.h"

#include <gtest/gtest.h>

#include "core/files.h"
#include "engine/case_devices.h"
#include "engine/test_bench.h"

namespace enocheck::engine {
namespace {

namespace fs = std::filesystem;

TEST(MetersUsed, TellsReadsFromWhatDisturbs) {
  const Bench bench;
  const auto use_of = [&](const std::string& steps) {
    const auto uses = meters_used(Bench::testcase(steps).steps, bench.world());
    return uses.contains("ESME1") ? uses.at("ESME1") : MeterUse{};
  };
  const auto read =
      use_of(R"(<send as="ENO" srv="7.7" to="ESME1" id="r"/><expect-response to="r" within="PT1M">)"
             R"(<value of="label" index="3" is="x"/></expect-response>)");
  EXPECT_FALSE(read.is_disturbed);
  EXPECT_EQ(read.switches, std::set<unsigned>{3});
  const auto cut = use_of(
      R"(<repeat times="2"><send as="ENO" srv="7.6" to="ESME1" index="2" duration="60" id="m"/></repeat>)");
  EXPECT_TRUE(cut.is_disturbed);
  EXPECT_FALSE(cut.is_boosted);
  EXPECT_EQ(cut.switches, std::set<unsigned>{2});
  EXPECT_TRUE(use_of(R"(<power device="ESME1/hub" state="off"/>)").is_disturbed);
  EXPECT_TRUE(use_of(R"(<press-boost meter="ESME1"/>)").is_boosted);
  EXPECT_TRUE(use_of(R"(<send as="EIS" srv="6.14.1" to="ESME1" id="l"><label index="2">x</label></send>)")
                  .is_labelled);
  EXPECT_TRUE(use_of(R"(<send as="ENO" srv="7.7" to="00-DB-12-34-56-78-90-A0" id="r"/>)").is_named_by_eui);
  EXPECT_TRUE(
      use_of(
          R"(<send as="ENO" srv="8.2" to="DCC"><raw element="ReadInventory">)"
          R"(&lt;sr:ReadInventory>&lt;sr:DeviceID>00-DB-12-34-56-78-90-A0&lt;/sr:DeviceID>&lt;/sr:ReadInventory></raw></send>)")
          .is_named_by_eui);
  EXPECT_TRUE(meters_used(Bench::testcase(R"(<advance by="PT1S"/>)").steps, bench.world()).empty());
}

catalogue::Testbed testbed() {
  catalogue::Testbed testbed;
  testbed.file = "bench.xml";
  testbed.world = "w";
  catalogue::TestbedMeter meter;
  meter.name = "ESME1";
  meter.hcalcs = {{2, Bench::kHcalcs}};
  testbed.meters = {meter};
  return testbed;
}

TEST(OffTestbed, SaysWhyACaseCannotBeRunThere) {
  const Bench bench;
  auto bed = testbed();
  const auto why = [&](const std::string& steps) {
    return reason_off_testbed(Bench::testcase(steps), bed, bench.world()).value_or("");
  };
  const std::string cut = R"(<send as="ENO" srv="7.6" to="ESME1" index="2" duration="60" id="m"/>)";
  const std::string read = R"(<send as="ENO" srv="7.7" to="ESME1" id="r"/>)";
  EXPECT_EQ(why(cut), "");
  EXPECT_EQ(why(read), "");
  EXPECT_NE(why(R"(<send as="ENO" srv="7.7" to="00-DB-12-34-56-78-90-A0" id="r"/>)"), "");
  bed.meters[0].may_be_disturbed = false;
  EXPECT_EQ(why(cut), "bench.xml: ESME1 may not be disturbed");
  EXPECT_EQ(why(read), "");
  bed.meters[0].may_be_disturbed = true;
  bed.meters[0].hcalcs.clear();
  EXPECT_EQ(why(cut), "bench.xml: ESME1 has no HCALCS at switch 2");
  bed.meters.clear();
  EXPECT_EQ(why(read), "bench.xml has no ESME1");
}

TEST(TestbedCare, ItsReadsAndCleanUpTakeTime) {
  const Bench bench;
  catalogue::Profile profile;
  profile.response_time_target = std::chrono::seconds(5);
  const auto answers = [&](const std::string& steps, const catalogue::Testbed& bed) {
    const auto time = time_around(Bench::testcase(steps), bed, bench.world(), profile);
    EXPECT_EQ(time.at_most, time.expected * 11) << "55 s for 5";
    return time.expected / std::chrono::seconds(5);
  };
  const std::string read = R"(<send as="ENO" srv="7.7" to="ESME1" id="r"/>)";
  const std::string cut = R"(<send as="ENO" srv="7.6" to="ESME1" index="2" duration="60" id="m"/>)";
  const std::string boost = R"(<press-boost meter="ESME1"/>)";
  EXPECT_EQ(answers(read, testbed()), 1);
  EXPECT_EQ(answers(cut, testbed()), 2);
  EXPECT_EQ(answers(cut + boost, testbed()), 4);
  EXPECT_EQ(answers(cut, {}), 0) << "not on the test bed";
}

TEST(CleanUpJournal, OutlivesTheHarness) {
  const auto file = fs::path(testing::TempDir()) / "enocheck_owed" / "bench.owed";
  fs::remove_all(file.parent_path());
  {
    auto journal = CleanUpJournal::open(file);
    ASSERT_TRUE(journal.has_value()) << journal.error().detail;
    EXPECT_TRUE(journal->owed().empty());
    ASSERT_TRUE(journal->add("ESME1", {true, false}).has_value());
    ASSERT_TRUE(journal->add("ESME1", {false, true}).has_value());
    ASSERT_TRUE(journal->add("ESME2", {}).has_value());
  }
  auto journal = CleanUpJournal::open(file);
  ASSERT_TRUE(journal.has_value()) << journal.error().detail;
  EXPECT_EQ(journal->owed(), (std::map<std::string, Owed>{{"ESME1", {true, true}}, {"ESME2", {}}}));
  ASSERT_TRUE(journal->settle("ESME1").has_value());
  EXPECT_EQ(CleanUpJournal::open(file)->owed().size(), 1U);
  ASSERT_TRUE(journal->settle("ESME2").has_value());
  EXPECT_FALSE(fs::exists(file)) << "nothing is owed";
}

TEST(CleanUpJournal, RefusesWhatNoRunHasWritten) {
  const auto file = fs::path(testing::TempDir()) / "enocheck_not_owed";
  ASSERT_TRUE(write_file(file, bytes_of("ESME1 boost\nESME2 coffee\n")).has_value());
  const auto journal = CleanUpJournal::open(file);
  ASSERT_FALSE(journal.has_value());
  EXPECT_NE(journal.error().detail.find(file.string() + ":2: coffee"), std::string::npos)
      << journal.error().detail;
}

/// Says what it is told to, and counts.
class ScriptedCare final : public CaseCare {
 public:
  std::optional<Stop> stop;
  std::string left;
  int befores = 0;
  int afters = 0;
  [[nodiscard]] std::optional<Stop> before(const catalogue::Testcase& /*testcase*/,
                                           const catalogue::World& /*world*/) override {
    ++befores;
    return stop;
  }
  [[nodiscard]] std::string after(const catalogue::Testcase& /*testcase*/,
                                  const catalogue::World& /*world*/) override {
    ++afters;
    return left;
  }
};

TEST(CaseCare, ComesBeforeAndAfterHoweverACaseEnds) {
  Bench bench;
  ScriptedCare care;
  bench.surroundings.care = &care;
  bench.sut.closed[2] = true;
  care.left = "not put back: ESME1";
  const auto failed = bench.run(R"(<expect-switch meter="ESME1" index="2" state="open"/>)");
  EXPECT_EQ(failed.verdict, Verdict::Fail);
  EXPECT_EQ(care.befores, 1);
  EXPECT_EQ(care.afters, 1);
  EXPECT_EQ(failed.observations, std::vector<std::string>{"not put back: ESME1"});
  care.stop = Stop{Verdict::Inconc, "the inventory says otherwise", {}, {}, std::nullopt, std::nullopt};
  const auto kept_out = bench.run(R"(<expect-switch meter="ESME1" index="2" state="open"/>)");
  EXPECT_EQ(kept_out.verdict, Verdict::Inconc);
  EXPECT_EQ(kept_out.reason, "the inventory says otherwise");
  EXPECT_EQ(kept_out.checks, 0U);
  EXPECT_EQ(care.afters, 1) << "nothing was begun";
}

}  // namespace
}  // namespace enocheck::engine
