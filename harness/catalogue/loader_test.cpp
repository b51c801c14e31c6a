#include "catalogue/loader.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

fs::path source_dir() {
  const char* const dir = std::getenv("ENOCHECK_SOURCE_DIR");
  return dir == nullptr ? fs::current_path() : fs::path(dir);
}

/// A copy of schemas and one profile in a folder of its own, to be spoilt.
class SpoiltData : public testing::Test {
 protected:
  void SetUp() override {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    data_ = fs::path(testing::TempDir()) / "enocheck_loader" / test->name();
    fs::remove_all(data_);
    fs::create_directories(data_ / "testcases" / "access");
    fs::copy(source_dir() / "schemas", data_ / "schemas", fs::copy_options::recursive);
    fs::copy(source_dir() / "testcases" / "worlds", data_ / "testcases" / "worlds");
    fs::copy(source_dir() / "testcases" / "profiles", data_ / "testcases" / "profiles");
  }
  void TearDown() override { fs::remove_all(data_); }
  void write(const fs::path& file, const std::string& text) const {
    std::ofstream(data_ / "testcases" / file) << text;
  }
  [[nodiscard]] Loader open() const {
    auto loader = Loader::open(data_);
    EXPECT_TRUE(loader.has_value()) << loader.error().detail;
    return *std::move(loader);
  }
  fs::path data_;
};

TEST(Loader, ReadsAllThatTheProjectShips) {
  const auto loader = Loader::open(source_dir());
  ASSERT_TRUE(loader.has_value()) << loader.error().detail;
  const auto cases = loader->testcases();
  ASSERT_TRUE(cases.has_value()) << cases.error().detail;
  EXPECT_GE(cases->size(), 5U);
  const auto worlds = loader->worlds();
  ASSERT_TRUE(worlds.has_value()) << worlds.error().detail;
  for (const auto& testcase : *cases) {
    EXPECT_TRUE(worlds->contains(testcase.world)) << testcase.id << ": no world " << testcase.world;
  }
  const auto requirements = loader->requirements();
  ASSERT_TRUE(requirements.has_value()) << requirements.error().detail;
  EXPECT_EQ(requirements->all.size(), 95U);
  EXPECT_EQ(requirements->gaps.size(), 18U);
}

TEST(Loader, ProfilesBuildOnEachOther) {
  const auto loader = Loader::open(source_dir());
  ASSERT_TRUE(loader.has_value()) << loader.error().detail;
  const auto before = loader->profile("before");
  ASSERT_TRUE(before.has_value()) << before.error().detail;
  EXPECT_FALSE(before->change_in_force);
  EXPECT_EQ(before->ecs47_eno, MessageCode{0x7E55});
  EXPECT_EQ(before->value_of("change-in-force"), "false");
  EXPECT_EQ(before->response_time, std::chrono::seconds(30));
  const auto unknown = loader->profile("no_such");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_NE(unknown.error().detail.find("secmp0046"), std::string::npos) << "names those that exist";
}

TEST_F(SpoiltData, NamesFileAndLineOfWhatDoesNotFitTheSchema) {
  write("access/bad.xml", "<testcase xmlns=\"urn:enocheck:testcase:1\" title=\"t\"\n level=\"always\"/>\n");
  const auto cases = open().testcases();
  ASSERT_FALSE(cases.has_value());
  EXPECT_EQ(cases.error().code, ErrorCode::Schema);
  EXPECT_NE(cases.error().detail.find("testcases/access/bad.xml"), std::string::npos) << cases.error().detail;
}

TEST_F(SpoiltData, RefusesAWorldThatExtendsItself) {
  write("worlds/loop.xml", R"(<world xmlns="urn:enocheck:world:1" title="l" extends="loop"/>)");
  const auto world = open().world("loop");
  ASSERT_FALSE(world.has_value());
  EXPECT_NE(world.error().detail.find("circle"), std::string::npos) << world.error().detail;
}

TEST_F(SpoiltData, RefusesAnAliasThatIsAnotherCasesId) {
  const auto text = [](const std::string& alias) {
    return R"(<testcase xmlns="urn:enocheck:testcase:1" title="t" level="required" world="street" needs="duis" aliases=")" +
           alias +
           R"("><purpose>p</purpose><requirement ref="ACC-1"/><evidence tool="t"/><steps><advance by="PT1S"/></steps></testcase>)";
  };
  write("access/a.xml", text(""));
  write("access/b.xml", text("access/a"));
  const auto cases = open().testcases();
  ASSERT_FALSE(cases.has_value());
  EXPECT_NE(cases.error().detail.find("is taken already"), std::string::npos) << cases.error().detail;
}

}  // namespace
}  // namespace enocheck::catalogue
