#include "catalogue/fingerprint.h"

#include <gtest/gtest.h>

#include "catalogue/testcase.h"

namespace enocheck::catalogue {
namespace {

std::string of(const std::string& text) {
  const auto source = Source::parse("a.xml", text);
  EXPECT_TRUE(source.has_value());
  return source ? fingerprint(plain_text((*source)->root())) : "";
}

TEST(Fingerprint, IsOfWhatADocumentSaysAndNotOfItsLayout) {
  const auto said = of(R"(<a b="1"><c>text</c><d e="2"/></a>)");
  EXPECT_EQ(said.size(), 32U);
  EXPECT_EQ(of("<a b='1'>\n  <!-- why -->\n  <c>text</c>\n  <d e=\"2\" />\n</a>\n"), said);
  for (const auto* const other :
       {R"(<a b="2"><c>text</c><d e="2"/></a>)", R"(<a b="1"><c>test</c><d e="2"/></a>)",
        R"(<a b="1"><d e="2"/><c>text</c></a>)", R"(<a b="1"><c>text</c></a>)"}) {
    EXPECT_NE(of(other), said) << other;
  }
}

TEST(Fingerprint, TellsWhereAValueEnds) {
  EXPECT_NE(fingerprint("x", {{"a", "1\n1:b=2"}}), fingerprint("x", {{"a", "1"}, {"b", "2"}}));
  EXPECT_NE(fingerprint("x", {{"a", "1"}}), fingerprint("x"));
}

std::vector<Testcase> cases_of(const std::string& first_row, const std::string& expected) {
  const auto text = R"(<testcase xmlns="urn:enocheck:testcase:1" title="t" world="w"><purpose>p</purpose>
<requirement ref="ACC-1"/>
<table><column name="by"/><row id="a" by=")" +
                    first_row + R"("/><row id="b" by="PT2S"/></table>
<steps><advance by="${by}"/><expect-switch meter="A" index="1" state=")" +
                    expected + R"("/></steps></testcase>)";
  auto read = parse_testcases("area/stem", "a.xml", text);
  EXPECT_TRUE(read.has_value()) << read.error().detail;
  return read ? *std::move(read) : std::vector<Testcase>(2);
}

TEST(Fingerprint, OfACaseIsOfItsOwnRow) {
  const auto then = cases_of("PT1S", "open");
  EXPECT_NE(then[0].fingerprint, then[1].fingerprint);
  const auto row = cases_of("PT9S", "open");
  EXPECT_NE(row[0].fingerprint, then[0].fingerprint);
  EXPECT_EQ(row[1].fingerprint, then[1].fingerprint) << "the other row was edited";
  const auto step = cases_of("PT1S", "closed");
  EXPECT_NE(step[0].fingerprint, then[0].fingerprint);
  EXPECT_NE(step[1].fingerprint, then[1].fingerprint);
}

}  // namespace
}  // namespace enocheck::catalogue
