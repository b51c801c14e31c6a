// An enocheck that was installed under a prefix of the test's own, run from elsewhere with an empty
// environment.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

class Installed : public testing::Test {
 protected:
  void SetUp() override {
    const auto outcome =
        place_.run(ENOCHECK_CMAKE, {"--install", ENOCHECK_BUILD_DIR, "--prefix", prefix().string()});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
    fs::create_directory(desk());
  }
  [[nodiscard]] fs::path prefix() const { return place_.folder() / "prefix"; }
  [[nodiscard]] fs::path share() const { return prefix() / "share"; }
  /// Where the user works: an empty folder.
  [[nodiscard]] fs::path desk() const { return place_.folder() / "desk"; }
  /// A shell's line, in the user's folder, with nothing in the environment but the path.
  [[nodiscard]] Outcome type(const std::string& line) const {
    return place_.run("/usr/bin/env", {"-i", "PATH=" + (prefix() / "bin").string() + ":/usr/bin:/bin", "sh",
                                       "-c", "cd " + desk().string() + " && " + line});
  }
  Workplace place_;
};

TEST_F(Installed, JudgesListsAndChecksFromAnyFolder) {
  const auto run = type("enocheck run --progress none --filter \"control/deactivate_opens_switch/*\"");
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors;
  const auto results = nlohmann::json::parse(
      read_text(desk() / "results/latest/results.json").value_or("null"), nullptr, false);
  ASSERT_TRUE(results.is_object()) << "the default is results/ in the working folder";
  EXPECT_EQ(results["totals"]["pass"], 2);
  EXPECT_TRUE(fs::exists(desk() / "results/latest/report.html"));

  const auto list = type("enocheck list | tail -n 1");
  EXPECT_NE(list.output.find(" cases"), std::string::npos) << list.output << list.errors;
  const auto check = type("enocheck check");
  EXPECT_EQ(check.exit_code, 0) << check.output << check.errors;
  EXPECT_NE(check.output.find(": 0 faults"), std::string::npos) << check.output;
}

TEST_F(Installed, FindsItsDataUnderThePrefixAlsoWhenThatWasMoved) {
  fs::rename(prefix(), place_.folder() / "moved");
  const auto doctor =
      place_.run("/usr/bin/env", {"-i", (place_.folder() / "moved/bin/enocheck").string(), "doctor"});
  EXPECT_EQ(doctor.exit_code, 0) << doctor.output << doctor.errors;
  EXPECT_NE(doctor.output.find((place_.folder() / "moved/share/enocheck/testcases").string()),
            std::string::npos)
      << doctor.output;
  fs::rename(place_.folder() / "moved", prefix());
}

TEST_F(Installed, TargetsOfTheRegistryThatComeWithItCanBeReached) {
  const auto run = type("enocheck run --sut loopback_parser --progress none --filter \"parse/*\"");
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors;
  const auto meters = type(
      "enocheck run --sut loopback_meter --progress none --filter \"control/deactivate_opens_switch/*\"");
  EXPECT_EQ(meters.exit_code, 0) << meters.output << meters.errors;
}

/// A package says nothing of the machine that it was built on.
TEST_F(Installed, NoFileNamesTheSource) {
  const auto files = files_below(prefix(), "");
  ASSERT_TRUE(files.has_value());
  ASSERT_GT(files->size(), 300U);
  for (const auto& file : *files) {
    const auto octets = read_text(file);
    ASSERT_TRUE(octets.has_value()) << file;
    const auto at = octets->find(source_dir().string() + "/");
    EXPECT_EQ(at, std::string::npos) << file << ": " << octets->substr(at, 120).c_str()
                                     << " (give that source file -fmacro-prefix-map, as harness/crypto does)";
  }
}

TEST_F(Installed, HasWhatUsersLookForAndNothingThatIsNotOurs) {
  for (const auto* const path :
       {"share/enocheck/schemas/enocheck/testcase.xsd", "share/enocheck/runners/suts/dcc_boxed.xml",
        "share/enocheck/runners/adapters/example_python/adapter.py", "share/man/man1/enocheck.1.gz",
        "share/man/man1/enocheck-run.1.gz", "share/bash-completion/completions/enocheck",
        "share/zsh/vendor-completions/_enocheck", "share/doc/enocheck/writing_a_testcase.md"}) {
    EXPECT_TRUE(fs::exists(prefix() / path)) << path;
  }
  const auto published = files_below(share() / "enocheck/schemas/published", "");
  ASSERT_TRUE(published.has_value());
  EXPECT_EQ(published->size(), 1U) << "the publishers' schemas are not ours to give";
}

TEST_F(Installed, ManPagesTellOfEveryOptionWithoutAWarning) {
  for (const auto* const page : {"enocheck.1.gz", "enocheck-run.1.gz", "enocheck-sim.1.gz"}) {
    const auto file = (share() / "man/man1" / page).string();
    const auto shown = type("gzip -dc " + file);
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_NE(shown.output.find(".SH SYNOPSIS"), std::string::npos) << page;
  }
  const auto page = type("gzip -dc " + (share() / "man/man1/enocheck-run.1.gz").string()).output;
  for (const auto* const option : {"\\fB\\-\\-target\\fR", "\\fB\\-\\-data\\fR \\fIFOLDER\\fR",
                                   "\\fB\\-\\-progress\\fR \\fIauto|plain|none\\fR"}) {
    EXPECT_NE(page.find(option), std::string::npos) << option;
  }
}

}  // namespace
}  // namespace enocheck
