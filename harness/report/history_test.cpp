#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <csignal>

#include "core/files.h"
#include "report/history_view.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;
using engine::Verdict;

CaseRecord judged(const std::string& id, Verdict verdict, std::int64_t wall_ms = 10) {
  CaseRecord record;
  record.id = id;
  record.verdict = verdict;
  record.fingerprint = "f";
  record.wall_ms = wall_ms;
  if (verdict == Verdict::Fail) {
    record.hop = engine::Hop::Esme;
    record.reason = "the meter <did> not";
  }
  return record;
}

RunRecord run_at(int minute, std::vector<CaseRecord> cases) {
  RunRecord record;
  record.run.id = fmt::format("run-{:02}", minute);
  record.run.started = Instant(std::chrono::minutes(minute));
  record.run.finished = record.run.started + std::chrono::seconds(8);
  record.run.tool_version = "1";
  record.run.target = "embedded";
  record.run.profile = "secmp0046";
  record.run.profile_fingerprint = "p";
  record.run.seed = 46;
  record.cases = std::move(cases);
  return record;
}

class HistoryFile : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  void add(const RunRecord& record) const {
    auto history = History::open_to_write(file());
    ASSERT_TRUE(history.has_value()) << history.error().detail;
    const auto added = history->add(record, folder_ / record.run.id, true);
    ASSERT_TRUE(added.has_value()) << added.error().detail;
  }
  [[nodiscard]] HistoryView view(std::size_t most = 50) const {
    const auto history = History::open_to_read(file());
    if (!history) {
      ADD_FAILURE() << history.error().detail;
      return {};
    }
    return view_history(*history, "history.db", {"embedded", "secmp0046", "", ""}, most).value();
  }
  [[nodiscard]] fs::path file() const { return folder_ / "history.db"; }
  /// What opening a file with these octets says, to read and to write.
  void expect_refused(ErrorCode code, const std::string& words) const {
    for (const auto& history : {History::open_to_read(file()), History::open_to_write(file())}) {
      ASSERT_FALSE(history.has_value());
      EXPECT_EQ(history.error().code, code);
      EXPECT_NE(history.error().detail.find(words), std::string::npos) << history.error().detail;
      EXPECT_NE(history.error().detail.find(file().string()), std::string::npos) << history.error().detail;
    }
  }

  const fs::path folder_ =
      fs::path(testing::TempDir()) /
      fmt::format("enocheck_history_{}", testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(HistoryFile, KeepsRunsAndTheirVerdicts) {
  add(run_at(2, {judged("a/x/1", Verdict::Pass), judged("a/x/2", Verdict::Fail, 33)}));
  add(run_at(1, {judged("a/x/1", Verdict::Skip)}));
  const auto runs = view().runs;
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].run.id, "run-01") << "the oldest first";
  EXPECT_EQ(runs[1].run.started, Instant(std::chrono::minutes(2)));
  EXPECT_EQ(runs[1].run.seed, 46U);
  EXPECT_EQ(runs[1].folder, folder_ / "run-02");
  ASSERT_EQ(runs[1].verdicts.size(), 2U);
  const auto* const failed = runs[1].find("a/x/2");
  ASSERT_NE(failed, nullptr);
  EXPECT_EQ(failed->verdict, Verdict::Fail);
  EXPECT_EQ(failed->hop, "esme");
  EXPECT_EQ(failed->wall_ms, 33);
  EXPECT_EQ(runs[1].find("a/x/9"), nullptr);
}

TEST_F(HistoryFile, ARunThatGoesOnTakesThePlaceOfItsFirstPart) {
  add(run_at(1, {judged("a/x/1", Verdict::Pass)}));
  add(run_at(1, {judged("a/x/1", Verdict::Pass), judged("a/x/2", Verdict::Pass)}));
  const auto runs = view().runs;
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].verdicts.size(), 2U);
}

TEST_F(HistoryFile, AnotherSubjectIsAnotherLine) {
  add(run_at(1, {judged("a/x/1", Verdict::Pass)}));
  auto broken = run_at(2, {judged("a/x/1", Verdict::Fail)});
  broken.run.defect = "esme.something";
  add(broken);
  const auto seen = view();
  EXPECT_EQ(seen.runs.size(), 1U);
  ASSERT_EQ(seen.others.size(), 1U);
  EXPECT_EQ(seen.others[0].first.defect, "esme.something");
  EXPECT_TRUE(seen.failing.empty());
}

TEST_F(HistoryFile, TellsSinceWhenACaseFails) {
  const std::vector<std::pair<Verdict, Verdict>> story = {{Verdict::Pass, Verdict::Fail},
                                                          {Verdict::Fail, Verdict::Pass},
                                                          {Verdict::Pass, Verdict::Pass},
                                                          {Verdict::Fail, Verdict::Skip},
                                                          {Verdict::Fail, Verdict::Pass}};
  int minute = 0;
  for (const auto& [now, over] : story) {
    auto run = run_at(++minute, {judged("a/now/1", now), judged("a/over/1", over)});
    run.run.tool_version = fmt::format("{}", minute);  // each a new version: nothing is flaky
    add(run);
  }
  const auto seen = view();
  ASSERT_EQ(seen.failing.size(), 2U);
  EXPECT_EQ(seen.failing[0].testcase, "a/now/1");
  EXPECT_EQ(seen.failing[0].first, "run-02");
  EXPECT_EQ(seen.failing[0].since, "run-04");
  EXPECT_EQ(seen.failing[0].runs, 3U);
  EXPECT_EQ(seen.failing[1].testcase, "a/over/1");
  EXPECT_EQ(seen.failing[1].since, "");
  EXPECT_TRUE(seen.flaky.empty());
}

TEST_F(HistoryFile, AFlakyCaseIsOneOfWhichNothingElseChanged) {
  for (int minute = 1; minute <= 4; ++minute) {
    auto changed = judged("a/changed/1", minute % 2 == 0 ? Verdict::Fail : Verdict::Pass);
    changed.fingerprint = fmt::format("{}", minute);
    add(run_at(minute, {judged("a/flaky/1", minute % 2 == 0 ? Verdict::Fail : Verdict::Pass), changed,
                        judged("a/slow/1", Verdict::Pass, 1000 * minute)}));
  }
  const auto seen = view();
  ASSERT_EQ(seen.flaky.size(), 1U);
  EXPECT_EQ(seen.flaky[0].testcase, "a/flaky/1");
  EXPECT_EQ(seen.flaky[0].changes, 3U);
  ASSERT_FALSE(seen.slowest.empty());
  EXPECT_EQ(seen.slowest[0].testcase, "a/slow/1");
  EXPECT_EQ(seen.slowest[0].median_ms, 3000);
  EXPECT_EQ(seen.slowest[0].worst_ms, 4000);
  EXPECT_EQ(view(2).runs.size(), 2U) << "the newest alone";
}

TEST_F(HistoryFile, WhatItHoldsIsNoElementOfThePage) {
  add(run_at(1, {judged("a/x/1", Verdict::Fail)}));
  const auto seen = view();
  EXPECT_NE(to_text(seen).find("a/x/1: since run-01\n    hop=esme: the meter <did> not"), std::string::npos)
      << to_text(seen);
  const auto html = to_html(seen);
  EXPECT_NE(html.find("the meter &lt;did&gt; not"), std::string::npos);
  EXPECT_EQ(html.find("<did>"), std::string::npos);
}

TEST_F(HistoryFile, WhatIsNoHistoryIsRefusedAndLeftAsItIs) {
  ASSERT_TRUE(write_file(file(), bytes_of("no database at all, and long enough to have a header of one")));
  expect_refused(ErrorCode::Schema, "file is not a database");
  fs::remove(file());
  {
    const auto foreign = Database::open(file(), true);
    ASSERT_TRUE(foreign->run("CREATE TABLE invoice (id INTEGER)").has_value());
  }
  expect_refused(ErrorCode::Schema, "no history of enocheck");
  EXPECT_EQ(Database::open(file(), false)->number("SELECT count(*) FROM sqlite_master").value(), 1);
}

TEST_F(HistoryFile, ANewerOneIsRefused) {
  add(run_at(1, {judged("a/x/1", Verdict::Pass)}));
  ASSERT_TRUE(Database::open(file(), false)->run("PRAGMA user_version = 2").has_value());
  expect_refused(ErrorCode::Schema, "newer enocheck");
}

TEST_F(HistoryFile, AMissingOneIsSaidWithWhatMakesIt) {
  const auto history = History::open_to_read(file());
  ASSERT_FALSE(history.has_value());
  EXPECT_NE(history.error().detail.find("history --add"), std::string::npos) << history.error().detail;
  EXPECT_FALSE(fs::exists(file())) << "reading makes nothing";
}

TEST_F(HistoryFile, ADamagedOneIsSaidAndNeverRead) {
  std::vector<CaseRecord> cases;
  for (int i = 0; i < 2000; ++i) { cases.push_back(judged(fmt::format("a/x/{}", i), Verdict::Pass)); }
  add(run_at(1, cases));
  auto octets = read_file(file()).value();
  ASSERT_GT(octets.size(), 40'000U);
  std::fill(octets.begin() + 4096, octets.end(), std::uint8_t{0xA5});
  ASSERT_TRUE(write_file(file(), octets).has_value());
  const auto history = History::open_to_read(file());
  ASSERT_TRUE(history.has_value()) << "its first page is whole";
  const auto runs = history->runs();
  ASSERT_FALSE(runs.has_value());
  EXPECT_EQ(runs.error().code, ErrorCode::Schema);
  EXPECT_NE(runs.error().detail.find("history --add"), std::string::npos) << runs.error().detail;
}

/// Two write at once, one of them is killed: every run that is there is whole, and none of the survivor's is
/// missing.
TEST_F(HistoryFile, SurvivesConcurrentRunsAndAKilledWriter) {
  constexpr std::size_t kCases = 300;
  std::vector<CaseRecord> cases;
  for (std::size_t i = 0; i < kCases; ++i) {
    cases.push_back(judged(fmt::format("a/x/{:03}", i), Verdict::Pass));
  }
  constexpr int kRounds = 8;
  for (int round = 0; round < kRounds; ++round) {
    std::array<int, 2> pipe_ends{};
    ASSERT_EQ(pipe(pipe_ends.data()), 0);
    const pid_t writer = fork();
    if (writer == 0) {
      auto history = History::open_to_write(file());
      for (int i = 0; history; ++i) {
        auto record = run_at(1, cases);
        record.run.id = fmt::format("killed-{}-{}", round, i);
        if (!history->add(record, "/", true) || !history->runs(subject_of(record.run), 5)) { break; }
        static_cast<void>(write(pipe_ends[1], "x", 1));
      }
      _exit(1);
    }
    char written = 0;
    ASSERT_EQ(read(pipe_ends[0], &written, 1), 1) << "the other writes";
    add(run_at(round, cases));
    kill(writer, SIGKILL);
    int status = 0;
    waitpid(writer, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the writer had failed by itself";
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    add(run_at(kRounds + round, cases));
  }
  std::size_t own = 0;
  for (const auto& run : view(100'000).runs) {
    EXPECT_EQ(run.verdicts.size(), kCases) << run.run.id;
    own += run.run.id.starts_with("run-") ? 1 : 0;
  }
  EXPECT_EQ(own, 2U * kRounds);
  auto check = Database::open(file(), false)->prepare("PRAGMA integrity_check").value();
  ASSERT_TRUE(check.step().value());
  EXPECT_EQ(check.text(0), "ok");
}

}  // namespace
}  // namespace enocheck::report
