#include "duis/compact_document.h"

#include <gtest/gtest.h>

#include "duis/published_signatures.h"

namespace enocheck::duis {
namespace {

std::string compact(std::string_view text) {
  const auto result = compact_document(xml::Document::parse(text).value());
  return result ? *result : result.error().detail;
}

TEST(CompactDocument, LeavesCompactDocumentsAlone) {
  EXPECT_EQ(compact(published::kEnoRequest.canonical), published::kEnoRequest.canonical);
}

TEST(CompactDocument, DropsSignatureDeclarationsBlanksAndComments) {
  EXPECT_EQ(compact(published::kEnoRequest.on_wire()), published::kEnoRequest.canonical);
  EXPECT_EQ(
      compact("<?xml version='1.0'?>\n<Request xmlns='http://www.dccinterface.co.uk/ServiceUserGateway' "
              "xmlns:x='urn:x' schemaVersion='5.4'>\n <!-- c -->\n <Header a='1'> <RequestID> 1 </RequestID>"
              "</Header>\n <Body/>\n</Request>\n"),
      "<sr:Request xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" schemaVersion=\"5.4\">"
      "<sr:Header a=\"1\"><sr:RequestID> 1 </sr:RequestID></sr:Header><sr:Body/></sr:Request>");
}

TEST(CompactDocument, SeesIndentation) {
  const auto indented = [](std::string_view text) { return is_indented(xml::Document::parse(text).value()); };
  EXPECT_FALSE(indented(published::kEnoRequest.on_wire()));
  EXPECT_FALSE(indented("<?xml version='1.0'?>\n<a> <!-- c --> </a>\n"));
  EXPECT_TRUE(indented("<a> <b/></a>"));
  EXPECT_TRUE(indented("<a><b/><b><c/>\n</b></a>"));
}

TEST(CompactDocument, TakesDuisOnly) {
  EXPECT_EQ(compact("<Request/>"), "Request: neither a DUIS Request nor a Response");
  EXPECT_EQ(compact("<Body xmlns='http://www.dccinterface.co.uk/ServiceUserGateway'/>"),
            "Body: neither a DUIS Request nor a Response");
}

}  // namespace
}  // namespace enocheck::duis
