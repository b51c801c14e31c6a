#include "engine/run_plan.h"

#include <gtest/gtest.h>

#include "engine/test_bench.h"

namespace enocheck::engine {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

catalogue::Profile profile() {
  catalogue::Profile profile;
  profile.response_time_target = seconds(5);
  profile.response_limit = seconds(30);
  return profile;
}

catalogue::Testcase named(const std::string& id, const std::string& steps) {
  auto testcase = Bench::testcase(steps);
  testcase.id = id;
  return testcase;
}

TEST(RunPlan, AddsUpWhatTheStepsWaitFor) {
  const auto testcase = Bench::testcase(
      R"(<send as="ENO" srv="7.6" to="ESME1" index="2" duration="60" id="m"/>)"
      R"(<expect-response to="m" within="PT55S"/><repeat times="3"><advance by="PT10M"/></repeat>)"
      R"(<expect-no-response to="m" within="PT20S"/><expect-switch meter="ESME1" index="2" state="open" within="PT2S"/>)"
      R"(<expect-error-response to="m" code="E21" within="PT2M"/><expect-nothing-at-device meter="ESME1"/>)");
  const auto time = time_of(testcase.steps, profile());
  EXPECT_EQ(time.expected, seconds(5) + minutes(30) + seconds(20) + seconds(2) + seconds(30) + seconds(10));
  EXPECT_EQ(time.at_most, seconds(55) + minutes(30) + seconds(20) + seconds(2) + minutes(2) + seconds(10));
}

TEST(RunPlan, LeavesOutVisiblyWhatDoesNotFit) {
  const std::vector<catalogue::Testcase> cases = {
      named("a", R"(<advance by="PT10M"/>)"), named("b", R"(<advance by="PT60M"/>)"),
      named("c", R"(<advance by="PT5M"/>)"), named("not_run", R"(<advance by="PT1M"/>)")};
  const auto is_run = [](const catalogue::Testcase& testcase) { return testcase.id != "not_run"; };
  const auto all = plan_run(cases, profile(), std::nullopt, is_run);
  EXPECT_EQ(all.cases, 3U);
  EXPECT_EQ(all.time.expected, minutes(75));
  EXPECT_TRUE(all.left_out.empty());
  const auto some = plan_run(cases, profile(), minutes(15), is_run);
  EXPECT_EQ(some.cases, 2U);
  EXPECT_EQ(some.time.expected, minutes(15));
  ASSERT_EQ(some.left_out.size(), 1U);
  EXPECT_EQ(some.left_out.begin()->first, "b");
  EXPECT_NE(some.left_out.begin()->second.find("PT15M"), std::string::npos);
}

/// Two meters behind hubs of their own, each with its cases.
TEST(RunPlan, CountsWaitsSideBySideOnce) {
  catalogue::World world;
  world.id = "w";
  catalogue::Testbed testbed;
  testbed.world = "w";
  for (const auto& [name, hub] : {std::pair("ESME1", 1U), std::pair("ESME2", 2U)}) {
    catalogue::WorldMeter meter;
    meter.name = name;
    world.meters.push_back(meter);
    catalogue::TestbedMeter real;
    real.name = name;
    real.hub = Eui64{hub};
    testbed.meters.push_back(real);
  }
  const auto waits = [](const std::string& id, const std::string& meter, const std::string& span) {
    auto testcase = named(
        id, "<send as=\"ENO\" srv=\"7.7\" to=\"" + meter + "\" id=\"m\"/><advance by=\"" + span + "\"/>");
    testcase.world = "w";
    return testcase;
  };
  auto alone = named("alone", R"(<advance by="PT5M"/>)");
  alone.world = "w";
  const std::vector<catalogue::Testcase> cases = {waits("a", "ESME1", "PT60M"), waits("b", "ESME2", "PT40M"),
                                                  waits("c", "ESME2", "PT30M"), alone};
  const Lanes lanes(testbed, world);
  const auto is_run = [](const catalogue::Testcase& /*testcase*/) { return true; };
  const auto all = plan_run(cases, profile(), std::nullopt, is_run, lanes);
  EXPECT_EQ(all.time.expected, minutes(75));
  EXPECT_EQ(all.one_by_one.expected, minutes(135));
  EXPECT_EQ(plan_run(cases, profile(), std::nullopt, is_run).time.expected, minutes(135));
  const auto some = plan_run(cases, profile(), minutes(66), is_run, lanes);
  EXPECT_EQ(some.time.expected, minutes(65));
  ASSERT_EQ(some.left_out.size(), 1U);
  EXPECT_TRUE(some.left_out.contains("c")) << "40 and 30 minutes of one meter come after each other";
}

TEST(RunPlan, WhatIsLeftOutIsSkippedWithItsReason) {
  Bench bench;
  const auto testcase = named("access/x", R"(<expect-switch meter="ESME1" index="2" state="open"/>)");
  const std::map<std::string, std::string> left_out = {{"access/x", "no time"}};
  bench.surroundings.left_out = &left_out;
  const auto result = run_case(testcase, bench.surroundings);
  EXPECT_EQ(result.verdict, Verdict::Skip);
  EXPECT_EQ(result.reason, "no time");
  EXPECT_EQ(run_case(named("access/y", R"(<expect-switch meter="ESME1" index="2" state="open"/>)"),
                     bench.surroundings)
                .verdict,
            Verdict::Pass);
}

}  // namespace
}  // namespace enocheck::engine
