#include "catalogue/testcase.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace enocheck::catalogue {
namespace {

/// A case file around `middle`, which goes where tables and steps stand.
std::string case_around(const std::string& middle, const std::string& requirement = "ACC-1") {
  return R"(<testcase xmlns="urn:enocheck:testcase:1" title="t ${user}" level="required" world="street" needs="duis">
<purpose>p</purpose><requirement ref=")" +
         requirement + R"("/><evidence tool="t"/>)" + middle + "</testcase>";
}

std::string one_user_table() {
  return R"(<table><column name="user"/><row id="eno" user="ENO"/><row id="eis" user="EIS"/></table>)";
}

Result<std::vector<Testcase>> parse(const std::string& text) {
  return parse_testcases("access/x", "x.xml", text);
}

std::string error_of(const std::string& text) {
  const auto read = parse(text);
  return read ? "no error" : read.error().detail;
}

TEST(TestcaseFile, MakesACaseOfEveryRow) {
  const auto read =
      parse(case_around(one_user_table() + R"(<steps><send as="${user}" srv="7.7" to="ESME1"/></steps>)"));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(read->at(0).id, "access/x/eno");
  EXPECT_EQ(read->at(0).area(), "access");
  EXPECT_EQ(read->at(0).stem_and_row(), "x/eno");
  EXPECT_EQ(read->at(1).title, "t EIS");
  EXPECT_EQ(std::get<Send>(read->at(1).steps.at(0).action).as, "EIS");
}

TEST(TestcaseFile, CrossesSeveralTablesAndNestsPlaceholders) {
  const auto read = parse(
      case_around(one_user_table() +
                  R"(<table><column name="srv"/><column name="ENO"/><column name="EIS" default="accepted"/>
<row id="7.5" srv="7.5" ENO="E2"/></table><steps><send as="${user}" srv="${srv}" to="ESME1"><expect-answer code="${${user}}"/></send></steps>)"));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(read->at(0).id, "access/x/eno_7.5");
  EXPECT_EQ(std::get<Send>(read->at(0).steps.at(0).action).answers.at(0).code, "E2");
  EXPECT_EQ(std::get<Send>(read->at(1).steps.at(0).action).answers.at(0).code, "accepted");
}

TEST(TestcaseFile, TakesAnEmptyColumnAsAbsent) {
  const auto read = parse(case_around(
      R"(<catches defect="${user}"/><applies profile-key="k" is="${user}"/><table><column name="user"/><row id="none" user=""/></table>
<steps><expect-switch meter="ESME1" index="2" state="open" since="${user}"/></steps>)"));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_TRUE(read->at(0).catches.empty());
  EXPECT_TRUE(read->at(0).applies.empty());
  EXPECT_EQ(std::get<ExpectSwitch>(read->at(0).steps.at(0).action).since, "");
}

TEST(TestcaseFile, KeepsTheBlankLabel) {
  const auto read = parse(case_around(
      one_user_table() +
      R"(<steps><send as="EIS" srv="6.14.1" to="ESME1"><label index="1"> </label></send></steps>)"));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(std::get<Send>(read->at(0).steps.at(0).action).body.labels.at(0).second, " ");
}

struct Wrong {
  std::string middle;
  std::string message;
};

class WrongTestcaseFile : public testing::TestWithParam<Wrong> {};

TEST_P(WrongTestcaseFile, IsRefusedWithFileLineAndReason) {
  const auto message = error_of(case_around(one_user_table() + "\n" + GetParam().middle));
  EXPECT_NE(message.find(GetParam().message), std::string::npos) << message;
  EXPECT_EQ(message.rfind("x.xml:", 0), 0U) << message;
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongTestcaseFile,
    testing::Values(
        Wrong{R"(<steps><send as="ENO" srv="7.7" to="ESME1" indx="2"/></steps>)",
              "attribute indx has no meaning"},
        Wrong{R"(<steps><expect-load meter="A" index="1" watts="0"><value/></expect-load></steps>)",
              "<value> has no meaning"},
        Wrong{R"(<steps><jump/></steps>)", "<jump> is no step"},
        Wrong{R"(<steps><send as="ENO" srv="7.7" to="ESME1" index="two"/></steps>)",
              "index=\"two\": is no integer"},
        Wrong{R"(<steps><send as="${role}" srv="7.7" to="ESME1"/></steps>)",
              "${role}: no table has a column"},
        Wrong{
            R"(<table><column name="spare"/><row id="a" spare="1"/></table><steps><advance by="PT1S"/></steps>)",
            "column spare is used nowhere"},
        Wrong{R"(<table><column name="b"/><row id="a"/></table><steps><advance by="${b}"/></steps>)",
              "the row has no b"},
        Wrong{
            R"(<table><column name="b"/><row id="a" b="1" c="2"/></table><steps><advance by="${b}"/></steps>)",
            "the table has no column c"},
        Wrong{
            R"(<table><column name="b"/><row id="a" b="1"/><row id="a" b="2"/></table><steps><advance by="${b}"/></steps>)",
            "two rows have the id"},
        Wrong{R"(<steps><expect-switch meter="A" index="6" state="open"/></steps>)",
              "index has to be 1 to 5"},
        Wrong{R"(<steps><intercept link="dsp-to-wan"/></steps>)", "either drop=\"true\" or flip-bits"},
        Wrong{R"(<steps><deliver to="A"><flip-bit octet="0" bit="8"/></deliver></steps>)",
              "either message or vector"},
        Wrong{R"(<steps><deliver to="A" message="m"><flip-bit octet="0" bit="8"/></deliver></steps>)",
              "bit has to be 0"},
        Wrong{"<steps></steps>", "the case has no steps"}));

TEST(TestcaseFile, RefusesACaseWithoutRequirement) {
  const auto message = error_of(case_around(one_user_table() + R"(<steps><advance by="PT1S"/></steps>)", ""));
  EXPECT_NE(message.find("judges no requirement"), std::string::npos) << message;
}

TEST(TestcaseFile, RefusesACircleOfPlaceholders) {
  const auto message = error_of(case_around(
      R"(<table><column name="user"/><row id="a" user="${user}"/></table><steps><advance by="PT1S"/></steps>)"));
  EXPECT_NE(message.find("circle"), std::string::npos) << message;
}

TEST(TestcaseFile, ReadsWhatAParserIsAskedAndHasToSay) {
  const auto read =
      parse(case_around(one_user_table() +
                        R"(<steps><expect-correlation request="duis/${user}" message="gbcs/m" belongs="false">
<flip-bit octet="1" bit="2"/><truncate by="3"/></expect-correlation>
<expect-mmc octets="00FF"><append octets="01"/><value path="//A" is="b"/><value of="label" index="2" is=""/></expect-mmc></steps>)"));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_TRUE(read->at(0).expects_anything());
  const auto& correlation = std::get<ExpectCorrelation>(read->at(0).steps.at(0).action);
  EXPECT_EQ(correlation.request, "duis/ENO");
  EXPECT_EQ(correlation.message.vector, "gbcs/m");
  EXPECT_EQ(correlation.message.mutations.size(), 2U);
  EXPECT_FALSE(correlation.belongs);
  const auto& mmc = std::get<ExpectMmc>(read->at(0).steps.at(1).action);
  EXPECT_EQ(mmc.message.octets, (Bytes{0x00, 0xFF}));
  EXPECT_EQ(mmc.message.mutations.size(), 1U);
  ASSERT_EQ(mmc.values.size(), 2U);
  EXPECT_EQ(mmc.values.at(0).path, "//A");
  EXPECT_EQ(mmc.values.at(1).of, "label");
}

TEST(TestcaseFile, RefusesQuestionsToAParserThatAreNone) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"(<expect-correlation request="r" belongs="true"/>)", "either message or octets"},
      {R"(<expect-correlation request="r" message="m" octets="00" belongs="true"/>)",
       "either message or octets"},
      {R"(<expect-correlation request="r" message="m"/>)", "belongs has to be"},
      {R"(<expect-correlation message="m" belongs="true"/>)", "request"},
      {R"(<expect-mmc message="m" refused="true"><value path="//A" is=""/></expect-mmc>)", "has no values"},
      {R"(<expect-mmc message="m"><value is=""/></expect-mmc>)", "either of or path"},
      {R"(<expect-mmc message="m"><whatever/></expect-mmc>)", "whatever"},
  };
  for (const auto& [step, part] : wrong) {
    const auto error = error_of(case_around(
        one_user_table() + "<steps><send as=\"${user}\" srv=\"7.7\" to=\"E\"/>" + step + "</steps>"));
    EXPECT_NE(error.find(part), std::string::npos) << step << ": " << error;
  }
}

}  // namespace
}  // namespace enocheck::catalogue
