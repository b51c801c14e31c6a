#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/curtailment_table.h"
#include "report/results_json.h"
#include "report/timing_summary.h"

namespace enocheck::report {
namespace {

using engine::Milestone;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant kStart = *parse_iso8601("2026-03-02T17:30:00Z");

engine::CommandTiming command(Duration drop, Duration left_wan) {
  engine::CommandTiming one;
  one.request = "a:b:1";
  one.srv = "7.6";
  one.device = Eui64{1};
  one.requested = kStart;
  one.passed.at(static_cast<std::size_t>(Milestone::LeftDsp)) = Duration{};
  one.passed.at(static_cast<std::size_t>(Milestone::LeftWan)) = left_wan;
  one.passed.at(static_cast<std::size_t>(Milestone::Drawn)) = drop;
  return one;
}

/// A run in which `count` curtailments took 1 s, 2 s, …
RunRecord with_drops(int count) {
  RunRecord record;
  CaseRecord one;
  one.id = "timing/x";
  one.verdict = engine::Verdict::Pass;
  for (int i = 1; i <= count; ++i) { one.commands.push_back(command(seconds(i), seconds(i) / 2)); }
  record.cases.push_back(one);
  return record;
}

TEST(TimingSummary, HasPercentilesByNearestRank) {
  const auto summary = summarise_timing(with_drops(100));
  ASSERT_EQ(summary.whole.size(), 1U);
  const auto& drops = summary.whole.front();
  EXPECT_EQ(drops.count, 100U);
  EXPECT_EQ(drops.p50, 50'000);
  EXPECT_EQ(drops.p95, 95'000);
  EXPECT_EQ(drops.p99, 99'000);
  EXPECT_EQ(drops.worst, 100'000);
  EXPECT_EQ(drops.within_limit, 30U);
  EXPECT_EQ(drops.within_target, 5U);
  ASSERT_EQ(summary.hops.size(), 2U) << "the DSP, and the WAN behind it";
  EXPECT_EQ(summary.hops.back().what, "wan");
  EXPECT_EQ(summary.hops.back().worst, 50'000);
}

TEST(TimingSummary, LeavesOutCasesThatDidNotPass) {
  auto record = with_drops(3);
  record.cases.front().verdict = engine::Verdict::Fail;
  EXPECT_TRUE(summarise_timing(record).whole.empty());
}

TEST(ProvenShare, IsThatOfTheTextbooks) {
  EXPECT_NEAR(proven_share(59, 59), 0.9505, 0.0001);
  EXPECT_NEAR(proven_share(299, 299), 0.9900, 0.0001);
  EXPECT_NEAR(proven_share(9, 10), 0.6058, 0.0001);
  EXPECT_EQ(proven_share(0, 10), 0.0);
}

TEST(TimingText, NeverClaimsAnythingOfSimulatedLatencies) {
  auto record = with_drops(10);
  const auto simulated = timing_text(record);
  EXPECT_NE(simulated.find("simulated: says nothing about NF13"), std::string::npos) << simulated;
  EXPECT_EQ(simulated.find("confidence"), std::string::npos);
  record.run.simulated = false;
  const auto measured = timing_text(record);
  EXPECT_NE(measured.find("with 95 % confidence at least 74.1 %"), std::string::npos) << measured;
  EXPECT_NE(measured.find("10 commands are too few for a claim on p95 (59 needed)"), std::string::npos);
}

engine::Curtailment curtailment(const std::string& mpan, Duration length) {
  engine::Curtailment one;
  one.mpan = mpan;
  one.device = Eui64{1};
  one.user = "ENO";
  one.from = kStart;
  one.to = kStart + length;
  one.equivalent = length / 2;
  return one;
}

RunRecord with_curtailments() {
  auto record = with_drops(1);
  record.cases.front().curtailments = {curtailment("1200000000017", minutes(30)),
                                       curtailment("1200000000026", minutes(90)),
                                       curtailment("1200000000017", minutes(60))};
  return record;
}

TEST(CurtailmentTable, CountsMpansOnceAndPutsTheLongestFirst) {
  const auto table = curtailment_table(with_curtailments());
  EXPECT_EQ(table.mpans, 2U);
  EXPECT_EQ(table.longest, (std::vector<std::size_t>{1, 2, 0}));
  const auto text = curtailment_text(with_curtailments());
  EXPECT_NE(text.find("2 MPANs affected, 3 events"), std::string::npos) << text;
  EXPECT_LT(text.find("1200000000026"), text.find("1200000000017"));
  EXPECT_EQ(curtailment_text(RunRecord{}), "");
}

TEST(ResultsJson, KeepsTimesAndCurtailments) {
  const auto record = with_curtailments();
  const auto text = to_results_json(record, {});
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["timing"]["simulated"], true);
  EXPECT_EQ(json["timing"]["samples"][0]["what"], "to-drop");
  EXPECT_TRUE(json["timing"]["samples"][0]["proven_share"].is_null()) << "simulated";
  EXPECT_EQ(json["cases"][0]["commands"][0]["passed_ms"]["drawn"], 1000);
  EXPECT_EQ(json["curtailments"]["mpans"], 2);
  EXPECT_EQ(json["curtailments"]["longest"][0]["case"], "timing/x");
  const auto back = parse_results_json(text);
  ASSERT_TRUE(back.has_value()) << back.error().detail;
  EXPECT_EQ(back->cases.front().commands.front().at(Milestone::Drawn), seconds(1));
  EXPECT_EQ(back->cases.front().curtailments.at(1).to, kStart + minutes(90));
}

}  // namespace
}  // namespace enocheck::report
