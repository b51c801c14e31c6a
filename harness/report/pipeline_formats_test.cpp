// junit.xml, results.sarif and what GitHub Actions is told.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include <set>

#include "report/gate.h"
#include "report/github.h"
#include "report/junit.h"
#include "report/plain_text.h"
#include "report/sarif.h"

namespace enocheck::report {
namespace {

using engine::Hop;
using engine::Verdict;
using nlohmann::json;

CaseRecord record_of(const std::string& name, Verdict verdict, const std::string& file = "roles") {
  CaseRecord record;
  record.id = "access/" + file + "/" + name;
  record.title = "t";
  record.area = "access";
  record.file = "testcases/access/" + file + ".xml";
  record.requirements = {"ACC-1", "ACC-2"};
  record.clauses = {"duis-brief 1.4 (derived)"};
  record.level = "required";
  record.verdict = verdict;
  record.wall_ms = 5;
  record.checks = 2;
  if (verdict != Verdict::Pass) { record.reason = "because of " + name; }
  return record;
}

CaseRecord failing(const std::string& name) {
  auto record = record_of(name, Verdict::Fail);
  record.hop = Hop::Esme;
  record.reason = "switch 2 is <not> as it has to be";
  record.expected = "open";
  record.got = "closed\x01\xff";
  record.step = "testcases/access/roles.xml:23 expect-switch";
  record.evidence = "evidence/access/roles/" + name;
  record.proof = record.evidence + "/0003 hub-to-device.hex";
  return record;
}

/// A run with a case of every verdict and a tolerated one.
RunRecord a_run() {
  RunRecord record;
  record.run.id = "20260302T173000Z-embedded";
  record.run.started = *parse_iso8601("2026-03-02T17:30:00Z");
  record.run.finished = record.run.started + std::chrono::seconds(3);
  record.run.target = "embedded";
  record.run.profile = "secmp0046";
  record.run.seed = 7;
  record.run.host = "host";
  auto known = failing("known");
  auto contested = failing("contested");
  contested.contested = true;
  record.cases = {contested,
                  record_of("error", Verdict::Error),
                  failing("fail"),
                  record_of("inconc", Verdict::Inconc),
                  known,
                  record_of("pass", Verdict::Pass),
                  record_of("skip", Verdict::Skip),
                  record_of("pass", Verdict::Pass, "users")};
  record.cases[5].test_id = "UIT ]] 42";
  GateRules rules;
  catalogue::Toleration entry;
  entry.testcase = known.id;
  entry.pinned = "has to be";
  entry.reason = "DEF-1 <b>";
  entry.owner = "B. Smith";
  entry.clause = "CTL-3";
  entry.review = "2027-03-31";
  entry.line = 4;
  rules.baseline = catalogue::Baseline{"known.xml", "meter", {entry}};
  rules.names = names_in({});
  for (const auto& one : record.cases) { rules.names.emplace(one.id, std::vector<std::string>()); }
  pass_gate(record, rules);
  return record;
}

class JunitXml : public testing::Test {
 protected:
  JunitXml() {
    const auto read = document_.load_string(to_junit(a_run()).c_str());
    EXPECT_TRUE(read) << read.description();
    suite_ = document_.child("testsuites").child("testsuite");
  }
  [[nodiscard]] pugi::xml_node find(const char* name) const {
    return suite_.find_child_by_attribute("testcase", "name", name);
  }
  static std::string property(pugi::xml_node suite, const char* name) {
    return suite.child("properties")
        .find_child_by_attribute("property", "name", name)
        .attribute("value")
        .value();
  }
  pugi::xml_document document_;
  pugi::xml_node suite_;
};

TEST_F(JunitXml, FilesEveryVerdictUnderItsOwnElement) {
  EXPECT_STREQ(suite_.attribute("tests").value(), "7");
  EXPECT_STREQ(suite_.attribute("failures").value(), "3");
  EXPECT_STREQ(suite_.attribute("errors").value(), "2");
  EXPECT_STREQ(suite_.attribute("skipped").value(), "1");
  EXPECT_STREQ(find("roles/fail").child("failure").attribute("type").value(), "fail");
  EXPECT_STREQ(find("roles/error").child("error").attribute("type").value(), "error");
  EXPECT_STREQ(find("roles/inconc").child("error").attribute("type").value(), "inconc");
  EXPECT_STREQ(find("roles/skip").child("skipped").child_value(), "because of skip");
  EXPECT_STREQ(find("roles/pass").attribute("status").value(), "pass");
  for (const auto* const outcome : {"failure", "error", "skipped"}) {
    EXPECT_FALSE(find("roles/pass").child(outcome)) << outcome;
  }
}

TEST_F(JunitXml, ASuiteHasWhatItsCasesJudgeAndHowToGetThemAgain) {
  EXPECT_STREQ(suite_.attribute("name").value(), "access/roles [ACC-1 ACC-2]");
  EXPECT_EQ(property(suite_, "requirement"), "ACC-1");
  EXPECT_EQ(property(suite_, "clause"), "duis-brief 1.4 (derived)");
  EXPECT_EQ(property(suite_, "seed"), "7");
  EXPECT_STREQ(suite_.next_sibling("testsuite").attribute("name").value(), "access/users [ACC-1 ACC-2]");
}

TEST_F(JunitXml, ACaseHasItsHopAndItsOwnIdInItsOutput) {
  const std::string output = find("roles/fail").child("system-out").child_value();
  EXPECT_NE(output.find("[[PROPERTY|hop=esme]]"), std::string::npos) << output;
  EXPECT_NE(output.find("[[ATTACHMENT|evidence/access/roles/fail/0003"), std::string::npos) << output;
  const std::string own = find("roles/pass").child("system-out").child_value();
  EXPECT_NE(own.find("[[PROPERTY|test_id=UIT ] ] 42]]"), std::string::npos) << own;
}

TEST_F(JunitXml, AToleratedFailureStaysOneAndSaysSo) {
  const auto failure = find("roles/known").child("failure");
  EXPECT_STREQ(failure.attribute("type").value(), "tolerated");
  EXPECT_NE(std::string(failure.attribute("message").value()).find("tolerated until 2027-03-31, B. Smith"),
            std::string::npos);
}

TEST_F(JunitXml, NamesAreUnique) {
  std::set<std::string> names;
  std::size_t cases = 0;
  for (const auto suite : document_.child("testsuites").children("testsuite")) {
    for (const auto one : suite.children("testcase")) {
      names.insert(std::string(one.attribute("classname").value()) + "." + one.attribute("name").value());
      ++cases;
    }
  }
  EXPECT_EQ(cases, 8U);
  EXPECT_EQ(names.size(), cases);
}

class Sarif : public testing::Test {
 protected:
  Sarif() {
    catalogue::Requirements requirements;
    requirements.all.resize(1);
    requirements.all[0].id = "ACC-1";
    requirements.all[0].text = "The ENO may curtail.";
    run_ = json::parse(to_sarif(a_run(), requirements)).at("runs").at(0);
  }
  [[nodiscard]] json result_of(const std::string& id) const {
    for (const auto& one : run_.at("results")) {
      if (one.at("properties").at("case") == id) { return one; }
    }
    return {};
  }
  json run_;
};

TEST_F(Sarif, HasAResultForWhatFailedOrCouldNotBeJudged) {
  EXPECT_EQ(run_.at("results").size(), 4U);
  const auto result = result_of("access/roles/fail");
  EXPECT_EQ(result.at("ruleId"), "ACC-1");
  const auto& rule = run_.at("tool").at("driver").at("rules").at(result.at("ruleIndex").get<std::size_t>());
  EXPECT_EQ(rule.at("id"), "ACC-1");
  EXPECT_EQ(rule.at("shortDescription").at("text"), "The ENO may curtail.");
  EXPECT_EQ(result.at("kind"), "fail");
  EXPECT_EQ(result.at("level"), "error");
  const auto& location = result.at("locations").at(0);
  EXPECT_EQ(location.at("physicalLocation").at("artifactLocation").at("uri"), "testcases/access/roles.xml");
  EXPECT_EQ(location.at("physicalLocation").at("region").at("startLine"), 23);
  EXPECT_EQ(location.at("logicalLocations").at(0).at("name"), "esme");
  EXPECT_EQ(result.at("attachments").at(0).at("artifactLocation").at("uri"),
            "evidence/access/roles/fail/0003%20hub-to-device.hex");
  EXPECT_EQ(result_of("access/roles/inconc").at("kind"), "open");
  EXPECT_EQ(result_of("access/roles/inconc").at("level"), "none");
  EXPECT_EQ(result_of("access/roles/contested").at("level"), "warning");
}

TEST_F(Sarif, AnErrorOfTheHarnessIsAFaultOfTheTool) {
  const auto& invocation = run_.at("invocations").at(0);
  EXPECT_EQ(invocation.at("executionSuccessful"), false);
  EXPECT_EQ(invocation.at("toolExecutionNotifications").size(), 1U);
}

TEST_F(Sarif, AToleratedResultIsSuppressedWithItsReason) {
  const auto suppressions = result_of("access/roles/known").at("suppressions");
  ASSERT_EQ(suppressions.size(), 1U);
  EXPECT_EQ(suppressions[0].at("kind"), "external");
  EXPECT_NE(suppressions[0].at("justification").get<std::string>().find("B. Smith"), std::string::npos);
  EXPECT_TRUE(result_of("access/roles/fail").at("suppressions").empty());
}

TEST_F(Sarif, AResultKeepsItsFingerprintUntilItFailsOtherwise) {
  const auto fingerprints = [](const std::string& got, const std::string& reason) {
    RunRecord record;
    record.cases = {failing("fail")};
    record.cases[0].got = got;
    record.cases[0].reason = reason;
    return json::parse(to_sarif(record, {}))["runs"][0]["results"][0]["partialFingerprints"];
  };
  EXPECT_EQ(fingerprints("closed", "r"), fingerprints("half", "r"));
  EXPECT_NE(fingerprints("closed", "r")["enocheckFailure/v1"],
            fingerprints("closed", "s")["enocheckFailure/v1"]);
  EXPECT_EQ(fingerprints("closed", "r")["primaryLocationLineHash"],
            fingerprints("closed", "s")["primaryLocationLineHash"]);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

TEST(Annotations, NameFileAndLineAndAreErrorsWhereTheyCount) {
  const auto text = to_annotations(a_run(), "vendor/a,b/");
  EXPECT_NE(
      text.find("::error file=vendor/a%2Cb/testcases/access/roles.xml,line=23,title=fail access/roles/fail "
                "[ACC-1 ACC-2]::hop=esme: switch 2"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("title=fail (tolerated) access/roles/known"), std::string::npos) << text;
  std::size_t errors = 0;
  for (const auto& line : lines_of(text)) {
    EXPECT_TRUE(line.starts_with("::error ") || line.starts_with("::warning ")) << line;
    errors += line.starts_with("::error ") ? 1U : 0U;
  }
  EXPECT_EQ(errors, 2U) << "the fail and the error of the harness\n" << text;
  EXPECT_EQ(to_annotations(a_run(), std::nullopt).find("file="), std::string::npos);
}

TEST(Annotations, OneCaseIsOneLineWhateverATargetSent) {
  RunRecord record;
  record.cases = {failing("fail")};
  record.cases[0].reason = "100 %\r\n::set-output name=x::y";
  const auto lines = lines_of(to_annotations(record, ""));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NE(lines[0].find("100 %25"), std::string::npos) << lines[0];
}

TEST(Annotations, NoMoreThanGithubShowsAndTheRestIsCounted) {
  RunRecord record;
  for (int i = 0; i < 25; ++i) { record.cases.push_back(failing("f" + std::to_string(i))); }
  const auto lines = lines_of(to_annotations(record, ""));
  ASSERT_EQ(lines.size(), kMostAnnotations);
  EXPECT_NE(lines.back().find("16 more"), std::string::npos) << lines.back();
}

TEST(StepSummary, TellsGateTotalsAndWhatDidNotPassAsText) {
  auto record = a_run();
  record.cases[2].got = "| <img src=x> `a`";
  const auto text = to_step_summary(record, "results/x");
  EXPECT_NE(text.find("### ❌ Gate failed"), std::string::npos) << text;
  EXPECT_NE(text.find("| 2 | 3 | 1 | 1 | 1 |"), std::string::npos) << text;
  EXPECT_NE(text.find("#### Tolerated"), std::string::npos) << text;
  EXPECT_EQ(text.find("<img"), std::string::npos) << text;
  EXPECT_EQ(text.find("`a`"), std::string::npos) << text;
  EXPECT_NE(text.find("&#124; &lt;img"), std::string::npos) << text;
}

TEST(PlainText, IsWhatXmlAndJsonTake) {
  EXPECT_EQ(plain_text("a\x01\tb\n\x7f"), "a \tb\n ");
  EXPECT_EQ(plain_text("grün €𝄞"), "grün €𝄞");
  for (const auto* const wrong : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82",
                                  "\x80\x80", "\xef\xbf\xbe", "\xe0\x80\x80"}) {
    EXPECT_EQ(plain_text(std::string("a") + wrong + "b"),
              "a\xEF\xBF\xBD"
              "b")
        << testing::PrintToString(wrong);
  }
  EXPECT_EQ(one_line("a\tb\nc"), "a b c");
  EXPECT_EQ(cut_to("grün", 3), "gr…");
  EXPECT_EQ(cut_to("grün", 4), "grü…");
  EXPECT_EQ(cut_to("grün", 5), "grün");
}

}  // namespace
}  // namespace enocheck::report
