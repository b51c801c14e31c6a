#include "engine/kill_matrix.h"

#include <gtest/gtest.h>

namespace enocheck::engine {
namespace {

catalogue::Testcase named(const std::string& id, std::vector<std::string> catches = {}) {
  catalogue::Testcase testcase;
  testcase.id = id;
  testcase.catches = std::move(catches);
  testcase.requirements = {"ACC-1"};
  return testcase;
}

CaseResult ended(Verdict verdict, std::optional<Hop> hop = std::nullopt) {
  CaseResult result;
  result.verdict = verdict;
  result.hop = hop;
  return result;
}

DefectResult run_against(const std::vector<catalogue::Testcase>& cases, const RunWithDefect& run,
                         const KillOptions& options) {
  DefectResult result;
  result.defect = {"esme.sleeps", "esme", {"CTL-1"}};
  engine::run_against(result, cases, run, options);
  return result;
}

TEST(KillMatrix, AsksCasesThatNameTheDefectFirstAndStopsAtTheFirstKill) {
  std::vector<std::string> asked;
  const auto result = run_against({named("a/other"), named("a/names", {"esme.sleeps"})},
                                  [&](const catalogue::Testcase& testcase, const SeededDefect* defect) {
                                    if (defect == nullptr) { return ended(Verdict::Pass); }
                                    asked.push_back(testcase.id);
                                    return ended(Verdict::Fail, Hop::Esme);
                                  },
                                  {});
  EXPECT_EQ(asked, std::vector<std::string>{"a/names"});
  EXPECT_EQ(result.killed_by, std::vector<std::string>{"a/names"});
}

TEST(KillMatrix, DoesNotCountAKillAtAnotherHop) {
  const auto run = [](const catalogue::Testcase&, const SeededDefect* defect) {
    return defect == nullptr ? ended(Verdict::Pass) : ended(Verdict::Fail, Hop::CommsHub);
  };
  const auto result = run_against({named("a/b")}, run, {});
  EXPECT_TRUE(result.killed_by.empty());
  ASSERT_EQ(result.noticed.size(), 1U);
  EXPECT_EQ(result.noticed.front().testcase, "a/b");
  EXPECT_EQ(result.noticed.front().hop, Hop::CommsHub);
}

TEST(KillMatrix, DoesNotCountACaseThatFailsWithoutTheDefectToo) {
  const auto run = [](const catalogue::Testcase&, const SeededDefect*) {
    return ended(Verdict::Fail, Hop::Esme);
  };
  EXPECT_FALSE(run_against({named("a/b")}, run, {}).killed());
}

TEST(KillMatrix, UnderTwoProfilesACaseKillsOnce) {
  const auto run = [](const catalogue::Testcase&, const SeededDefect* defect) {
    return defect == nullptr ? ended(Verdict::Pass) : ended(Verdict::Fail, Hop::Esme);
  };
  DefectResult result;
  result.defect = {"esme.sleeps", "esme", {"CTL-1"}};
  KillOptions full;
  full.full = true;
  engine::run_against(result, {named("a/b")}, run, full);
  engine::run_against(result, {named("a/b")}, run, full);
  EXPECT_EQ(result.killed_by, std::vector<std::string>{"a/b"});
  EXPECT_EQ(result.noticed.size(), 2U);
  EXPECT_EQ(result.judged, 2U);
}

TEST(KillMatrix, ErrorsAndInconclusiveCasesKillNothing) {
  for (const auto verdict : {Verdict::Error, Verdict::Inconc, Verdict::Pass, Verdict::Skip}) {
    const auto run = [&](const catalogue::Testcase&, const SeededDefect*) {
      return ended(verdict, Hop::Esme);
    };
    EXPECT_FALSE(run_against({named("a/b")}, run, {}).killed());
  }
}

TEST(KillMatrix, ADefectThatManyCasesNoticeIsBlunt) {
  std::vector<catalogue::Testcase> cases;
  for (int i = 0; i < 20; ++i) { cases.push_back(named("a/" + std::to_string(i))); }
  const auto failing = [](int most) {
    return [most](const catalogue::Testcase& testcase, const SeededDefect* defect) {
      const bool fails = defect != nullptr && std::stoi(testcase.id.substr(2)) < most;
      return fails ? ended(Verdict::Fail, Hop::Esme) : ended(Verdict::Pass);
    };
  };
  KillOptions full;
  full.full = true;
  EXPECT_TRUE(run_against(cases, failing(1), full).killed()) << "one of twenty is 5 %";
  const auto blunt = run_against(cases, failing(2), full);
  EXPECT_TRUE(blunt.is_blunt());
  EXPECT_FALSE(blunt.killed());
  EXPECT_EQ(blunt.killed_by.size(), 2U) << "the matrix has them all the same";
}

}  // namespace
}  // namespace enocheck::engine
