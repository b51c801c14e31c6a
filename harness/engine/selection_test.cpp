#include "engine/selection.h"

#include <gtest/gtest.h>

namespace enocheck::engine {
namespace {

catalogue::Testcase named(const std::string& id) {
  catalogue::Testcase testcase;
  testcase.id = id;
  testcase.tags = {"smoke"};
  testcase.requirements = {"ACC-1", "CTL-1"};
  return testcase;
}

TEST(Filter, ReadsGoogleTestPatterns) {
  EXPECT_TRUE(matches_filter("*", "access.x"));
  EXPECT_TRUE(matches_filter("access.*:control.*", "control.y"));
  EXPECT_TRUE(matches_filter("a?c", "abc"));
  EXPECT_FALSE(matches_filter("a?c", "ac"));
  EXPECT_FALSE(matches_filter("access.*-*slow*", "access.slow_one"));
  EXPECT_TRUE(matches_filter("-*slow*", "access.quick"));
  EXPECT_FALSE(matches_filter("access", "access.x"));
}

TEST(Selection, TakesIdAndGoogleTestName) {
  const auto testcase = named("access/roles/eno");
  EXPECT_TRUE(selects({"access/roles/*", {}, {}, {}}, testcase));
  EXPECT_TRUE(selects({"access.roles/eno", {}, {}, {}}, testcase));
  EXPECT_FALSE(selects({"access.*-access/roles/*", {}, {}, {}}, testcase));
  EXPECT_FALSE(selects({"control.*", {}, {}, {}}, testcase));
}

TEST(Selection, CriteriaOfSeveralKindsAllCount) {
  const auto testcase = named("access/roles/eno");
  EXPECT_TRUE(selects({"", {"access"}, {"smoke"}, {"CTL-1", "SEC-1"}}, testcase));
  EXPECT_FALSE(selects({"", {"access"}, {"slow"}, {}}, testcase));
  EXPECT_FALSE(selects({"", {"control"}, {}, {}}, testcase));
}

TEST(Selection, ShardsTakeEveryCaseExactlyOnce) {
  std::vector<catalogue::Testcase> cases;
  for (int i = 0; i < 10; ++i) { cases.push_back(named("a/" + std::to_string(i))); }
  std::size_t taken = 0;
  for (std::size_t index = 0; index < 3; ++index) { taken += selected(cases, {}, {index, 3}).size(); }
  EXPECT_EQ(taken, cases.size());
  EXPECT_EQ(selected(cases, {}, {1, 3}).front().id, "a/1");
}

}  // namespace
}  // namespace enocheck::engine
