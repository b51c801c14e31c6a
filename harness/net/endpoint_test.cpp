#include "net/endpoint.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace enocheck::net {
namespace {

TEST(Endpoint, ReadsAddressAndPort) {
  const std::vector<std::pair<std::string, Endpoint>> cases = {
      {"8079", {"127.0.0.1", 8079}},
      {"0", {"127.0.0.1", 0}},
      {"0.0.0.0:1", {"0.0.0.0", 1}},
      {"[::1]:65535", {"::1", 65535}},
      {"my-host_1.lan:80", {"my-host_1.lan", 80}},
  };
  for (const auto& [text, endpoint] : cases) { EXPECT_EQ(parse_endpoint(text), endpoint) << text; }
}

TEST(Endpoint, IsWrittenAsItIsRead) {
  EXPECT_EQ(to_string(Endpoint{"127.0.0.1", 8079}), "127.0.0.1:8079");
  EXPECT_EQ(to_string(Endpoint{"::1", 8079}), "[::1]:8079");
}

TEST(Endpoint, RefusesOtherText) {
  for (const auto* const text :
       {"", "host", ":80", "host:", "host:65536", "host:-1", "host:8x", "::1", "::1:80", "[::1]", "[::1]80",
        "[::1", "[host]:80", "a b:80", "65536", "http://host:80", "host:80:80"}) {
    const auto endpoint = parse_endpoint(text);
    ASSERT_FALSE(endpoint.has_value()) << text;
    EXPECT_EQ(endpoint.error().code, ErrorCode::BadValue);
    EXPECT_NE(endpoint.error().detail.find(std::string("'") + text + "'"), std::string::npos)
        << endpoint.error().detail;
  }
}

TEST(Url, ReadsSchemeHostPortAndPath) {
  const std::vector<std::pair<std::string, Url>> cases = {
      {"http://h", {false, {"h", 80}, ""}},
      {"https://h/", {true, {"h", 443}, ""}},
      {"HTTPS://dsp.example:8079/api/v1/", {true, {"dsp.example", 8079}, "/api/v1"}},
      {"http://[::1]:1/a%20b//", {false, {"::1", 1}, "/a%20b"}},
      {"http://[fe80::1]", {false, {"fe80::1", 80}, ""}},
  };
  for (const auto& [text, url] : cases) { EXPECT_EQ(parse_url(text), url) << text; }
}

TEST(Url, IsWrittenWithItsPort) {
  EXPECT_EQ(to_string(*parse_url("https://h/api")), "https://h:443/api");
  EXPECT_EQ(to_string(*parse_url("http://[::1]:8079")), "http://[::1]:8079");
}

TEST(Url, SaysWhatIsWrongWithOtherText) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"h:80", "neither http:// nor https://"},
      {"ftp://h", "neither http:// nor https://"},
      {"", "neither http:// nor https://"},
      {"http://", "names no host"},
      {"http:///path", "names no host"},
      {"http://:80", "names no host"},
      {"http://[::1", "names no host"},
      {"http://h:0", "the port"},
      {"http://h:65536/", "the port"},
      {"http://h:/x", "the port"},
      {"http://user:secret@h/", "user information"},
      {"http://h/?a=b", "query"},
      {"http://h/#top", "fragment"},
      {"http://h/a b", "blank"},
      {"http://h/\r\nX: y", "control"},
  };
  for (const auto& [text, why] : cases) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url.has_value()) << text;
    EXPECT_EQ(url.error().code, ErrorCode::BadValue);
    EXPECT_NE(url.error().detail.find(why), std::string::npos) << url.error().detail;
  }
}

}  // namespace
}  // namespace enocheck::net
