#include "report/comparison.h"

#include <gtest/gtest.h>

#include "core/files.h"
#include "report/evidence.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;
using engine::Verdict;

TEST(RankTestOfTimes, IsExactForSmallSamplesWithoutTies) {
  // Of the 252 orders of five and five values, two are as far apart as these: p = 2/252.
  EXPECT_NEAR(*rank_test({1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}).p, 2.0 / 252.0, 1e-12);
  EXPECT_NEAR(*rank_test({6, 7, 8, 9, 10}, {1, 2, 3, 4, 5}).p, 2.0 / 252.0, 1e-12);
  // U = 12 of 25, the nearest to the middle there is.
  EXPECT_NEAR(*rank_test({1, 4, 5, 8, 9}, {2, 3, 6, 7, 10}).p, 1.0, 1e-12);
}

TEST(RankTestOfTimes, CorrectsForTies) {
  // By hand: U = 4.5, four pairs of equals, variance 25/12 (11 - 24/90) = 22.36, z = (8 - 0.5) / 4.729
  // = 1.586.
  const auto test = rank_test({1, 2, 3, 4, 5}, {3, 4, 5, 6, 6});
  ASSERT_TRUE(test.p.has_value());
  EXPECT_NEAR(*test.p, 0.11273, 1e-5);
  EXPECT_NEAR(*rank_test({7, 7, 7, 7, 7}, {7, 7, 7, 7, 7, 7}).p, 1.0, 1e-12) << "nothing differs at all";
}

TEST(RankTestOfTimes, SaysNothingOfSmallSamples) {
  const auto test = rank_test({1, 2, 3, 4}, {100, 200, 300, 400, 500});
  EXPECT_FALSE(test.p.has_value());
  EXPECT_EQ(test.count_a, 4U);
  EXPECT_DOUBLE_EQ(test.median_a, 2.5);
  EXPECT_DOUBLE_EQ(test.median_b, 300.0);
}

TEST(RankTestOfTimes, ManyTogetherAreJudgedMoreStrictly) {
  RankTest small;
  small.p = 0.01;
  RankTest middle;
  middle.p = 0.02;
  RankTest large;
  large.p = 0.04;
  RankTest absent;
  std::vector<RankTest*> tests = {&large, &absent, &small, &middle};
  correct_for_many(tests);
  EXPECT_NEAR(*small.p, 0.03, 1e-12);
  EXPECT_NEAR(*middle.p, 0.04, 1e-12);
  EXPECT_NEAR(*large.p, 0.04, 1e-12);
  EXPECT_FALSE(absent.p.has_value());
}

engine::Exchange document(const std::string& counter, const std::string& duration, const std::string& time) {
  engine::Exchange exchange;
  exchange.link = "user-to-dsp";
  const auto text =
      R"(<sr:Request xmlns:sr="http://www.dccinterface.co.uk/ServiceUserGateway" schemaVersion="5.4"><sr:Header>)"
      "<sr:RequestID>90-B3-D5-1F-30-02-00-00:00-DB-12-34-56-78-90-A0:" +
      counter + "</sr:RequestID></sr:Header><sr:Body><sr:Duration>" + duration + "</sr:Duration><sr:At>" +
      time + "</sr:At></sr:Body><ds:Signature xmlns:ds=\"x\">" + counter + "</ds:Signature></sr:Request>";
  const auto octets = bytes_of(text);
  exchange.octets.assign(octets.begin(), octets.end());
  return exchange;
}

TEST(MessageDiffOfRuns, PassesOverTimesCountersAndSignatures) {
  EXPECT_FALSE(first_difference({document("1000", "60", "2026-03-02T17:30:00.000Z")},
                                {document("1007", "60", "2026-04-01T00:00:00Z")}));
  EXPECT_FALSE(first_difference({}, {}));
}

TEST(MessageDiffOfRuns, ShowsTheFirstThatDiffers) {
  const auto same = document("1", "60", "2026-03-02T17:30:00.000Z");
  const auto diff = first_difference({same, document("2", "60", "")}, {same, document("3", "30", ""), same});
  ASSERT_TRUE(diff.has_value());
  EXPECT_EQ(diff->file_a, "0002-user-to-dsp.xml");
  EXPECT_EQ(diff->file_b, "0002-user-to-dsp.xml");
  std::vector<std::string> changed;
  for (const auto& line : diff->lines) {
    if (line.side != ' ') { changed.push_back(line.side + line.text); }
  }
  EXPECT_EQ(changed,
            (std::vector<std::string>{"-<sr:Duration>60</sr:Duration>", "+<sr:Duration>30</sr:Duration>"}));
}

TEST(MessageDiffOfRuns, AMessageThatIsMissingDiffers) {
  const auto same = document("1", "60", "");
  const auto diff = first_difference({same, same}, {same});
  ASSERT_TRUE(diff.has_value());
  EXPECT_EQ(diff->file_a, "0002-user-to-dsp.xml");
  EXPECT_EQ(diff->file_b, "");
}

/// Runs that are on disk, as `enocheck run` leaves them.
class ComparisonOfRuns : public testing::Test {
 protected:
  void SetUp() override { fs::remove_all(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] ComparedRun run(const std::string& name,
                                const std::vector<std::pair<std::string, Verdict>>& cases,
                                const std::string& duration = "60") const {
    ComparedRun run;
    run.folder = folder_ / name;
    run.record.run.id = name;
    run.record.run.target = "embedded";
    run.record.run.tool_version = name;
    for (const auto& [id, verdict] : cases) {
      CaseRecord record;
      record.id = id;
      record.verdict = verdict;
      record.evidence = "evidence/" + id;
      if (verdict == Verdict::Fail) {
        record.hop = engine::Hop::Hcalcs;
        record.reason = "the <switch> is open";
      }
      EXPECT_TRUE(write_evidence(run.folder / record.evidence, {document("1", duration, "")}).has_value());
      run.record.cases.push_back(record);
    }
    return run;
  }
  /// As many runs like it, each a second slower than the one before.
  static void repeat(ComparedRun& run, std::size_t count, std::int64_t first_ms) {
    for (std::size_t i = 0; i < count; ++i) {
      PastRun past;
      past.run = run.record.run;
      past.verdicts.push_back(
          {"a/x/1", Verdict::Pass, "", "", "", first_ms + static_cast<std::int64_t>(i) * 1000});
      run.alike.push_back(past);
    }
  }
  const fs::path folder_ =
      fs::path(testing::TempDir()) /
      fmt::format("enocheck_comparison_{}", testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(ComparisonOfRuns, TellsWhatChangedWithTheMessageThatShowsIt) {
  const auto a = run("A", {{"a/x/1", Verdict::Pass}, {"a/x/2", Verdict::Pass}, {"a/gone/1", Verdict::Pass}});
  const auto b =
      run("B", {{"a/x/1", Verdict::Pass}, {"a/x/2", Verdict::Fail}, {"a/new/1", Verdict::Skip}}, "30");
  const auto compared = compare(a, b, {});
  ASSERT_TRUE(compared.has_value()) << compared.error().detail;
  EXPECT_EQ(compared->changed, 3U);
  EXPECT_EQ(compared->unchanged, 1U);
  ASSERT_EQ(compared->changes.size(), 3U);
  EXPECT_EQ(compared->changes[0].testcase, "a/gone/1");
  EXPECT_FALSE(compared->changes[0].after.has_value());
  EXPECT_EQ(compared->changes[1].testcase, "a/new/1");
  EXPECT_FALSE(compared->changes[1].before.has_value());
  const auto& failed = compared->changes[2];
  EXPECT_EQ(failed.hop, "hcalcs");
  ASSERT_TRUE(failed.evidence.has_value());
  EXPECT_EQ(compared->different, (std::vector<std::string>{"enocheck: A, then B"}));
  const auto text = to_text(*compared);
  EXPECT_NE(text.find("a/x/2: pass -> fail\n  hop=hcalcs: the <switch> is open"), std::string::npos) << text;
  EXPECT_NE(text.find("+ <sr:Duration>30</sr:Duration>"), std::string::npos) << text;
  const auto html = to_html(*compared);
  EXPECT_NE(html.find("<ins>+ &lt;sr:Duration&gt;30&lt;/sr:Duration&gt;</ins>"), std::string::npos);
  EXPECT_EQ(html.find("<switch>"), std::string::npos);
}

TEST_F(ComparisonOfRuns, MessagesOfACaseThatDidNotChangeAreComparedWhenAsked) {
  const auto a = run("A", {{"a/x/1", Verdict::Pass}});
  const auto b = run("B", {{"a/x/1", Verdict::Pass}}, "30");
  EXPECT_TRUE(compare(a, b, {})->changes.empty());
  const auto asked = compare(a, b, {.cases = {"a/x/1"}, .most_evidence = 0});
  ASSERT_EQ(asked->changes.size(), 1U);
  EXPECT_TRUE(asked->changes[0].evidence.has_value());
  EXPECT_EQ(asked->changed, 0U);
}

TEST_F(ComparisonOfRuns, OfManyChangesTheFirstAreShown) {
  const auto a = run("A", {{"a/x/1", Verdict::Pass}, {"a/x/2", Verdict::Pass}});
  const auto b = run("B", {{"a/x/1", Verdict::Fail}, {"a/x/2", Verdict::Fail}}, "30");
  const auto compared = compare(a, b, {.cases = {}, .most_evidence = 1});
  EXPECT_TRUE(compared->changes[0].evidence.has_value());
  EXPECT_FALSE(compared->changes[1].evidence.has_value());
  EXPECT_EQ(compared->evidence_left_out, 1U);
}

TEST_F(ComparisonOfRuns, TimesAreAFindingWhereTheSamplesAreLargeEnough) {
  auto a = run("A", {{"a/x/1", Verdict::Pass}});
  auto b = run("B", {{"a/x/1", Verdict::Pass}});
  repeat(a, 6, 1000);
  repeat(b, 3, 50'000);
  const auto few = compare(a, b, {});
  ASSERT_EQ(few->timings.size(), 2U) << "the whole run, and the one area";
  EXPECT_FALSE(few->timings[0].test.p.has_value());
  EXPECT_NE(to_text(*few).find("too few runs for a finding: 6 and 3, 5 each are needed"), std::string::npos)
      << to_text(*few);
  repeat(b, 3, 60'000);
  const auto enough = compare(a, b, {});
  EXPECT_TRUE(enough->timings[0].is_significant());
  EXPECT_NE(to_text(*enough).find("slower; 6 and 6 runs, p 0.00"), std::string::npos) << to_text(*enough);
}

TEST_F(ComparisonOfRuns, OnlyRunsThatAskedTheSameAreOneSample) {
  const auto at = [](int minute, const std::string& version) {
    PastRun past;
    past.run.started = Instant(std::chrono::minutes(minute));
    past.run.tool_version = version;
    return past;
  };
  auto unfinished = at(2, "1");
  unfinished.is_whole = false;
  const std::vector<PastRun> past = {at(1, "1"), unfinished, at(3, "2"), at(4, "1"), at(5, "1"), at(6, "1")};
  EXPECT_EQ(runs_alike(past, past[4].run, std::nullopt).size(), 3U);
  EXPECT_EQ(runs_alike(past, past[4].run, past[0].run.started).size(), 2U);
}

}  // namespace
}  // namespace enocheck::report
