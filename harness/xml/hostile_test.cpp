#include "xml/hostile.h"

#include <gtest/gtest.h>

#include <string>

namespace enocheck::xml {
namespace {

using namespace std::string_literals;

std::string nested(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) { text += "<a>"; }
  for (std::size_t i = 0; i < depth; ++i) { text += "</a>"; }
  return text;
}

/// Both parsers must refuse what is hostile; this is the check that both start with.
ErrorCode refusal(std::string_view text, const Limits& limits = {}) {
  const auto status = refuse_hostile(text, limits);
  return status ? ErrorCode::Unsupported : status.error().code;
}

TEST(Hostile, TakesOrdinaryText) {
  EXPECT_TRUE(
      refuse_hostile("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b='>'>&lt;&#65;&#x20AC; é 🙂</a>"));
  EXPECT_TRUE(refuse_hostile("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><a/>"));
  EXPECT_TRUE(refuse_hostile("<a><!-- & <!DOCTYPE --><![CDATA[ &x; <b> ]]></a>"));
}

TEST(Hostile, RefusesEveryDeclaration) {
  EXPECT_EQ(refusal("<!DOCTYPE a><a/>"), ErrorCode::Hostile);
  EXPECT_EQ(refusal("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), ErrorCode::Hostile);
  EXPECT_EQ(refusal("<!doctype a><a/>"), ErrorCode::Hostile);
  EXPECT_EQ(refusal("<a><!ELEMENT b ANY></a>"), ErrorCode::Hostile);
}

TEST(Hostile, RefusesBillionLaughs) {
  EXPECT_EQ(refusal("<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><l>&b;</l>"),
            ErrorCode::Hostile);
}

TEST(Hostile, RefusesReferencesThatNothingDefines) {
  for (const auto* const text : {"<a>&x;</a>", "<a b='&x;'/>", "<a>&</a>", "<a>&lt</a>", "<a>&#0;</a>",
                                 "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&#;</a>", "<a>&#xZ;</a>"}) {
    EXPECT_EQ(refusal(text), ErrorCode::Hostile) << text;
  }
}

TEST(Hostile, CountsDepth) {
  EXPECT_EQ(refusal(nested(64)), ErrorCode::Unsupported);
  EXPECT_EQ(refusal(nested(65)), ErrorCode::Hostile);
  EXPECT_EQ(refusal(nested(100'000)), ErrorCode::Hostile);
  EXPECT_EQ(refusal("<a>" + std::string(500, ' ') + "<b/><b/><b></b></a>", {.octets = 1000, .depth = 2}),
            ErrorCode::Unsupported);
}

TEST(Hostile, CountsOctets) {
  const auto text = "<a>" + std::string(10U << 20U, 'x') + "</a>";
  EXPECT_EQ(refusal(text), ErrorCode::Hostile);
  EXPECT_EQ(refusal(text, {.octets = text.size(), .depth = 1}), ErrorCode::Unsupported);
  EXPECT_EQ(refusal(text, {.octets = text.size() - 1, .depth = 1}), ErrorCode::Hostile);
}

TEST(Hostile, RefusesOtherEncodings) {
  EXPECT_EQ(refusal("<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), ErrorCode::Hostile);
  EXPECT_EQ(refusal("<?xml version='1.0' encoding='UTF-16'?><a/>"), ErrorCode::Hostile);
  EXPECT_EQ(refusal("\xFF\xFE<\0a\0/\0>\0"s), ErrorCode::Hostile);
  EXPECT_EQ(refusal("\xFE\xFF\0<\0a\0/\0>"s), ErrorCode::Hostile);
  EXPECT_EQ(refusal("<\0a\0/\0>\0"s), ErrorCode::Hostile);
}

TEST(Hostile, RefusesWhatIsNoUtf8) {
  for (const auto& text :
       {"<a>\xC0\x80</a>"s, "<a>\x80</a>"s, "<a>\xE2\x82</a>"s, "<a>\xED\xA0\x80</a>"s,
        "<a>\xF4\x90\x80\x80</a>"s, "<a>\xEF\xBF\xBF</a>"s, "<a>\xE9</a>"s, "<a>\xE0\x9F\xBF</a>"s}) {
    EXPECT_EQ(refusal(text), ErrorCode::Hostile) << text;
  }
}

TEST(Hostile, RefusesControlCharactersAndSaysWhere) {
  const auto status = refuse_hostile("<a>\0</a>"s);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::Hostile);
  EXPECT_EQ(status.error().offset, 3U);
  EXPECT_EQ(refusal("<a>\x01</a>"), ErrorCode::Hostile);
  EXPECT_EQ(refusal("<a>\t\r\n</a>"), ErrorCode::Unsupported);
}

}  // namespace
}  // namespace enocheck::xml
