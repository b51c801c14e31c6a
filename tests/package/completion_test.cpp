// What bash and zsh offer, asked of those shells: every option that --help prints, and what it takes.

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "support/run_program.h"

namespace enocheck {
namespace {

using Words = std::vector<std::string>;

std::set<std::string> lines_of(const std::string& text) {
  std::set<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) { lines.insert(line); }
  }
  return lines;
}

bool exists(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null").c_str()) == 0;
}

class Completion : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!exists(GetParam())) { GTEST_SKIP() << GetParam() << " is missing: apt-get install " << GetParam(); }
    script_ = place_.write("completion", enocheck({"completion", GetParam()}).output);
  }
  [[nodiscard]] Outcome enocheck(const Words& arguments) const {
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }

  /// What the shell offers for the last of these words, which follow `enocheck`.
  [[nodiscard]] std::set<std::string> offered(const Words& words) const {
    const bool is_bash = std::string(GetParam()) == "bash";
    std::string line;
    for (const auto& word : words) { line += " \"" + word + "\""; }
    const auto last = std::to_string(words.size());
    const auto in_bash = "source " + script_ + "; COMP_WORDS=(enocheck" + line + "); COMP_CWORD=" + last +
                         "; _enocheck 2>&1; printf \"%s\\n\" \"${COMPREPLY[@]}\"";
    // The completion system's own functions print what they are given: `_describe` the name of an array.
    const auto in_zsh = "compdef() { }; _files() { print -r -- FILES }; compset() { }; " +
                        std::string("_describe() { print -rl -- ${${(P)2}%%:*} }; source ") + script_ +
                        "; words=(enocheck" + line + "); CURRENT=$((" + last + " + 1)); _enocheck";
    const auto outcome =
        is_bash ? place_.run("bash", {"--norc", "-c", in_bash}) : place_.run("zsh", {"-fc", in_zsh});
    EXPECT_EQ(outcome.errors, "");
    return lines_of(outcome.output);
  }
  /// The words that --help of a command begins a line with, two blanks in: options before `Subcommands:`.
  [[nodiscard]] std::set<std::string> in_help(Words command, bool options) const {
    command.emplace_back("--help");
    std::set<std::string> found;
    bool in_commands = false;
    std::istringstream help(enocheck(command).output);
    for (std::string line; std::getline(help, line);) {
      if (line.rfind("Subcommands:", 0) == 0) { in_commands = true; }
      if (line.size() < 3 || line.compare(0, 2, "  ") != 0 || line[2] == ' ') { continue; }
      auto word = line.substr(2, line.find(' ', 2) - 2);
      if (in_commands != options && (!options || word[0] == '-')) {
        found.insert(word.substr(word.find(',') == std::string::npos ? 0 : word.find(',') + 1));
      }
    }
    return found;
  }
  /// Every command, those below commands too.
  [[nodiscard]] std::vector<Words> commands() const {
    std::vector<Words> all = {{}};
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (const auto& name : in_help(all[i], false)) {
        auto below = all[i];
        below.push_back(name);
        all.push_back(below);
      }
    }
    return all;
  }

  Workplace place_;
  std::string script_;
};

TEST_P(Completion, OffersEveryOptionOfEveryHelp) {
  std::size_t asked = 0;
  for (const auto& command : commands()) {
    auto words = command;
    words.emplace_back("-");
    const auto offers = offered(words);
    for (const auto& option : in_help(command, true)) {
      ++asked;
      EXPECT_TRUE(offers.contains(option))
          << fmt::format("{}", command.empty() ? "" : command.back()) << " " << option;
    }
    EXPECT_TRUE(offers.contains("--data")) << "of every command";
  }
  EXPECT_GT(asked, 150U);
}

TEST_P(Completion, OffersEveryCommand) {
  for (const auto& command : commands()) {
    auto words = command;
    words.emplace_back("");
    const auto offers = offered(words);
    for (const auto& name : in_help(command, false)) { EXPECT_TRUE(offers.contains(name)) << name; }
  }
  EXPECT_TRUE(offered({""}).contains("run"));
}

TEST_P(Completion, OffersTheChoicesOfAnOption) {
  const std::set<std::string> choices = {"auto", "plain", "none"};
  EXPECT_EQ(offered({"run", "--progress", ""}), choices);
  EXPECT_EQ(offered({"--data", "check", "run", "--progress", ""}), choices) << "a value is no command";
  EXPECT_TRUE(offered({"completion", ""}).contains("zsh"));
  EXPECT_TRUE(offered({"run", "--seed", ""}).empty()) << "a number is not offered";
}

INSTANTIATE_TEST_SUITE_P(Shells, Completion, testing::Values("bash", "zsh"),
                         [](const auto& shell) { return std::string(shell.param); });

}  // namespace
}  // namespace enocheck
