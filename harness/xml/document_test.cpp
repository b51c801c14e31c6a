#include "xml/document.h"

#include <gtest/gtest.h>

#include <string>

#include "xml/element_tree.h"

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

/// What neither parser may take: each text, and what refuses it.
struct Refused {
  std::string text;
  ErrorCode code;
};

TEST(Document, RefusesWhatTheTreeRefuses) {
  const std::vector<Refused> refused{
      {"", ErrorCode::Schema},
      {"  ", ErrorCode::Schema},
      {"text", ErrorCode::Schema},
      {"<a/><b/>", ErrorCode::Schema},
      {"<a/>text", ErrorCode::Schema},
      {"<a><b></a></b>", ErrorCode::Schema},
      {"<a", ErrorCode::Schema},
      {"<a b='1' b='2'/>", ErrorCode::Schema},
      {"<a b='<'/>", ErrorCode::Schema},
      {"<a>&b;</a>", ErrorCode::Hostile},
      {"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", ErrorCode::Hostile},
      {"<a>\0</a>"s, ErrorCode::Hostile},
  };
  for (const auto& [text, code] : refused) {
    const auto document = Document::parse(text);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().code, code) << text;
    const auto tree = ElementTree::parse(text);
    ASSERT_FALSE(tree) << text;
    EXPECT_EQ(tree.error().code, code) << text;
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
