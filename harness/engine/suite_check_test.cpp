#include "engine/suite_check.h"

#include <gtest/gtest.h>

#include "engine/test_bench.h"

namespace enocheck::engine {
namespace {

class SuiteCheckTest : public testing::Test {
 protected:
  SuiteCheckTest() {
    worlds_.emplace("w", bench_.world());
    for (const auto* const id : {"ACC-1", "ACC-2", "GOV-1"}) {
      catalogue::Requirement requirement;
      requirement.id = id;
      requirements_.all.push_back(requirement);
    }
    requirements_.all[1].planned = true;
    requirements_.all[2].record = true;
  }
  /// Of a case with these steps, and one expectation that is sound.
  SuiteFindings check(const std::string& steps, const std::string& head = "") {
    return check_exactly(steps + R"(<expect-nothing-at-device meter="ESME1"/>)", head);
  }
  SuiteFindings check_exactly(const std::string& steps, const std::string& head = "") {
    const std::vector<catalogue::Testcase> cases = {Bench::testcase(steps, head)};
    return check_suite({&cases,
                        &worlds_,
                        &requirements_,
                        &bench_.profile,
                        {{"esme.sleeps", {"ACC-1"}}, {"esme.dreams", {"ACC-2"}}},
                        [](std::string_view id) { return id == "gbcs/known"; }});
  }
  /// Exactly one fault, which has that text.
  void expect_fault(const std::string& steps, const std::string& text, const std::string& head = "") {
    const auto findings = check(steps, head);
    ASSERT_EQ(findings.faults.size(), 1U) << steps;
    EXPECT_NE(findings.faults[0].find(text), std::string::npos) << findings.faults[0];
    EXPECT_EQ(findings.faults[0].rfind("x.xml", 0), 0U) << findings.faults[0];
  }

  Bench bench_;
  std::map<std::string, catalogue::World> worlds_;
  catalogue::Requirements requirements_;
};

TEST_F(SuiteCheckTest, FindsNothingWrongWithAGoodCase) {
  const auto findings = check(
      R"(<send as="ENO" srv="7.6" to="ESME1" index="2" duration="1" id="cut"><expect-answer code="profile:code-use-case"/></send>
<expect-response to="cut" within="PT1S"><value of="label" index="2" is="x"/></expect-response>
<deliver to="ESME1/hub" vector="gbcs/known"/>)",
      R"(<catches defect="esme.sleeps"/>)");
  EXPECT_TRUE(findings.faults.empty()) << findings.faults.front();
  ASSERT_EQ(findings.notes.size(), 1U);
  EXPECT_NE(findings.notes[0].find("ACC-2"), std::string::npos);
}

TEST_F(SuiteCheckTest, FindsReferencesThatLeadNowhere) {
  expect_fault(R"(<send as="NOBODY" srv="7.7" to="ESME1"/>)", "no user NOBODY");
  expect_fault(R"(<send as="ENO" srv="7.7" to="ESME9"/>)", "ESME9");
  expect_fault(R"(<press-boost meter="ESME9"/>)", "no meter ESME9");
  expect_fault(R"(<power device="ESME1/hcalcs1" state="off"/>)", "hcalcs1");
  expect_fault(R"(<expect-no-response to="cut" within="PT1S"/>)", "no message cut");
  expect_fault(R"(<send as="ENO" srv="7.7" to="ESME1"><expect-answer code="I99 profile:nothing"/></send>)",
               "no key nothing");
  expect_fault(R"(<deliver to="ESME1" vector="gbcs/unknown"/>)", "no vector gbcs/unknown");
  expect_fault(R"(<expect-switch meter="ESME1" index="1" state="open" hop="meter"/>)", "no hop meter");
  expect_fault(R"(<advance by="PT1S"/>)", "no seeded defect esme.wakes", R"(<catches defect="esme.wakes"/>)");
  expect_fault(R"(<advance by="PT1S"/>)", "esme.dreams breaks ACC-2, which",
               R"(<catches defect="esme.dreams"/>)");
  expect_fault(R"(<advance by="PT1S"/>)", "no requirement ACC-9", R"(<requirement ref="ACC-9"/>)");
  expect_fault(R"(<advance by="PT1S"/>)", "no key nothing", R"(<applies profile-key="nothing" is="true"/>)");
}

TEST_F(SuiteCheckTest, FindsNamesOfValuesThatDoNotExist) {
  const std::string send = R"(<send as="ENO" srv="7.7" to="ESME1" id="m"/>)";
  expect_fault(
      send + R"(<expect-response to="m" within="PT1S"><value of="colour" is="x"/></expect-response>)",
      "colour");
  expect_fault(send + R"(<expect-response to="m" within="PT1S"><value of="label" is="x"/></expect-response>)",
               "needs an index");
}

TEST_F(SuiteCheckTest, FindsRequirementsWithoutCasesAndMarksOutOfDate) {
  requirements_.all[1].planned = false;
  auto findings = check(R"(<advance by="PT1S"/>)");
  ASSERT_EQ(findings.gaps.size(), 1U);
  EXPECT_NE(findings.gaps[0].find("no case judges ACC-2"), std::string::npos);
  requirements_.all[1].planned = true;
  findings = check(R"(<advance by="PT1S"/>)", R"(<requirement ref="ACC-2"/>)");
  ASSERT_EQ(findings.gaps.size(), 1U);
  EXPECT_NE(findings.gaps[0].find("take cases=\"planned\" off"), std::string::npos);
}

TEST_F(SuiteCheckTest, FindsACaseThatSaysNowhereWhatHasToHappen) {
  const auto nothing = check_exactly(R"(<send as="ENO" srv="7.7" to="ESME1"/><advance by="PT1S"/>)");
  ASSERT_EQ(nothing.faults.size(), 1U);
  EXPECT_NE(nothing.faults[0].find("nowhere what has to happen"), std::string::npos);
  EXPECT_TRUE(check_exactly(R"(<send as="ENO" srv="7.7" to="ESME1"><expect-answer code="I99"/></send>)")
                  .faults.empty());
}

TEST_F(SuiteCheckTest, FindsARequirementThatOnlyContestedCasesJudge) {
  const auto contested = check(R"(<advance by="PT1S"/>)", R"(<requirement ref="ACC-1"/>)");
  EXPECT_TRUE(contested.gaps.empty());
  auto cases = std::vector<catalogue::Testcase>{
      Bench::testcase(R"(<expect-nothing-at-device meter="ESME1"/>)", R"(<requirement ref="ACC-1"/>)")};
  cases.front().contested = true;
  const auto findings = check_suite({&cases, &worlds_, &requirements_, &bench_.profile, {}, {}});
  ASSERT_EQ(findings.gaps.size(), 1U);
  EXPECT_NE(findings.gaps[0].find("ACC-1 is not contested"), std::string::npos);
}

}  // namespace
}  // namespace enocheck::engine
