#include "report/rejudgement.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace enocheck::report {
namespace {

using engine::Hop;
using engine::Verdict;

CaseRecord judged(Verdict verdict, std::optional<Hop> hop = {}, std::string reason = {}) {
  CaseRecord record;
  record.id = "control/a_case";
  record.fingerprint = "F1";
  record.verdict = verdict;
  record.hop = hop;
  record.reason = std::move(reason);
  return record;
}

Rejudgement rejudgement(CaseRecord then, CaseRecord today) {
  Rejudgement all;
  all.then.id = "20260302T173000Z-embedded";
  for (auto* const run : {&all.then, &all.today}) {
    run->tool_version = "1.0";
    run->profile = "secmp0046";
    run->profile_fingerprint = "P1";
  }
  all.cases.push_back({std::move(then), std::move(today)});
  return all;
}

TEST(Rejudgement, AVerdictStandsIfItsHopDoes) {
  const auto fail = judged(Verdict::Fail, Hop::Esme, "no answer");
  EXPECT_EQ((RejudgedCase{fail, fail}.outcome()), Outcome::Stands);
  EXPECT_EQ((RejudgedCase{fail, judged(Verdict::Fail, Hop::Hcalcs)}.outcome()), Outcome::Changed);
  EXPECT_EQ((RejudgedCase{fail, judged(Verdict::Pass)}.outcome()), Outcome::Changed);
  EXPECT_EQ((RejudgedCase{judged(Verdict::Pass), fail}.outcome()), Outcome::Changed);
}

TEST(Rejudgement, WhatIsInconclusiveForAnotherReasonIsUnjudged) {
  const auto lost = judged(Verdict::Inconc, {}, "the line is dead");
  EXPECT_EQ((RejudgedCase{lost, lost}.outcome()), Outcome::Stands);
  EXPECT_EQ((RejudgedCase{lost, judged(Verdict::Inconc, {}, "no record")}.outcome()), Outcome::Unjudged);
  for (const auto then : {Verdict::Pass, Verdict::Fail, Verdict::Error, Verdict::Skip}) {
    EXPECT_EQ((RejudgedCase{judged(then), lost}.outcome()), Outcome::Unjudged) << name_of(then);
  }
}

TEST(Rejudgement, NamesEverythingThatIsAnotherToday) {
  auto all = rejudgement(judged(Verdict::Pass), judged(Verdict::Fail, Hop::Esme));
  const auto& one = all.cases[0];
  ASSERT_EQ(all.why(one).size(), 1U);
  EXPECT_NE(all.why(one)[0].find("are the same"), std::string::npos);
  all.cases[0].today.fingerprint = "F2";
  EXPECT_EQ(all.why(one), (std::vector<std::string>{"the case has changed"}));
  all.today.profile_fingerprint = "P2";
  all.today.tool_version = "1.1";
  EXPECT_EQ(all.why(one), (std::vector<std::string>{"the case has changed", "profile secmp0046 has changed",
                                                    "enocheck 1.0 then, 1.1 today"}));
  all.today.profile = "before";
  EXPECT_EQ(all.why(one)[1], "profile secmp0046 then, before today");
  all.cases[0].then.fingerprint.clear();
  EXPECT_EQ(all.why(one)[0], "what the case said then was not written down");
}

TEST(Rejudgement, NeedsNoCauseForWhatStands) {
  auto all = rejudgement(judged(Verdict::Pass), judged(Verdict::Pass));
  all.cases[0].today.fingerprint = "F2";
  EXPECT_TRUE(all.why(all.cases[0]).empty());
}

TEST(Rejudgement, IsToldInLinesAndInJson) {
  auto all = rejudgement(judged(Verdict::Pass), judged(Verdict::Fail, Hop::Esme, "not\nas it has to be"));
  all.cases.push_back({judged(Verdict::Fail), judged(Verdict::Inconc, {}, "no record")});
  all.cases.push_back({judged(Verdict::Skip), judged(Verdict::Skip)});
  all.cases[0].today.fingerprint = "F2";
  EXPECT_EQ(
      to_text(all),
      "changed control/a_case: pass then, fail today hop=esme: not as it has to be; the case has changed\n"
      "rejudged 20260302T173000Z-embedded: 1 stand, 1 changed, 1 cannot be judged by what was kept\n");
  const auto json = nlohmann::json::parse(to_rejudgement_json(all));
  EXPECT_EQ(json["totals"], (nlohmann::json{{"stands", 1}, {"changed", 1}, {"unjudged", 1}}));
  EXPECT_EQ(json["cases"][0]["outcome"], "changed");
  EXPECT_EQ(json["cases"][0]["then"]["verdict"], "pass");
  EXPECT_EQ(json["cases"][0]["today"]["hop"], "esme");
  EXPECT_EQ(json["cases"][1]["why"], (nlohmann::json{"no record"}));
  EXPECT_EQ(json["cases"][2]["why"], nlohmann::json::array());
}

}  // namespace
}  // namespace enocheck::report
