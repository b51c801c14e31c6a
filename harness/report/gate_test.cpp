#include "report/gate.h"

#include <gtest/gtest.h>

#include "report/console.h"
#include "report/results_json.h"

namespace enocheck::report {
namespace {

using catalogue::Toleration;
using engine::Hop;
using engine::Verdict;

CaseRecord record_of(const std::string& id, Verdict verdict) {
  CaseRecord record;
  record.id = id;
  record.area = "control";
  record.requirements = {"CTL-3"};
  record.level = "required";
  record.verdict = verdict;
  if (verdict == Verdict::Fail) {
    record.reason = "switch 2  is not as it has to be";
    record.expected = "closed";
    record.got = "open";
    record.hop = Hop::Esme;
  }
  return record;
}

Toleration entry_of(const std::string& id) {
  Toleration entry;
  entry.testcase = id;
  entry.hop = "esme";
  entry.pinned = "switch 2 is not as it has to be; expected closed, got open";
  entry.reason = "DEF-1";
  entry.owner = "B. Smith";
  entry.clause = "CTL-3";
  entry.review = "2026-03-02";
  entry.line = 7;
  return entry;
}

/// A run on 2 March 2026 and a baseline.
class Gating : public testing::Test {
 protected:
  Gating() {
    record_.run.started = *parse_iso8601("2026-03-02T23:59:59Z");
    record_.cases = {record_of("control/a", Verdict::Fail), record_of("control/b", Verdict::Pass)};
    rules_.names = {{"control/a", {}}, {"control/b", {}}, {"control/c", {"control/old"}}};
    rules_.baseline = catalogue::Baseline{"known.xml", "meter", {entry_of("control/a")}};
  }
  [[nodiscard]] Toleration& entry() { return rules_.baseline->entries.front(); }
  Gate outcome() {
    pass_gate(record_, rules_);
    return record_.gate->outcome;
  }
  /// The only finding's reason; none where there is another number of them.
  std::optional<GateReason> only_finding() {
    pass_gate(record_, rules_);
    if (record_.gate->findings.size() != 1) { return std::nullopt; }
    EXPECT_EQ(record_.gate->outcome, Gate::Failed);
    EXPECT_EQ(record_.gate->findings[0].where, "known.xml:7");
    return record_.gate->findings[0].reason;
  }
  RunRecord record_;
  GateRules rules_;
};

TEST_F(Gating, AFailureThatIsPinnedIsToleratedAndStaysAFailure) {
  EXPECT_EQ(judge_gate(record_), Gate::Failed) << "without the baseline";
  EXPECT_EQ(outcome(), Gate::Met);
  ASSERT_TRUE(record_.cases[0].tolerated.has_value());
  EXPECT_EQ(record_.cases[0].tolerated->where, "known.xml:7");
  EXPECT_EQ(record_.cases[0].verdict, Verdict::Fail);
  EXPECT_EQ(record_.totals().of(Verdict::Fail), 1U);
  EXPECT_TRUE(record_.gate->against.empty());
  EXPECT_NE(
      gate_text(record_).find("tolerated: fail control/a until 2026-03-02 (B. Smith, CTL-3; known.xml:7)"),
      std::string::npos)
      << gate_text(record_);
}

TEST_F(Gating, TheReviewDateIsItsLastDay) {
  record_.run.started += std::chrono::seconds(1);
  EXPECT_EQ(only_finding(), GateReason::Expired);
  EXPECT_FALSE(record_.cases[0].tolerated.has_value());
  EXPECT_EQ(record_.gate->against, std::vector<std::string>{"control/a"});
  record_.cases.erase(record_.cases.begin());
  EXPECT_EQ(only_finding(), GateReason::Expired) << "whether the case is part of the run or not";
}

TEST_F(Gating, WhatPassesUnexpectedlyFailsTheGate) {
  record_.cases[0] = record_of("control/a", Verdict::Pass);
  EXPECT_EQ(only_finding(), GateReason::UnexpectedPass);
  EXPECT_EQ(record_.gate->findings[0].subject, "control/a");
}

TEST_F(Gating, AnotherFailureThanThePinnedOneIsNotTolerated) {
  record_.cases[0].got = "half open";
  EXPECT_EQ(only_finding(), GateReason::DifferentFailure);
  EXPECT_EQ(record_.gate->against, std::vector<std::string>{"control/a"});
  EXPECT_NE(record_.gate->findings[0].text.find("got half open"), std::string::npos)
      << record_.gate->findings[0].text;
}

TEST_F(Gating, AFailureAtAnotherHopIsAnother) {
  record_.cases[0].hop = Hop::Hcalcs;
  EXPECT_EQ(only_finding(), GateReason::DifferentFailure);
  EXPECT_NE(record_.gate->findings[0].text.find("hop=hcalcs"), std::string::npos);
  entry().hop.clear();
  EXPECT_EQ(outcome(), Gate::Met) << "any hop";
}

TEST_F(Gating, AnEntryOfNoCaseIsOne) {
  entry().testcase = "control/gone";
  pass_gate(record_, rules_);
  ASSERT_EQ(record_.gate->findings.size(), 1U);
  EXPECT_EQ(record_.gate->findings[0].reason, GateReason::Unmatched);
}

TEST_F(Gating, AnEntryForACaseThatWasNotSelectedSaysNothing) {
  record_.cases.erase(record_.cases.begin());
  EXPECT_EQ(outcome(), Gate::Met);
  EXPECT_TRUE(record_.gate->findings.empty());
}

TEST_F(Gating, ACaseThatWasNotJudgedLeavesItsEntryAlone) {
  for (const auto& [verdict, expected] :
       {std::pair(Verdict::Skip, Gate::Met), std::pair(Verdict::Inconc, Gate::Inconclusive),
        std::pair(Verdict::Error, Gate::HarnessError)}) {
    record_.cases[0] = record_of("control/a", verdict);
    EXPECT_EQ(outcome(), expected) << name_of(verdict);
    EXPECT_TRUE(record_.gate->findings.empty()) << name_of(verdict);
  }
}

TEST_F(Gating, APatternSpeaksForEveryCaseThatItMatches) {
  entry().testcase = "control/*";
  EXPECT_EQ(only_finding(), GateReason::UnexpectedPass);
  EXPECT_EQ(record_.gate->findings[0].subject, "control/b");
  EXPECT_TRUE(record_.cases[0].tolerated.has_value());
}

TEST_F(Gating, AnOldNameIsAsGoodAsTheNewOne) {
  entry().testcase = "control/old";
  record_.cases[0].id = "control/c";
  EXPECT_EQ(outcome(), Gate::Met);
}

TEST_F(Gating, OneOfSeveralEntriesForACaseIsEnough) {
  auto other = entry_of("control/a");
  other.pinned = "timed out";
  rules_.baseline->entries.push_back(other);
  EXPECT_EQ(outcome(), Gate::Met);
  EXPECT_TRUE(record_.gate->findings.empty());
}

TEST_F(Gating, AnInconclusiveCaseCanBeTolerated) {
  record_.cases[0] = record_of("control/a", Verdict::Inconc);
  record_.cases[0].reason = "no answer within 30 s";
  entry().verdict = "inconc";
  entry().hop.clear();
  entry().pinned = "no answer";
  EXPECT_EQ(outcome(), Gate::Met);
  entry().pinned = "connection refused";
  EXPECT_EQ(only_finding(), GateReason::DifferentFailure);
}

TEST_F(Gating, ThePolicySaysWhatCounts) {
  rules_.policy.counts_tolerated = true;
  EXPECT_EQ(outcome(), Gate::Failed);
  rules_.baseline.reset();
  record_.cases[0].contested = true;
  EXPECT_EQ(outcome(), Gate::Met);
  rules_.policy.counts_contested = true;
  EXPECT_EQ(outcome(), Gate::Failed);
  record_.cases[0].level = "recommended";
  EXPECT_EQ(outcome(), Gate::Failed);
  rules_.policy.counts_recommended = false;
  EXPECT_EQ(outcome(), Gate::Met);
  record_.cases[0].verdict = Verdict::Inconc;
  EXPECT_EQ(outcome(), Gate::Inconclusive);
  rules_.policy.counts_inconc = false;
  EXPECT_EQ(outcome(), Gate::Met);
  record_.cases[0].verdict = Verdict::Error;
  EXPECT_EQ(outcome(), Gate::HarnessError) << "no policy takes an error of the harness";
}

TEST_F(Gating, ThePolicyAsksForProofs) {
  rules_.baseline.reset();
  rules_.policy.name = "uit.xml";
  rules_.policy.proven = {{"CTL-3", 4}};
  record_.cases[0].contested = true;
  EXPECT_EQ(outcome(), Gate::Failed) << "a failing case is no proof, contested or not";
  EXPECT_EQ(record_.gate->findings.at(0).where, "uit.xml:4");
  EXPECT_NE(record_.gate->findings.at(0).text.find("control/a is fail"), std::string::npos);
  record_.cases[0].verdict = Verdict::Skip;
  EXPECT_EQ(outcome(), Gate::Met);
  record_.cases[1].verdict = Verdict::Skip;
  EXPECT_EQ(outcome(), Gate::Failed) << "nothing passed";
  rules_.policy.proven.clear();
  rules_.policy.least_passed = 1;
  EXPECT_EQ(outcome(), Gate::Failed);
  EXPECT_EQ(record_.gate->findings.at(0).reason, GateReason::TooFewPassed);
}

TEST_F(Gating, TakesBackWhatAnEarlierBaselineTolerated) {
  EXPECT_EQ(outcome(), Gate::Met);
  rules_.baseline.reset();
  EXPECT_EQ(outcome(), Gate::Failed);
  EXPECT_FALSE(record_.cases[0].tolerated.has_value());
}

TEST_F(Gating, StandsInResultsJsonAndIsReadBack) {
  entry().testcase = "control/*";
  pass_gate(record_, rules_);
  const auto written = to_results_json(record_, {});
  const auto read = parse_results_json(written);
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(to_results_json(*read, {}), written);
  ASSERT_TRUE(read->gate.has_value());
  EXPECT_EQ(read->gate->outcome, Gate::Failed);
  EXPECT_EQ(read->gate->findings.at(0).reason, GateReason::UnexpectedPass);
  EXPECT_EQ(read->cases[0].tolerated->owner, "B. Smith");
}

TEST_F(Gating, APinHoldsForTextThatIsNoUtf8) {
  record_.cases[0].got = "\xff\xfe open\x01";
  entry().pinned = "got \xEF\xBF\xBD open";
  EXPECT_EQ(outcome(), Gate::Met) << failure_text(record_.cases[0]);
  const auto read = parse_results_json(to_results_json(record_, {}));
  EXPECT_EQ(failure_text(read->cases[0]), failure_text(record_.cases[0])) << "as it was written down";
}

}  // namespace
}  // namespace enocheck::report
