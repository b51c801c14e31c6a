#include "xml/canonical.h"

#include <gtest/gtest.h>

#include <string>

namespace enocheck::xml {
namespace {

Document parse(std::string_view text) { return std::move(Document::parse(text).value()); }

TEST(Canonical, SortsDeclarationsAndKeepsUnusedOnes) {
  const auto document =
      parse("<?xml version='1.0'?>\n<b:r xmlns:c='urn:c' xmlns:b='urn:b' z='1' a = '2'><b:e/>\n</b:r>\n");
  EXPECT_EQ(inclusive_canonical_form(document).value(),
            "<b:r xmlns:b=\"urn:b\" xmlns:c=\"urn:c\" a=\"2\" z=\"1\"><b:e></b:e>\n</b:r>");
}

TEST(Canonical, DropsCommentsAndResolvesReferences) {
  const auto document = parse("<r><!-- no -->a&amp;&#x41;<![CDATA[<b>]]>&#13;</r><!-- no -->");
  EXPECT_EQ(inclusive_canonical_form(document).value(), "<r>a&amp;A&lt;b&gt;&#xD;</r>");
}

TEST(Canonical, ExclusiveFormKeepsOnlyWhatIsUsed) {
  const auto document = parse("<b:r xmlns:c='urn:c' xmlns:b='urn:b'><b:e c:a='1'/><c:f/></b:r>");
  EXPECT_EQ(
      exclusive_canonical_form(document).value(),
      "<b:r xmlns:b=\"urn:b\"><b:e xmlns:c=\"urn:c\" c:a=\"1\"></b:e><c:f xmlns:c=\"urn:c\"></c:f></b:r>");
}

}  // namespace
}  // namespace enocheck::xml
