// Cases about a Parse and Correlate program, against one that says what a test writes.
#include <gtest/gtest.h>

#include "core/files.h"
#include "core/hex.h"
#include "engine/test_bench.h"

namespace enocheck::engine {
namespace {

constexpr const char* kCorrelation =
    R"(<expect-correlation request="duis/r" message="gbcs/m" belongs="true"/>)";
constexpr const char* kMmc =
    R"(<expect-mmc request="duis/r" message="gbcs/m"><value path="//Switch/State" is="true"/></expect-mmc>)";
constexpr const char* kDocument = "<r><Switch><State>true</State></Switch></r>";

class Parser : public testing::Test {
 protected:
  Parser() {
    bench_.surroundings.vector = [](std::string_view id) -> Result<Bytes> {
      if (id == "duis/r") { return copy_of(bytes_of("<request/>")); }
      if (id == "gbcs/m") { return Bytes{0x01, 0x02, 0x03}; }
      return failure(ErrorCode::Io, "no vector " + std::string(id));
    };
  }
  CaseResult says(const std::string& steps, Result<Correlation> correlation) {
    bench_.sut.correlations = {std::move(correlation)};
    return bench_.run(steps);
  }
  CaseResult gives(const std::string& steps, Result<ParsedMessage> parsed) {
    bench_.sut.parsings = {std::move(parsed)};
    return bench_.run(steps);
  }
  static void expect_fail(const CaseResult& result) {
    EXPECT_EQ(result.verdict, Verdict::Fail) << result.reason;
    EXPECT_EQ(result.hop, Hop::ParseAndCorrelate);
  }

  Bench bench_;
};

TEST_F(Parser, PassesWhereItSaysWhatIsExpected) {
  const auto result = says(kCorrelation, Correlation{true, {}});
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.reason;
  EXPECT_EQ(result.checks, 1U);
  ASSERT_EQ(bench_.sut.questions.size(), 1U);
  EXPECT_EQ(bench_.sut.questions.front().first, "<request/>");
  EXPECT_EQ(bench_.sut.questions.front().second, (Bytes{0x01, 0x02, 0x03}));
}

TEST_F(Parser, FailsAtItsHopEitherWay) {
  const auto refused = says(kCorrelation, Correlation{false, "another counter"});
  expect_fail(refused);
  EXPECT_NE(refused.got.find("another counter"), std::string::npos);
  expect_fail(says(R"(<expect-correlation request="duis/r" message="gbcs/m" belongs="false"/>)",
                   Correlation{true, {}}));
}

TEST_F(Parser, IsGivenTheMessageAsItIsDamaged) {
  says(R"(<expect-correlation request="duis/r" message="gbcs/m" belongs="false">)"
       R"(<flip-bit octet="0" bit="7"/><truncate by="1"/></expect-correlation>)",
       Correlation{false, {}});
  EXPECT_EQ(bench_.sut.questions.back().second, (Bytes{0x81, 0x02}));
  says(R"(<expect-correlation request="duis/r" octets="DEAD" belongs="false"/>)", Correlation{false, {}});
  EXPECT_EQ(bench_.sut.questions.back().second, (Bytes{0xDE, 0xAD}));
}

TEST_F(Parser, IsNotJudgedWhereItIsLostOrSaysThatItCannot) {
  EXPECT_EQ(says(kCorrelation, failure(ErrorCode::Timeout, "gone")).verdict, Verdict::Inconc);
  EXPECT_EQ(says(kCorrelation, failure(ErrorCode::Io, "gone")).verdict, Verdict::Inconc);
  const auto skipped = gives(kMmc, failure(ErrorCode::Unsupported, "no such operation"));
  EXPECT_EQ(skipped.verdict, Verdict::Skip);
  EXPECT_EQ(skipped.reason, "no such operation");
}

TEST_F(Parser, FailsWhereAValueOfTheDocumentIsAnother) {
  EXPECT_EQ(gives(kMmc, ParsedMessage{kDocument, {}}).verdict, Verdict::Pass);
  expect_fail(gives(kMmc, ParsedMessage{"<r><Switch><State>false</State></Switch></r>", {}}));
  expect_fail(gives(kMmc, ParsedMessage{"<r/>", {}}));
  expect_fail(gives(kMmc, ParsedMessage{"no XML", {}}));
  const auto none = gives(kMmc, ParsedMessage{std::nullopt, "I do not like it"});
  expect_fail(none);
  EXPECT_NE(none.got.find("I do not like it"), std::string::npos);
}

TEST_F(Parser, FailsWhereItParsesWhatIsDamaged) {
  const auto* const steps = R"(<expect-mmc octets="00" refused="true"/>)";
  EXPECT_EQ(gives(steps, ParsedMessage{std::nullopt, {}}).verdict, Verdict::Pass);
  EXPECT_EQ(bench_.sut.questions.back().first, "") << "an alert has no request";
  expect_fail(gives(steps, ParsedMessage{kDocument, {}}));
}

TEST_F(Parser, IsHeldAgainstTheSchemaWhereThereIsOne) {
  const auto without = gives(kMmc, ParsedMessage{kDocument, {}});
  ASSERT_EQ(without.observations.size(), 1U) << "that it was not is told";
  EXPECT_TRUE(without.observations.front().starts_with("IOP-4"));
  const auto file = std::filesystem::path(testing::TempDir()) / "enocheck_parser_test.xsd";
  ASSERT_TRUE(write_file(file, bytes_of(R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">)"
                                        R"(<xs:element name="r"><xs:complexType/></xs:element></xs:schema>)"))
                  .has_value());
  const auto schema = xml::SchemaValidator::load(file);
  ASSERT_TRUE(schema.has_value()) << schema.error().detail;
  bench_.surroundings.mmc_schema = &*schema;
  expect_fail(gives(kMmc, ParsedMessage{kDocument, {}}));
  const auto valid = gives(R"(<expect-mmc message="gbcs/m"/>)", ParsedMessage{"<r/>", {}});
  EXPECT_EQ(valid.verdict, Verdict::Pass) << valid.reason;
  EXPECT_TRUE(valid.observations.empty());
}

TEST_F(Parser, IsNotAskedWhereTheTargetHasNone) {
  auto testcase = Bench::testcase(kCorrelation);
  testcase.needs = {};
  testcase.needs.parse = true;
  const auto result = run_case(testcase, bench_.surroundings);
  EXPECT_EQ(result.verdict, Verdict::Skip);
  EXPECT_EQ(result.reason, "the target does not let us see: parse");
}

}  // namespace
}  // namespace enocheck::engine
