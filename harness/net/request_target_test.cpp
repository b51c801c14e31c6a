#include "net/request_target.h"

#include <gtest/gtest.h>

namespace enocheck::net {
namespace {

TEST(RequestTarget, IsDecoded) {
  const auto target = parse_request_target("/a%2Fb+c/%C3%A9?q=x+y%2b&q=second&empty=&bare&&k=a=b");
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->path, "/a/b+c/\xC3\xA9");
  const std::map<std::string, std::string> query = {{"q", "x y+"}, {"empty", ""}, {"bare", ""}, {"k", "a=b"}};
  EXPECT_EQ(target->query, query);
}

TEST(RequestTarget, MayBeAbsoluteOrAStar) {
  EXPECT_EQ(parse_request_target("http://h:80/x?y=1")->path, "/x");
  EXPECT_EQ(parse_request_target("HTTPS://h")->path, "/");
  EXPECT_EQ(parse_request_target("*")->path, "*");
}

TEST(RequestTarget, RefusesBadEscapesAndShapes) {
  for (const auto* const text : {"", "x", "*x", "%2a", "?q", "/%", "/%4", "/%4g", "/%-1", "/%+1", "/%00",
                                 "/?a=%00", "/?%zz=1", "ftp://h/x", "h:80", "http://h?x"}) {
    EXPECT_FALSE(parse_request_target(text).has_value()) << text;
  }
}

TEST(MediaType, IsLowerCaseWithoutParameters) {
  EXPECT_EQ(media_type_of("Application/XML; charset=UTF-8"), "application/xml");
  EXPECT_EQ(media_type_of(" text/plain\t;x"), "text/plain");
  EXPECT_EQ(media_type_of(""), "");
  EXPECT_EQ(media_type_of(" ; "), "");
}

}  // namespace
}  // namespace enocheck::net
