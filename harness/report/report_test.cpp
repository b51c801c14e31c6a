#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "report/console.h"
#include "report/junit.h"
#include "report/results_json.h"
#include "report/run_record.h"

namespace enocheck::report {
namespace {

using engine::Hop;
using engine::Verdict;

CaseRecord record_of(const std::string& id, Verdict verdict) {
  CaseRecord record;
  record.id = "access/" + id;
  record.title = "t";
  record.area = "access";
  record.requirements = {"ACC-1"};
  record.level = "required";
  record.verdict = verdict;
  record.wall_ms = 5;
  record.checks = 2;
  return record;
}

/// A run with one case of every verdict.
RunRecord one_of_each() {
  RunRecord record;
  record.run.id = "20260302T173000Z-embedded";
  record.run.started = *parse_iso8601("2026-03-02T17:30:00Z");
  record.run.finished = record.run.started + std::chrono::seconds(3);
  record.run.target = "embedded";
  record.run.profile = "secmp0046";
  record.run.seed = 7;
  auto failed = record_of("fail", Verdict::Fail);
  failed.hop = Hop::Esme;
  failed.reason = "switch 2 is not as it has to be";
  failed.expected = "open";
  failed.got = "closed\x01";
  failed.proof = "evidence/access/fail/0003-hub-to-device.hex";
  auto skipped = record_of("skip", Verdict::Skip);
  skipped.reason = "applies elsewhere";
  record.cases = {record_of("error", Verdict::Error), failed, record_of("inconc", Verdict::Inconc),
                  record_of("pass", Verdict::Pass), skipped};
  return record;
}

catalogue::Requirements two_requirements() {
  catalogue::Requirements requirements;
  requirements.all.resize(2);
  requirements.all[0].id = "ACC-1";
  requirements.all[1].id = "ACC-2";
  return requirements;
}

TEST(ResultsJson, HasWhatUsersReadInIt) {
  const auto json = nlohmann::json::parse(to_results_json(one_of_each(), two_requirements()));
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_EQ(json["run"]["target"], "embedded");
  EXPECT_EQ(json["totals"],
            (nlohmann::json{{"pass", 1}, {"fail", 1}, {"inconc", 1}, {"error", 1}, {"skip", 1}}));
  EXPECT_EQ(json["cases"][1]["hop"], "esme");
  EXPECT_TRUE(json["cases"][3]["hop"].is_null());
  EXPECT_EQ(json["requirements"][0]["verdict"], "fail");
  EXPECT_EQ(json["requirements"][0]["cases"].size(), 5U);
  EXPECT_TRUE(json["requirements"][1]["verdict"].is_null());
}

TEST(ResultsJson, IsReadBackAsItWas) {
  const auto written = to_results_json(one_of_each(), two_requirements());
  const auto read = parse_results_json(written);
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(to_results_json(*read, two_requirements()), written);
  EXPECT_FALSE(parse_results_json("{}").has_value());
  EXPECT_FALSE(parse_results_json("not json").has_value());
}

TEST(ResultsJson, SurvivesOctetsThatAreNoText) {
  auto record = one_of_each();
  record.cases[1].got = "\xff\xfe";
  EXPECT_TRUE(nlohmann::json::accept(to_results_json(record, two_requirements())));
}

TEST(Journal, TellsWhatWasRunningWhenItEnded) {
  const auto whole = one_of_each();
  const auto text = to_journal_line(whole.run) + to_journal_line(std::string_view("access/pass")) +
                    to_journal_line(whole.cases[3]) + to_journal_line(std::string_view("access/next")) +
                    R"({"finis)";
  const auto journal = parse_journal(text);
  ASSERT_TRUE(journal.has_value()) << journal.error().detail;
  EXPECT_EQ(journal->run->id, whole.run.id);
  ASSERT_EQ(journal->finished.size(), 1U);
  EXPECT_EQ(journal->finished[0].verdict, Verdict::Pass);
  EXPECT_EQ(journal->unfinished, "access/next");
  EXPECT_FALSE(parse_journal("nonsense\n").has_value());
}

TEST(Junit, FilesEveryVerdictUnderItsOwnElement) {
  const auto text = to_junit(one_of_each());
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(text.c_str())) << text;
  const auto suite = document.child("testsuites").child("testsuite");
  EXPECT_STREQ(suite.attribute("tests").value(), "5");
  EXPECT_STREQ(suite.attribute("failures").value(), "1");
  EXPECT_STREQ(suite.attribute("errors").value(), "2");
  EXPECT_STREQ(suite.attribute("skipped").value(), "1");
  const auto element_of = [&](const char* name) {
    return std::string(suite.find_child_by_attribute("testcase", "name", name).first_child().name());
  };
  EXPECT_EQ(element_of("pass"), "");
  EXPECT_EQ(element_of("fail"), "failure");
  EXPECT_EQ(element_of("error"), "error");
  EXPECT_EQ(element_of("inconc"), "error");
  EXPECT_EQ(element_of("skip"), "skipped");
}

TEST(Gate, CountsFailBeforeErrorBeforeInconc) {
  auto record = one_of_each();
  EXPECT_EQ(judge_gate(record), Gate::Failed);
  record.cases[1].contested = true;
  EXPECT_EQ(judge_gate(record), Gate::HarnessError);
  record.cases.erase(record.cases.begin());
  EXPECT_EQ(judge_gate(record), Gate::Inconclusive);
  record.cases.erase(record.cases.begin() + 1);
  EXPECT_EQ(judge_gate(record), Gate::Met);
  record.cases.clear();
  EXPECT_EQ(judge_gate(record), Gate::NothingSelected);
}

TEST(Console, SaysOfAFailureAllOnOneLine) {
  const auto line = describe_failure(one_of_each().cases[1], " --profile before");
  for (const auto* const part : {"access/fail", "[ACC-1]", "hop=esme", "expected open", "got closed ",
                                 "enocheck run --filter 'access/fail' --profile before"}) {
    EXPECT_NE(line.find(part), std::string::npos) << line;
  }
  EXPECT_EQ(line.find('\n'), std::string::npos);
}

/// What a console writes in a style, for one failing and one passing case and the summary.
std::string written_by(Progress progress) {
  std::string text;
  ConsoleStyle style;
  style.progress = progress;
  Console console([&](std::string_view part) { text += part; }, std::move(style), 2);
  catalogue::Testcase testcase;
  testcase.requirements = {"ACC-1"};
  for (const auto verdict : {Verdict::Pass, Verdict::Fail}) {
    testcase.id = verdict == Verdict::Pass ? "access/good" : "access/bad";
    engine::CaseResult result;
    result.id = testcase.id;
    result.verdict = verdict;
    console.case_started(testcase);
    console.case_finished(testcase, result, {});
  }
  console.summary(one_of_each(), "results/x");
  return text;
}

TEST(Console, WritesPlainLinesIntoAPipe) {
  const auto text = written_by(Progress::Plain);
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << "no colour, no cursor movements";
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_NE(text.find("pass   access/good\n"), std::string::npos) << text;
  EXPECT_NE(text.find("fail   access/bad"), std::string::npos) << text;
  EXPECT_NE(text.find("1 pass, 1 fail, 1 error, 1 inconc, 1 skip; 3.0 s"), std::string::npos) << text;
}

TEST(Console, ShowsProgressOnATerminalOnly) {
  const auto text = written_by(Progress::Terminal);
  EXPECT_NE(text.find("[==========          ] 1/2: 1 pass  access/bad"), std::string::npos) << text;
  const auto silent = written_by(Progress::None);
  EXPECT_EQ(silent.find("access/good"), std::string::npos);
  EXPECT_NE(silent.find("access/bad"), std::string::npos);
}

TEST(ProgressBarOfARun, TellsVerdictsAndWhatIsLeft) {
  ManualClock clock;
  ProgressBar bar(1000, &clock, 120);
  EXPECT_EQ(bar.line("a/first"), "\r\x1b[K[                    ] 0/1000: 0 pass  a/first");
  for (int i = 0; i < 98; ++i) { bar.add(Verdict::Pass); }
  bar.add(Verdict::Fail);
  bar.add(Verdict::Skip);
  clock.advance(std::chrono::seconds(5));
  EXPECT_EQ(bar.line("a/x"),
            "\r\x1b[K[==                  ] 100/1000: 98 pass, 1 fail, 1 skip, 45 s left  a/x");
  clock.advance(std::chrono::minutes(20));
  EXPECT_NE(bar.line("").find("3 h 1 min left"), std::string::npos) << bar.line("");
}

TEST(ProgressBarOfARun, NeverWraps) {
  ProgressBar bar(2, nullptr, 40);
  EXPECT_EQ(bar.line(std::string(200, 'x')).size(), kClearLine.size() + 39);
}

}  // namespace
}  // namespace enocheck::report
