#include "report/run_folder.h"

#include <gtest/gtest.h>

#include "core/files.h"
#include "report/evidence.h"
#include "report/results_json.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

class RunFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    parent_ = fs::path(testing::TempDir()) / "enocheck_run_folder" / test->name();
    fs::remove_all(parent_);
    run_.started = *parse_iso8601("2026-03-02T17:30:00Z");
    run_.target = "dsp=http://host:80";
  }
  void TearDown() override { fs::remove_all(parent_); }
  RunFolder create() {
    auto folder = RunFolder::create(parent_, run_);
    EXPECT_TRUE(folder.has_value()) << folder.error().detail;
    return *std::move(folder);
  }
  fs::path parent_;
  RunInfo run_;
  ManualClock clock_;
};

catalogue::Testcase testcase_of(const std::string& id) {
  catalogue::Testcase testcase;
  testcase.id = id;
  testcase.requirements = {"ACC-1"};
  return testcase;
}

engine::CaseResult result_of(engine::Verdict verdict) {
  engine::CaseResult result;
  result.verdict = verdict;
  return result;
}

TEST_F(RunFolderTest, IsNamedAfterTimeAndTargetAndLatestPointsToIt) {
  const auto first = create();
  EXPECT_EQ(first.path().filename(), "20260302T173000Z-dsp_http___host_80");
  EXPECT_EQ(fs::read_symlink(parent_ / "latest"), first.path().filename());
  EXPECT_TRUE(fs::exists(first.journal(0))) << "the journal is there before the first case";
  const auto second = create();
  EXPECT_EQ(second.path().filename(), "20260302T173000Z-dsp_http___host_80-2");
  EXPECT_EQ(fs::read_symlink(parent_ / "latest"), second.path().filename());
}

TEST_F(RunFolderTest, ARunThatIsJudgedAgainIsNobodysLatest) {
  const auto first = create();
  run_.rejudged = run_.id;
  const auto again = create();
  EXPECT_EQ(again.path().filename(), "20260302T173000Z-dsp_http___host_80-rejudged");
  EXPECT_EQ(fs::read_symlink(parent_ / "latest"), first.path().filename());
}

TEST_F(RunFolderTest, HoldsEvidenceInOrderAndTheProof) {
  const auto folder = create();
  FolderSink sink(folder, clock_, 0);
  auto result = result_of(engine::Verdict::Fail);
  result.proof = 1;
  sink.case_started(testcase_of("access/a/b"));
  sink.case_finished(testcase_of("access/a/b"), result,
                     {{run_.started, "user-to-dsp", Eui64{}, Bytes{'<', 'a', '/', '>'}},
                      {run_.started, "dsp-to-wan", Eui64{0xA0}, Bytes{0xDF, 0x09}}});
  ASSERT_TRUE(sink.status().has_value()) << sink.status().error().detail;
  EXPECT_EQ(*read_text(folder.path() / "evidence/access/a/b/0001-user-to-dsp.xml"), "<a/>");
  EXPECT_EQ(*read_text(folder.path() / "evidence/access/a/b/0002-dsp-to-wan.hex"),
            "# 2026-03-02T17:30:00.000Z dsp-to-wan 00-00-00-00-00-00-00-A0\nDF09\n");
  EXPECT_EQ(sink.records().at(0).proof, "evidence/access/a/b/0002-dsp-to-wan.hex");
}

TEST_F(RunFolderTest, CollectsTheWorkersAndKeepsTheGraverOfTwoVerdicts) {
  const auto folder = create();
  FolderSink zero(folder, clock_, 0);
  FolderSink one(folder, clock_, 1);
  zero.case_finished(testcase_of("access/b"), result_of(engine::Verdict::Pass), {});
  one.case_finished(testcase_of("access/a"), result_of(engine::Verdict::Pass), {});
  one.case_finished(testcase_of("access/b"), result_of(engine::Verdict::Inconc), {});
  const auto all = folder.collected();
  ASSERT_TRUE(all.has_value()) << all.error().detail;
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->at(0).id, "access/a");
  EXPECT_EQ(all->at(1).verdict, engine::Verdict::Inconc);
}

TEST_F(RunFolderTest, SaysWhatCouldNotBeWritten) {
  const auto folder = create();
  fs::remove_all(folder.path());
  FolderSink sink(folder, clock_, 0);
  sink.case_started(testcase_of("access/a"));
  ASSERT_FALSE(sink.status().has_value());
  EXPECT_EQ(sink.status().error().code, ErrorCode::Io);
}

TEST_F(RunFolderTest, RefusesAParentThatIsAFile) {
  fs::create_directories(parent_.parent_path());
  ASSERT_TRUE(write_file(parent_, bytes_of("x")).has_value());
  EXPECT_FALSE(RunFolder::create(parent_, run_).has_value());
}

}  // namespace
}  // namespace enocheck::report
