#include "xml/hostile.h"

#include <gtest/gtest.h>

#include <string>

// What reaches the parser and what does not; through Document::parse, because that is what callers use.
namespace enocheck::xml {
namespace {

using namespace std::string_literals;

std::string nested(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) { text += "<a>"; }
  for (std::size_t i = 0; i < depth; ++i) { text += "</a>"; }
  return text;
}

std::string judgement(std::string_view text, const Limits& limits = {}) {
  const auto document = Document::parse(text, limits);
  return document ? "taken" : name_of(document.error().code);
}

TEST(Hostile, TakesOrdinaryText) {
  EXPECT_EQ(judgement("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b='>'>&lt;&#65;&#x20AC; é 🙂</a>"),
            "taken");
  EXPECT_EQ(judgement("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><a/>"), "taken");
  EXPECT_EQ(
      judgement("<!-- <!DOCTYPE --><?p <!DOCTYPE?><a><!-- & <!DOCTYPE --><![CDATA[ &x; <!DOCTYPE ]]></a>"),
      "taken");
}

TEST(Hostile, RefusesEveryDeclaration) {
  EXPECT_EQ(judgement("<!DOCTYPE a><a/>"), "hostile");
  EXPECT_EQ(judgement("<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"),
            "hostile");
  EXPECT_EQ(judgement("<!doctype a><a/>"), "hostile");
  EXPECT_EQ(judgement("<!ENTITY x 'y'><a/>"), "hostile");
  EXPECT_EQ(judgement("<a><!DOCTYPE a></a>"), "schema");
}

TEST(Hostile, RefusesBillionLaughs) {
  EXPECT_EQ(judgement("<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><l>&b;</l>"),
            "hostile");
}

TEST(Hostile, RefusesReferencesThatNothingDefines) {
  for (const auto* const text :
       {"<a>&x;</a>", "<a b='&x;'/>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>"}) {
    EXPECT_EQ(judgement(text), "hostile") << text;
  }
  for (const auto* const text : {"<a>&</a>", "<a>&lt</a>", "<a>&#;</a>", "<a>&#xZ;</a>"}) {
    EXPECT_NE(judgement(text), "taken") << text;
  }
}

TEST(Hostile, CountsDepth) {
  EXPECT_EQ(judgement(nested(64)), "taken");
  EXPECT_EQ(judgement(nested(65)), "hostile");
  EXPECT_EQ(judgement(nested(255), {.octets = 10'000, .depth = 1000}), "taken");
  EXPECT_EQ(judgement(nested(300), {.octets = 10'000, .depth = 1000}), "hostile");
  EXPECT_EQ(judgement(nested(100'000)), "hostile");
  EXPECT_EQ(judgement("<a><b/><b>text</b><b><!-- c --></b></a>", {.octets = 1000, .depth = 2}), "taken");
  EXPECT_EQ(judgement("<a><b/><b/><b><c/></b></a>", {.octets = 1000, .depth = 2}), "hostile");
}

TEST(Hostile, CountsOctets) {
  const auto text = "<a>" + std::string(9U << 20U, 'x') + "</a>";
  EXPECT_EQ(judgement(text), "hostile");
  EXPECT_EQ(judgement(text, {.octets = text.size(), .depth = 1}), "taken");
  EXPECT_EQ(judgement(text, {.octets = text.size() - 1, .depth = 1}), "hostile");
}

TEST(Hostile, RefusesOtherEncodings) {
  EXPECT_EQ(judgement("<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), "hostile");
  EXPECT_EQ(judgement("<?xml version='1.0' encoding='UTF-16'?><a/>"), "hostile");
  EXPECT_EQ(judgement("<?xml version='1.0' encoding = \"UTF-7\" ?><a/>"), "hostile");
  EXPECT_EQ(judgement("\xFF\xFE<\0a\0/\0>\0"s), "hostile");
  EXPECT_EQ(judgement("\xFE\xFF\0<\0a\0/\0>"s), "hostile");
  EXPECT_EQ(judgement("<\0a\0/\0>\0"s), "hostile");
}

TEST(Hostile, RefusesWhatIsNoUtf8) {
  for (const auto& text : {"<a>\xC0\x80</a>"s, "<a>\x80</a>"s, "<a>\xE2\x82</a>"s, "<a>\xED\xA0\x80</a>"s,
                           "<a>\xF4\x90\x80\x80</a>"s, "<a>\xEF\xBF\xBF</a>"s, "<a>\xE9</a>"s,
                           "<a>\xE0\x9F\xBF</a>"s, "<a b='\xE9'/>"s}) {
    EXPECT_NE(judgement(text), "taken") << text;
  }
}

TEST(Hostile, RefusesControlCharacters) {
  EXPECT_EQ(judgement("<a>\x01</a>"), "hostile");
  EXPECT_NE(judgement("<a b='\x1F'/>"), "taken");
  EXPECT_EQ(judgement("<a>\t\r\n</a>"), "taken");
  const auto status = refuse_hostile("<a>\0</a>"s);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::Hostile);
  EXPECT_EQ(status.error().offset, 3U);
}

}  // namespace
}  // namespace enocheck::xml
