#include "sut/adapter_message.h"

#include <gtest/gtest.h>

namespace enocheck::sut {
namespace {

TEST(AdapterMessage, GoesOutAsOneLineOfJson) {
  const AdapterFields fields = {{"op", std::string("a\nb")},
                                {"on", true},
                                {"n", std::int64_t{-7}},
                                {"none", std::monostate{}},
                                {"all", std::vector<std::string>{"x", "y"}}};
  EXPECT_EQ(to_line(fields), R"({"all":["x","y"],"n":-7,"none":null,"on":true,"op":"a\nb"})");
  EXPECT_EQ(parse_line(to_line(fields)).value(), fields);
}

TEST(AdapterMessage, GivesEachMemberByItsKind) {
  const auto fields = parse_line(R"({"belongs":true,"reason":"","n":3})").value();
  ASSERT_NE(member<bool>(fields, "belongs"), nullptr);
  EXPECT_TRUE(*member<bool>(fields, "belongs"));
  EXPECT_EQ(member<std::string>(fields, "belongs"), nullptr) << "another kind";
  EXPECT_EQ(member<bool>(fields, "absent"), nullptr);
  EXPECT_EQ(*member<std::string>(fields, "reason"), "");
}

TEST(AdapterMessage, TakesMembersThatItDoesNotKnow) {
  const auto fields = parse_line(R"({"a":{"b":1},"c":1.5,"d":[1],"e":[]})").value();
  for (const auto* const name : {"a", "c", "d"}) {
    EXPECT_NE(member<std::monostate>(fields, name), nullptr) << name;
  }
  EXPECT_NE(member<std::vector<std::string>>(fields, "e"), nullptr);
}

TEST(AdapterMessage, RefusesWhatIsNoObjectAndShowsItsBeginning) {
  for (const auto* const line : {"", "hello", "[]", "7", "{\"a\":1", "{} {}"}) {
    const auto fields = parse_line(line);
    ASSERT_FALSE(fields.has_value()) << line;
    EXPECT_EQ(fields.error().code, ErrorCode::BadValue) << line;
  }
  EXPECT_NE(parse_line("Segmentation\tfault").error().detail.find("Segmentation?fault"), std::string::npos);
  EXPECT_LT(parse_line(std::string(100'000, 'x')).error().detail.size(), 200U);
}

TEST(AdapterMessage, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(to_line({{"text", std::string("a\xFF")}}), "{\"text\":\"a\xEF\xBF\xBD\"}");
}

}  // namespace
}  // namespace enocheck::sut
