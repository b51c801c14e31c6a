#include "catalogue/data_folder.h"

#include <gtest/gtest.h>

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

class DataFolder : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }
  static void put_data_into(const fs::path& folder) {
    fs::create_directories(folder / "testcases");
    fs::create_directories(folder / "schemas");
  }
  const fs::path root_ =
      fs::path(testing::TempDir()) /
      fmt::format("enocheck_data_{}", testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(DataFolder, OfAnInstalledProgramIsUnderItsPrefix) {
  put_data_into(root_ / "usr/share/enocheck");
  EXPECT_EQ(data_folder_of(root_ / "usr/bin/enocheck"), root_ / "usr/share/enocheck");
  EXPECT_EQ(data_folder_of(root_ / "usr/libexec/enocheck/adapter"), root_ / "usr/share/enocheck");
}

TEST_F(DataFolder, OfABuildTreeIsTheSource) {
  put_data_into(root_);
  EXPECT_EQ(data_folder_of(root_ / "build/release/bin/enocheck"), root_);
}

TEST_F(DataFolder, ThePrefixWinsOverAFolderAbove) {
  put_data_into(root_);
  put_data_into(root_ / "prefix/share/enocheck");
  EXPECT_EQ(data_folder_of(root_ / "prefix/bin/enocheck"), root_ / "prefix/share/enocheck");
}

TEST_F(DataFolder, HalfOfItIsNone) {
  fs::create_directories(root_ / "usr/share/enocheck/testcases");
  EXPECT_NE(data_folder_of(root_ / "usr/bin/enocheck"), root_ / "usr/share/enocheck");
}

TEST_F(DataFolder, OfThisTestIsTheSourceThatItWasBuiltFrom) {
  EXPECT_TRUE(fs::is_directory(own_data_folder() / "testcases"));
}

}  // namespace
}  // namespace enocheck::catalogue
