#include "xml/element_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "xml/node.h"

namespace enocheck::xml {
namespace {

Result<std::string> as_text(std::string_view text) { return std::string(text); }

/// Reads `<r n=".."><a>..</a><b/>?</r>` of namespace urn:t and gives "n a b?" or the error's detail.
std::string read(std::string_view text) {
  const auto document = Document::parse(text);
  if (!document) { return document.error().detail; }
  std::optional<Error> error;
  ElementReader in(root_of(*document), "urn:t", error);
  auto result = in.attribute("n", as_text);
  result += " " + in.value("a", as_text);
  if (in.optional("b", [](ElementReader&) {})) { result += " b"; }
  in.skip_if("urn:other", "c");
  in.finish();
  return error ? error->detail : result;
}

TEST(ElementReader, ReadsAnyPrefixAndTheDefaultNamespace) {
  EXPECT_EQ(read("<r xmlns='urn:t' n='1'><a>x</a><b/></r>"), "1 x b");
  EXPECT_EQ(read("<p:r xmlns:p='urn:t' n='1'><p:a>x</p:a></p:r>"), "1 x");
  EXPECT_EQ(read("<p:r xmlns:p='urn:t' n='1'><a xmlns='urn:t'>x</a><q:b xmlns:q='urn:t'/></p:r>"), "1 x b");
}

TEST(ElementReader, KnowsAnotherNamespaceByTheSamePrefix) {
  EXPECT_EQ(read("<p:r xmlns:p='urn:t' n='1'><p:a xmlns:p='urn:u'>x</p:a></p:r>"),
            "r: a stands where a must be");
  EXPECT_EQ(read("<p:r xmlns:p='urn:t' n='1'><a>x</a></p:r>"), "r: a stands where a must be");
  EXPECT_EQ(read("<p:r xmlns:p='urn:t' xmlns='urn:t' n='1'><a xmlns=''>x</a></p:r>"),
            "r: a stands where a must be");
}

TEST(ElementReader, TakesBlanksAndCommentsAndCdata) {
  EXPECT_EQ(read("<r xmlns='urn:t' n=' 1 '>\n <!--c--><a>\t<!--c-->x<![CDATA[y]]>z\n</a>\n</r>"), "1 xyz");
}

TEST(ElementReader, NamesWhatIsMissingOrLeft) {
  EXPECT_EQ(read("<r xmlns='urn:t' n='1'/>"), "r: a is missing");
  EXPECT_EQ(read("<r xmlns='urn:t' n='1'><b/><a/></r>"), "r: b stands where a must be");
  EXPECT_EQ(read("<r xmlns='urn:t' n='1'><a/><d/></r>"), "r/d: not expected here");
  EXPECT_EQ(read("<r xmlns='urn:t' n='1'><a><d/></a></r>"), "r/a/d: not expected here");
  EXPECT_EQ(read("<r xmlns='urn:t'><a/></r>"), "r: attribute n is missing");
  EXPECT_EQ(read("<r xmlns='urn:t' n='1' m='2'><a/></r>"), "r: an attribute that it does not have");
  EXPECT_EQ(read("<r xmlns='urn:t' n='1'><a m='2'/></r>"), "r/a: an attribute that it does not have");
  EXPECT_EQ(read("<r xmlns='urn:t' n='1'><a/>text</r>"), "r: text where only elements may stand");
}

TEST(ElementReader, SkipsSchemaLocationsOnly) {
  const std::string start = "<r xmlns='urn:t' n='1' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' ";
  EXPECT_EQ(read(start + "i:schemaLocation='urn:t t.xsd'><a>x</a></r>"), "1 x");
  EXPECT_EQ(read(start + "i:nil='true'><a>x</a></r>"), "r: an attribute that it does not have");
}

TEST(ElementReader, SkipsTheForeignElementItIsTold) {
  EXPECT_EQ(read("<r xmlns='urn:t' n='1'><a>x</a><c xmlns='urn:other'><d/></c></r>"), "1 x");
  EXPECT_EQ(read("<r xmlns='urn:t' n='1'><a>x</a><c><d/></c></r>"), "r/c: not expected here");
}

TEST(ElementReader, KeepsTheFirstError) {
  EXPECT_EQ(read("<r xmlns='urn:t'><d/></r>"), "r: attribute n is missing");
}

TEST(Node, WritesCompactText) {
  const auto document = Document::parse(
      "<x:r xmlns:x='urn:t' xmlns:y='urn:y'>\n <x:a k='&lt;&quot;&#10;'> v &amp; </x:a> <!-- c -->\n"
      " <y:b><y:c/><x:d> </x:d></y:b>\n</x:r>");
  ASSERT_TRUE(document) << document.error().detail;
  EXPECT_EQ(compact_text(root_of(*document), "urn:t", "sr"),
            "<sr:r><sr:a k=\"&lt;&quot;&#xA;\"> v &amp; </sr:a>"
            "<b xmlns=\"urn:y\"><c/><sr:d> </sr:d></b></sr:r>");
}

}  // namespace
}  // namespace enocheck::xml
