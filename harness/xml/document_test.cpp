#include "xml/document.h"

#include <gtest/gtest.h>

#include <string>

namespace enocheck::xml {
namespace {

using namespace std::string_literals;

TEST(Document, NamesItsRoot) {
  EXPECT_EQ(Document::parse("<x:a xmlns:x='urn:b'/>").value().root_name(), "{urn:b}a");
  EXPECT_EQ(Document::parse("<a/>").value().root_name(), "{}a");
}

TEST(Document, SaysWhereItIsNotWellFormed) {
  const auto document = Document::parse("<a>\n  <b></c>\n</a>");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::Schema);
  EXPECT_NE(document.error().detail.find("line 2, column"), std::string::npos) << document.error().detail;
}

TEST(Document, ReadsOnAfterAnError) {
  EXPECT_FALSE(Document::parse("<a>"));
  EXPECT_TRUE(Document::parse("<a/>"));
}

TEST(Document, OutlivesItsSuccessors) {
  const auto first = Document::parse("<first xmlns='urn:1'/>").value();
  for (int i = 0; i < 5000; ++i) {  // more names than a context's dictionary keeps
    ASSERT_TRUE(Document::parse("<n" + std::to_string(i) + "/>"));
  }
  EXPECT_EQ(first.root_name(), "{urn:1}first");
}

TEST(Document, RefusesWhatIsNoXml) {
  for (const auto* const text : {"", "  ", "text", "<a/><b/>", "<a/>text", "<a><b></a></b>", "<a",
                                 "<a b='1' b='2'/>", "<a b='<'/>", "<p:a/>", "<a p:b='1'/>"}) {
    const auto document = Document::parse(text);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().code, ErrorCode::Schema) << text;
  }
}

TEST(Document, KeepsTheLimitsItIsGiven) {
  const Limits limits{.octets = 20, .depth = 2};
  EXPECT_TRUE(Document::parse("<a><b/></a>", limits));
  EXPECT_FALSE(Document::parse("<a><b><c/></b></a>  ", {.octets = 20, .depth = 1}));
  EXPECT_FALSE(Document::parse("<a>                 </a>", limits));
}

}  // namespace
}  // namespace enocheck::xml
