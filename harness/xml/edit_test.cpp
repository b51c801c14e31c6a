#include "xml/edit.h"

#include <gtest/gtest.h>

namespace enocheck::xml {
namespace {

const std::string kDocument =
    R"(<sr:R xmlns:sr="u" v="5.4"><sr:B><sr:D index="1"><sr:N>60</sr:N></sr:D> <sr:D index="2"/></sr:B><ds:S xmlns:ds="d">x</ds:S></sr:R>)";

TEST(Edit, SetsTextAndAttributes) {
  EXPECT_EQ(set_at(kDocument, "B/D/N", "61")->find("<sr:N>61</sr:N>"), kDocument.find("<sr:N>60</sr:N>"));
  EXPECT_NE(set_at(kDocument, "B/D/@index", "6")->find("<sr:D index=\"6\">"), std::string::npos);
  EXPECT_NE(set_at(kDocument, "@v", "9")->find("v=\"9\""), std::string::npos);
  EXPECT_NE(set_at(kDocument, "B/D/@new", "n")->find("new=\"n\""), std::string::npos);
}

TEST(Edit, LeavesTheRestAsItIs) {
  const auto there = set_at(kDocument, "B/D/N", "61");
  ASSERT_TRUE(there.has_value());
  const auto back = set_at(*there, "B/D/N", "60");
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(*back, kDocument);
}

TEST(Edit, RemovesAddsAndDoubles) {
  EXPECT_EQ(remove_at(kDocument, "S")->find("ds:S"), std::string::npos);
  EXPECT_EQ(remove_at(kDocument, "B/D/@index")->find("index=\"1\""), std::string::npos);
  EXPECT_NE(add_under(kDocument, "B", "<sr:E/>")->find("<sr:E/></sr:B>"), std::string::npos);
  EXPECT_NE(double_last_child(kDocument)->find(">x</ds:S><ds:S xmlns:ds=\"d\">x</ds:S>"), std::string::npos);
}

TEST(Edit, RefusesAPathThatLeadsNowhere) {
  EXPECT_EQ(set_at(kDocument, "B/X", "1").error().code, ErrorCode::BadValue);
  EXPECT_EQ(remove_at(kDocument, "B/D/@none").error().code, ErrorCode::BadValue);
  EXPECT_EQ(set_at("<a>", "b", "1").error().code, ErrorCode::Schema);
}

TEST(Edit, EvaluatesXPathWithoutPrefixes) {
  EXPECT_EQ(*value_of(kDocument, "//D[@index=1]/N"), "60");
  EXPECT_EQ(*value_of(kDocument, "//D[2]/@index"), "2");
  EXPECT_EQ(*value_of(kDocument, "count(//D)"), "2");
  EXPECT_EQ(value_of(kDocument, "//None").error().code, ErrorCode::BadValue);
  EXPECT_EQ(value_of(kDocument, "//[").error().code, ErrorCode::BadValue);
}

}  // namespace
}  // namespace enocheck::xml
