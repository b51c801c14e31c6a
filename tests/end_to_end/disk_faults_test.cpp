// A disk that is full, folders that cannot be written, runs at the same time: clear errors, nothing lost.

#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <set>

#include <unistd.h>

#include "support/background_program.h"
#include "support/run_folders.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

const std::string kRun = std::string(ENOCHECK_PROGRAM) + " run --progress none --area boost";

class DiskFaults : public testing::Test {
 protected:
  [[nodiscard]] Outcome shell(const std::string& script) const {
    return place_.run("/bin/sh", {"-c", script});
  }
  /// With a small file system of memory at $disk, which nobody else sees.
  [[nodiscard]] Outcome on_small_disk(const std::string& options, const std::string& script) const {
    const auto disk = place_.folder() / "disk";
    fs::create_directories(disk);
    return place_.run(
        "unshare", {"--mount", "/bin/sh", "-c",
                    "disk=" + disk.string() + "; out=" + out().string() + "; mount -t tmpfs -o " + options +
                        " enocheck $disk || exit 77; " + script});
  }
  [[nodiscard]] fs::path out() const { return place_.folder() / "results"; }
  [[nodiscard]] fs::path latest() const { return fs::canonical(out() / "latest"); }
  [[nodiscard]] fs::path undisturbed() const {
    const auto whole = place_.folder() / "whole";
    EXPECT_EQ(shell(kRun + " --out " + whole.string()).exit_code, 0);
    return fs::canonical(whole / "latest");
  }
  static void expect_part(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " is not in: " << text;
  }
  Workplace place_;
};

/// The run fails, says why and what helps; with room it goes on, and nothing was lost.
void expect_gone_on(const Outcome& outcome, const std::string& cause, const std::string& mend) {
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  for (const auto& part : {cause, mend, std::string("enocheck run --resume '")}) {
    EXPECT_NE(outcome.errors.find(part), std::string::npos) << part << " is not in: " << outcome.errors;
  }
}

TEST_F(DiskFaults, AFullDiskLosesNothing) {
  const auto outcome = on_small_disk("size=3m", kRun +
                                                    " --out $disk; test $? = 3 || exit 70;"
                                                    "ls $disk/latest/MANIFEST && exit 71;"
                                                    "cp -r $disk/latest/ $out.full;"
                                                    "mount -o remount,size=200m $disk || exit 77;" +
                                                    std::string(ENOCHECK_PROGRAM) +
                                                    " run --progress none --resume $disk/latest || exit 72;"
                                                    "cp -rP $disk $out");
  if (outcome.exit_code == 77) { GTEST_SKIP() << "only root can make a small disk: " << outcome.errors; }
  expect_gone_on(outcome, "No space left on device", "make room on that disk");
  const auto whole = undisturbed();
  EXPECT_EQ(comparable_results(latest()) == comparable_results(whole), true);
  EXPECT_EQ(comparable_evidence(latest()) == comparable_evidence(whole), true);
  const auto before = times_finished(fs::path(out().string() + ".full"));
  EXPECT_GT(before.size(), 5U) << "the disk was full too early to show anything";
  for (const auto& [id, times] : times_finished(latest())) { EXPECT_EQ(times, 1U) << id; }
}

TEST_F(DiskFaults, ADiskOutOfInodesToo) {
  const auto outcome =
      on_small_disk("size=50m,nr_inodes=250", kRun +
                                                  " --out $disk; test $? = 3 || exit 70;"
                                                  "mount -o remount,nr_inodes=90000 $disk || exit 77;" +
                                                  std::string(ENOCHECK_PROGRAM) +
                                                  " run --progress none --resume $disk/latest || exit 72;"
                                                  "cp -rP $disk $out");
  if (outcome.exit_code == 77) { GTEST_SKIP() << "only root can make a small disk: " << outcome.errors; }
  expect_gone_on(outcome, "No space left on device", "df -i");
  EXPECT_EQ(comparable_results(latest()) == comparable_results(undisturbed()), true);
}

TEST_F(DiskFaults, ALimitToTheSizeOfFilesIsAnErrorAndNoCrash) {
  const auto outcome = shell("ulimit -f 200; " + kRun + " --out " + out().string());
  EXPECT_EQ(outcome.exit_code, 3) << outcome.output;
  expect_part(outcome.errors, "File too large");
  expect_part(outcome.errors, "ulimit -f");
  EXPECT_FALSE(fs::exists(latest() / "MANIFEST"));
  EXPECT_EQ(
      shell(std::string(ENOCHECK_PROGRAM) + " run --progress none --resume " + latest().string()).exit_code,
      0);
  EXPECT_EQ(comparable_results(latest()) == comparable_results(undisturbed()), true);
}

TEST_F(DiskFaults, AFolderThatCannotBeWrittenIsNamed) {
  const auto outcome = on_small_disk(
      "size=50m", "mount -o remount,ro $disk; " + kRun +
                      " --out $disk; test $? = 2 || exit 70;"
                      "mount -o remount,rw $disk; " +
                      kRun +
                      " --out $disk >/dev/null || exit 71;"
                      "rm $disk/latest/MANIFEST.sig; mount -o remount,ro $disk; echo resuming >&2; " +
                      std::string(ENOCHECK_PROGRAM) + " run --resume $disk/latest; test $? = 2 || exit 72; " +
                      std::string(ENOCHECK_PROGRAM) + " verify $disk/latest; test $? = 1");
  if (outcome.exit_code == 77) {
    GTEST_SKIP() << "only root can make a disk that is read-only: " << outcome.errors;
  }
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  const auto resuming = outcome.errors.find("resuming\n");
  ASSERT_NE(resuming, std::string::npos);
  for (const auto& said : {outcome.errors.substr(0, resuming), outcome.errors.substr(resuming)}) {
    expect_part(said, "Read-only file system");
    expect_part(said, "write elsewhere");
    expect_part(said, (place_.folder() / "disk").string());
  }
}

TEST_F(DiskFaults, RunsAtTheSameTimeDoNotMeet) {
  std::vector<std::unique_ptr<BackgroundProgram>> running;
  for (int run = 0; run < 4; ++run) {
    running.push_back(std::make_unique<BackgroundProgram>(
        ENOCHECK_PROGRAM,
        std::vector<std::string>{"run", "--progress", "none", "--area", "boost", "--out", out().string()},
        "/dev/null", "/dev/null"));
  }
  for (const auto& run : running) { EXPECT_EQ(run->exit_code(), 0); }
  const auto whole = comparable_results(undisturbed());
  std::set<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(out())) {
    if (!entry.is_symlink() && entry.is_directory()) { folders.insert(entry.path()); }
  }
  EXPECT_EQ(folders.size(), 4U);
  EXPECT_TRUE(folders.contains(latest()));
  for (const auto& folder : folders) {
    EXPECT_EQ(comparable_results(folder) == whole, true) << folder;
    EXPECT_EQ(place_.run(ENOCHECK_PROGRAM, {"verify", folder.string()}).exit_code, 0) << folder;
  }
}

}  // namespace
}  // namespace enocheck
