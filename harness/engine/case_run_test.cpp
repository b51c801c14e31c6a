#include "engine/case_run.h"

#include <gtest/gtest.h>

#include "engine/test_bench.h"

namespace enocheck::engine {
namespace {

const std::string kCut = R"(<send as="ENO" srv="7.6" to="ESME1" index="2" duration="60" id="cut">)";

TEST(CaseRun, SkipsWithTheReason) {
  Bench bench;
  bench.sut.can_observe.device = false;
  auto result = bench.run(R"(<expect-switch meter="ESME1" index="2" state="open"/>)");
  EXPECT_EQ(result.verdict, Verdict::Skip);
  EXPECT_NE(result.reason.find("device"), std::string::npos) << result.reason;
  bench.sut.can_observe.device = true;
  result = bench.run(R"(<expect-switch meter="ESME1" index="2" state="open"/>)",
                     R"(<applies profile-key="change-in-force" is="false"/>)");
  EXPECT_EQ(result.verdict, Verdict::Skip);
  EXPECT_NE(result.reason.find("change-in-force is false"), std::string::npos) << result.reason;
}

TEST(CaseRun, ACaseThatCheckedNothingIsAnError) {
  Bench bench;
  const auto result = bench.run(R"(<advance by="PT1M"/>)");
  EXPECT_EQ(result.verdict, Verdict::Error);
  EXPECT_EQ(result.checks, 0U);
  EXPECT_EQ(result.virtual_time, std::chrono::minutes(1));
}

TEST(CaseRun, WhatTheTargetCannotPlayOrDoIsSkippedWithItsReason) {
  Bench bench;
  bench.sut.boosts = failure(ErrorCode::Unsupported, "nobody presses buttons here");
  const auto unpressed = bench.run(R"(<press-boost meter="ESME1"/>)"
                                   R"(<expect-switch meter="ESME1" index="1" state="open"/>)");
  EXPECT_EQ(unpressed.verdict, Verdict::Skip);
  EXPECT_EQ(unpressed.reason, "nobody presses buttons here");
  bench.sut.loads = failure(ErrorCode::Unsupported, "another world is on the bench");
  const auto elsewhere = bench.run(R"(<expect-switch meter="ESME1" index="1" state="open"/>)");
  EXPECT_EQ(elsewhere.verdict, Verdict::Skip);
  EXPECT_EQ(elsewhere.reason, "another world is on the bench");
}

TEST(CaseRun, AnExpectationThatHoldsWithoutTheTargetIsNoPass) {
  Bench bench;
  bench.sut.had_no_part = "nothing went to the meter";
  const auto held = bench.run(R"(<expect-switch meter="ESME1" index="1" state="open"/>)");
  EXPECT_EQ(held.verdict, Verdict::Skip);
  EXPECT_EQ(held.reason, "nothing went to the meter");
  const auto diverged = bench.run(R"(<expect-switch meter="ESME1" index="1" state="closed"/>)");
  EXPECT_EQ(diverged.verdict, Verdict::Fail) << "what does not hold is told all the same";
}

TEST(CaseRun, ALostEndpointIsInconclusiveAndAnUnknownNameAnError) {
  Bench bench;
  EXPECT_EQ(bench.run(kCut + "</send>").verdict, Verdict::Inconc) << "the script has no answer";
  EXPECT_EQ(bench.run(R"(<expect-switch meter="NOBODY" index="1" state="open"/>)").verdict, Verdict::Error);
  EXPECT_EQ(bench.run(R"(<expect-response to="never_sent" within="PT1S"/>)").verdict, Verdict::Error);
  bench.sut.loads = failure(ErrorCode::Io, "gone");
  EXPECT_EQ(bench.run(R"(<expect-switch meter="ESME1" index="1" state="open"/>)").verdict, Verdict::Inconc);
}

TEST(CaseRun, AnExceptionIsAnErrorOfTheCase) {
  Bench bench;
  bench.sut.throws_at_load = true;
  const auto result = bench.run(R"(<advance by="PT1S"/>)");
  EXPECT_EQ(result.verdict, Verdict::Error);
  EXPECT_NE(result.reason.find("the script throws"), std::string::npos) << result.reason;
}

TEST(CaseRun, SaysWhereACaseEnded) {
  Bench bench;
  const auto result =
      bench.run("<advance by=\"PT1S\"/>\n<expect-switch meter=\"ESME1\" index=\"1\" state=\"closed\"/>");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_EQ(result.step, "x.xml:2 expect-switch");
  EXPECT_EQ(result.expected, "closed");
  EXPECT_EQ(result.got, "open");
}

TEST(CaseRun, IsContestedIfAllItsRequirementsAre) {
  catalogue::Requirements requirements;
  requirements.all.resize(2);
  requirements.all[0].id = "ACC-1";
  requirements.all[1].id = "CTL-1";
  requirements.all[1].contested_by = {13};
  catalogue::Testcase testcase;
  testcase.requirements = {"CTL-1"};
  EXPECT_TRUE(is_contested(testcase, requirements));
  testcase.requirements = {"CTL-1", "ACC-1"};
  EXPECT_FALSE(is_contested(testcase, requirements));
  testcase.contested = true;
  EXPECT_TRUE(is_contested(testcase, requirements));
}

TEST(SendStep, TakesARefusalThatWasExpected) {
  Bench bench;
  bench.sut.answers = {bench.answer("E2")};
  const auto result = bench.run(kCut + R"(<expect-answer code="E2"/></send>)");
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.reason;
  EXPECT_EQ(result.checks, 1U);
  EXPECT_EQ(bench.sut.posted.size(), 1U) << "the flow ends with the refusal";
}

TEST(SendStep, NamesThePartOfTheDspThatAnsweredWrongly) {
  struct Row {
    const char* expected;
    const char* got;
    Hop hop;
  };
  for (const auto& row :
       {Row{"E2", "I0", Hop::DspAccessControl}, Row{"accepted", "E4", Hop::DspAccessControl},
        Row{"profile:code-use-case", "E4", Hop::DspAccessControl},
        Row{"accepted", "E100", Hop::DspRequestManagement},
        Row{"profile:code-signature", "E2", Hop::DspRequestManagement},
        Row{"E13", "E2", Hop::DspRequestManagement}}) {
    Bench bench;
    bench.sut.answers = {bench.answer(row.got)};
    const auto result = bench.run(kCut + "<expect-answer code=\"" + row.expected + "\"/></send>");
    EXPECT_EQ(result.verdict, Verdict::Fail) << row.expected;
    EXPECT_EQ(result.hop, row.hop) << row.expected << " " << row.got;
  }
}

TEST(SendStep, TakesTheHopThatTheCaseNames) {
  Bench bench;
  bench.sut.answers = {bench.answer("I99")};
  const auto result =
      bench.run(kCut + R"(<expect-answer code="any-error" hop="dsp.request-management"/></send>)");
  EXPECT_EQ(result.hop, Hop::DspRequestManagement);
}

TEST(SendStep, ARefusalWithAPreCommandIsNone) {
  Bench bench;
  bench.sut.answers = {bench.answer("E2", test_messages::pre_command())};
  const auto result = bench.run(kCut + R"(<expect-answer code="E2"/></send>)");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_NE(result.got.find("with a pre-command"), std::string::npos) << result.got;
}

TEST(SendStep, SignsNothingThatDoesNotBelongToTheRequest) {
  Bench bench;
  bench.sut.answers = {bench.answer("I0", test_messages::pre_command(59)), bench.answer("I99")};
  const auto result = bench.run(kCut + "</send>");
  EXPECT_EQ(result.verdict, Verdict::Fail) << result.reason;
  EXPECT_EQ(result.hop, Hop::DspTransform);
  EXPECT_EQ(bench.sut.posted.size(), 1U) << "nothing was signed and sent";
}

TEST(SendStep, GoesThroughTheWholeCriticalFlow) {
  Bench bench;
  bench.sut.answers = {bench.answer("I0", test_messages::pre_command()), bench.answer("I99")};
  const auto result = bench.run(kCut + R"(<expect-pre-command code="profile:ecs47-eno"/></send>)");
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.reason << result.got;
  ASSERT_EQ(bench.sut.posted.size(), 2U);
  const auto second = duis::parse_request(bench.sut.posted[1]);
  ASSERT_TRUE(second.has_value()) << second.error().detail;
  EXPECT_EQ(second->header.command_variant, 5);
  EXPECT_EQ(second->header.request_id, Bench::request_id()) << "the same RequestID";
  const auto& body = std::get<duis::SignedPreCommand>(second->body);
  const auto message = gbcs::decode_message(body.gbcs_payload);
  ASSERT_TRUE(message.has_value()) << message.error().detail;
  EXPECT_EQ(message->signature.size(), 64U);
}

TEST(SendStep, JudgesTheUseCaseOfThePreCommand) {
  Bench bench;
  bench.sut.answers = {bench.answer("I0", test_messages::pre_command()), bench.answer("I99")};
  const auto result = bench.run(kCut + R"(<expect-pre-command code="0055"/></send>)");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_EQ(result.hop, Hop::DspTransform);
  EXPECT_EQ(result.got, "message code 7E55");
}

TEST(SendStep, RefusesAnAnswerWithContentThatIsNotSigned) {
  Bench bench;
  auto answer = bench.answer("I0", test_messages::pre_command());
  const auto signature = answer.body.find("<ds:Signature");
  ASSERT_NE(signature, std::string::npos) << answer.body;
  answer.body = answer.body.substr(0, signature) + "</sr:Response>";
  bench.sut.answers = {answer};
  const auto result = bench.run(kCut + "</send>");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_EQ(result.hop, Hop::DspRequestManagement);
}

TEST(SendStep, JudgesHttpAnswersWithoutADocument) {
  Bench bench;
  bench.sut.answers = {Answer{400, ""}};
  EXPECT_EQ(bench.run(kCut + R"(<expect-answer http="4xx"/></send>)").verdict, Verdict::Pass);
  bench.sut.answers = {Answer{500, ""}};
  const auto result = bench.run(kCut + R"(<expect-answer http="400"/></send>)");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_EQ(result.got, "HTTP 500 without a DUIS document");
}

/// A curtailment that is accepted, and what the test then expects.
CaseResult after_cut(Bench& bench, const std::string& steps) {
  bench.sut.answers = {bench.answer("I0", test_messages::pre_command()), bench.answer("I99")};
  return bench.run(kCut + "</send>" + steps);
}

TEST(ExpectResponse, WaitsInTheTargetsTimeAndNoLonger) {
  Bench bench;
  bench.sut.arrivals = {
      {bench.sut.time + std::chrono::seconds(29), bench.service_response(test_messages::response())}};
  EXPECT_EQ(after_cut(bench, R"(<expect-response to="cut" within="PT30S" outcome="success" results="0 0"/>)")
                .verdict,
            Verdict::Pass);
  Bench late;
  late.sut.arrivals = {
      {late.sut.time + std::chrono::seconds(31), late.service_response(test_messages::response())}};
  const auto result = after_cut(late, R"(<expect-response to="cut" within="PT30S"/>)");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_EQ(result.virtual_time, std::chrono::seconds(30));
}

TEST(ExpectResponse, JudgesOutcomeAndResults) {
  Bench bench;
  bench.sut.arrivals = {{bench.sut.time, bench.service_response(test_messages::response(1, 250))}};
  auto result = after_cut(bench, R"(<expect-response to="cut" within="PT1S" outcome="success"/>)");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_EQ(result.got, "failure");
  bench.sut.arrivals = {{bench.sut.time, bench.service_response(test_messages::response(1, 250))}};
  result = after_cut(bench, R"(<expect-response to="cut" within="PT1S" outcome="failure" results="1 1"/>)");
  EXPECT_EQ(result.got, "result codes 1 250");
}

TEST(ExpectResponse, RefusesOneThatBelongsToAnotherRequest) {
  Bench bench;
  auto octets = test_messages::response();
  octets.at(10) ^= 1U;  // the counter
  bench.sut.arrivals = {{bench.sut.time, bench.service_response(octets)}};
  const auto result = after_cut(bench, R"(<expect-response to="cut" within="PT1S"/>)");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_NE(result.reason.find("belong"), std::string::npos) << result.reason;
}

TEST(ExpectResponse, RefusesOneAboutAnotherService) {
  Bench bench;
  bench.sut.arrivals = {{bench.sut.time, bench.service_response(test_messages::response(), "7.8")}};
  const auto result = after_cut(bench, R"(<expect-response to="cut" within="PT1S"/>)");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_EQ(result.hop, Hop::DspRequestManagement);
}

TEST(ExpectNoResponse, HoldsOnlyIfNothingComes) {
  Bench quiet;
  EXPECT_EQ(after_cut(quiet, R"(<expect-no-response to="cut" within="PT90S"/>)").verdict, Verdict::Pass);
  Bench loud;
  loud.sut.arrivals = {{loud.sut.time, loud.service_response(test_messages::response())}};
  EXPECT_EQ(after_cut(loud, R"(<expect-no-response to="cut" within="PT90S"/>)").verdict, Verdict::Fail);
}

TEST(ExpectSwitch, WaitsUntilItIsSo) {
  Bench bench;
  bench.sut.closed[2] = true;
  EXPECT_EQ(bench.run(R"(<expect-switch meter="ESME1" index="2" state="open" within="PT5S"/>)").verdict,
            Verdict::Fail);
  EXPECT_EQ(bench.run(R"(<expect-switch meter="ESME1" index="2" state="closed" within="PT5S"/>)").verdict,
            Verdict::Pass);
}

TEST(ExpectSwitch, CannotJudgeAfterTheTimeHasPassed) {
  Bench bench;
  const auto result = after_cut(
      bench,
      R"(<advance by="PT31S"/><expect-load meter="ESME1" index="2" watts="0" within="PT30S" since="cut"/>)");
  EXPECT_EQ(result.verdict, Verdict::Error);
}

TEST(ExpectNothingAtDevice, SeesWhatReachedTheMeter) {
  Bench bench;
  bench.sut.answers = {bench.answer("E2")};
  EXPECT_EQ(bench.run(kCut + R"(<expect-answer code="E2"/></send><expect-nothing-at-device meter="ESME1"/>)")
                .verdict,
            Verdict::Pass);
  bench.sut.answers = {bench.answer("E2")};
  const auto testcase = Bench::testcase(R"(<expect-nothing-at-device meter="ESME1"/>)");
  bench.sut.seen = {{bench.sut.time, "hub-to-device", Bench::kEsme, Bytes{1}}};
  EXPECT_EQ(run_case(testcase, bench.surroundings).verdict, Verdict::Fail);
}

}  // namespace
}  // namespace enocheck::engine
