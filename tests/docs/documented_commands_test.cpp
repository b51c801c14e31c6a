// Runs the commands of README.md and docs/ as somebody who reads them would: in a folder of their own, from
// top to bottom. What is not run is listed.

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "docs/fenced_blocks.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> documents() {
  std::vector<std::string> found;
  for (const auto* const name : {"README.md", "CONTRIBUTING.md", "testcases/README.md", "vectors/README.md",
                                 "results/README.md", "harness/README.md", "schemas/published/README.md"}) {
    found.emplace_back(name);
  }
  for (const auto* const folder : {"docs", "runners"}) {
    const auto files = files_below(source_dir() / folder, ".md");
    if (!files) { continue; }
    for (const auto& file : *files) { found.push_back(fs::relative(file, source_dir()).string()); }
  }
  return found;
}

class DocumentedCommands : public testing::TestWithParam<std::string> {
 protected:
  /// What the commands find: the data of a checkout, of which they may spoil their copy, and the programs.
  void SetUp() override {
    for (const auto* const part : {"testcases", "vectors", "schemas", "runners", "docs"}) {
      fs::copy(source_dir() / part, place_.folder() / part, fs::copy_options::recursive);
    }
    fs::create_directories(place_.folder() / "build");
    fs::create_directory_symlink(ENOCHECK_BUILD_DIR, place_.folder() / "build" / "release");
  }
  Workplace place_;
};

TEST_P(DocumentedCommands, DoWhatTheTextSays) {
  const auto& name = GetParam();
  const auto blocks = fenced_blocks(source_dir() / name);
  ASSERT_TRUE(blocks.has_value()) << blocks.error().detail;
  const auto script = script_of(name, *blocks, std::getenv("ENOCHECK_SLOW_DOCS") != nullptr);
  for (const auto& fault : script.faults) { ADD_FAILURE() << fault; }
  for (const auto& left : script.left) { std::printf("by hand: %s\n", left.c_str()); }
  if (script.text.empty()) { return; }
  const auto file = place_.write("commands.sh", script.text);
  const auto programs = fs::path(ENOCHECK_PROGRAM).parent_path().string();
  const auto outcome = place_.run(
      "/usr/bin/env", {"-C", place_.folder().string(), "PATH=" + programs + ":/usr/local/bin:/usr/bin:/bin",
                       "HOME=" + place_.folder().string(), "bash", file});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors << outcome.output.substr(0, 4000);
}

TEST_P(DocumentedCommands, StandInBlocks) {
  const auto found = commands_outside_blocks(source_dir() / GetParam());
  ASSERT_TRUE(found.has_value()) << found.error().detail;
  for (const auto& line : *found) {
    ADD_FAILURE() << line << ": put it between ```sh and ```, where it is run";
  }
}

INSTANTIATE_TEST_SUITE_P(All, DocumentedCommands, testing::ValuesIn(documents()), [](const auto& file) {
  auto name = file.param;
  for (auto& letter : name) {
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) { letter = '_'; }
  }
  return name;
});

/// The runner itself: what it lets through proves nothing.
class DocumentRunner : public testing::Test {
 protected:
  [[nodiscard]] Outcome run(const std::string& document) const {
    const auto blocks = fenced_blocks(place_.write("doc.md", document));
    if (!blocks) { return {}; }
    return place_.run("bash", {place_.write("run.sh", script_of("doc.md", *blocks, false).text)});
  }
  Workplace place_;
};

TEST_F(DocumentRunner, ACommandThatFailsIsNamedByItsLine) {
  const auto outcome = run("# T\n\n```sh\ntrue\nfalse\ntrue\n```\n");
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_NE(outcome.errors.find("doc.md:5: exit code 1"), std::string::npos) << outcome.errors;
}

TEST_F(DocumentRunner, AnotherExitCodeThanTheOneThatIsSaidFails) {
  EXPECT_EQ(run("```sh\nfalse   # exits 1\n```\n").exit_code, 0);
  const auto outcome = run("```sh\ntrue   # exits 1\n```\n");
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_NE(outcome.errors.find("doc.md:2: exit code 0, not 1"), std::string::npos) << outcome.errors;
}

TEST_F(DocumentRunner, CommandsOverSeveralLinesStayWhole) {
  const auto outcome =
      run("```sh\nprintf '%s\\n' \\\n  one two\ncat <<'EOF'\nfalse # exits 9\n\nx\nEOF\n```\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(outcome.output, "one\ntwo\nfalse # exits 9\n\nx\n");
}

TEST_F(DocumentRunner, AServerIsReadyBeforeItsClientAndEndsWithTheDocument) {
  const auto server = place_.write(
      "server", "#!/bin/sh\necho starting\necho '{\"ready\":true}'\necho $$ >pid\nexec sleep 600\n");
  fs::permissions(server, fs::perms::owner_all);
  const auto outcome = run("```sh server\n" + server +
                           "\n```\n```sh\nuntil [ -s pid ]; do :; done; kill -0 \"$(cat pid)\"\n```\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto pid = read_text("pid");
  ASSERT_TRUE(pid.has_value());
  EXPECT_NE(place_.run("bash", {"-c", "kill -0 " + *pid}).exit_code, 0) << "it still runs";
  fs::remove("pid");
}

TEST_F(DocumentRunner, WhatIsNotRunSaysWhy) {
  const auto blocks = fenced_blocks(place_.write(
      "doc.md", "```sh by-hand: needs a desktop\nxdg-open x\n```\n```sh sometimes\n```\n```\nx\n```\n"));
  ASSERT_TRUE(blocks.has_value());
  const auto script = script_of("doc.md", *blocks, false);
  EXPECT_TRUE(script.text.empty());
  EXPECT_EQ(script.left, std::vector<std::string>{"doc.md:2: needs a desktop"});
  EXPECT_EQ(script.faults.size(), 2U);
  EXPECT_FALSE(fenced_blocks(place_.write("open.md", "```sh\nx\n")).has_value());
  EXPECT_EQ(commands_outside_blocks(place_.write("out.md", "text\n\n    enocheck run\n"))->size(), 1U);
}

}  // namespace
}  // namespace enocheck
