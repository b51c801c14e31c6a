#include "engine/selection.h"

#include <gtest/gtest.h>

#include <map>

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

using Environment = std::map<std::string, std::string>;

Result<Shard> shard_in(const Environment& environment) {
  return shard_from_environment([&](const char* name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    if (found == environment.end()) { return std::nullopt; }
    return found->second;
  });
}

TEST(Shards, AreReadFromTheMachineryAround) {
  EXPECT_EQ(shard_in({})->total, 1U);
  EXPECT_EQ(shard_in({{"GTEST_SHARD_INDEX", "2"}, {"GTEST_TOTAL_SHARDS", "3"}})->index, 2U);
  EXPECT_EQ(shard_in({{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "4"}})->index, 0U) << "GitLab counts from 1";
  const Environment slurm = {
      {"SLURM_ARRAY_TASK_ID", "11"}, {"SLURM_ARRAY_TASK_COUNT", "4"}, {"SLURM_ARRAY_TASK_MIN", "10"}};
  EXPECT_EQ(shard_in(slurm)->index, 1U);
}

TEST(Shards, RefuseAnIndexThatLeavesCasesOut) {
  EXPECT_FALSE(shard_in({{"GTEST_SHARD_INDEX", "3"}, {"GTEST_TOTAL_SHARDS", "3"}}).has_value());
  EXPECT_FALSE(shard_in({{"JOB_COMPLETION_INDEX", "0"}}).has_value());
  EXPECT_FALSE(parse_shard("3/3").has_value());
  EXPECT_FALSE(parse_shard("1").has_value());
  EXPECT_FALSE(parse_shard("a/3").has_value());
  EXPECT_EQ(parse_shard("0/2")->total, 2U);
}

}  // namespace
}  // namespace enocheck::engine
