#include "sut/command_line.h"

#include <gtest/gtest.h>

namespace enocheck::sut {
namespace {

using Words = std::vector<std::string>;

TEST(CommandLine, SplitsAsAShellDoes) {
  EXPECT_EQ(split_command("python3 adapter.py --verbose").value(),
            (Words{"python3", "adapter.py", "--verbose"}));
  EXPECT_EQ(split_command("  a\t b\n").value(), (Words{"a", "b"}));
  EXPECT_EQ(split_command("a 'b c' \"d e\"").value(), (Words{"a", "b c", "d e"}));
  EXPECT_EQ(split_command("a b' 'c\"d\"").value(), (Words{"a", "b cd"}));
  EXPECT_EQ(split_command("a ''").value(), (Words{"a", ""})) << "an empty argument is one";
}

TEST(CommandLine, KnowsBackslashesWhereAShellDoes) {
  EXPECT_EQ(split_command(R"(a b\ c \'d)").value(), (Words{"a", "b c", "'d"}));
  EXPECT_EQ(split_command(R"(a "b\"c" "d\n")").value(), (Words{"a", "b\"c", "d\\n"}));
  EXPECT_EQ(split_command(R"(a 'b\c')").value(), (Words{"a", "b\\c"}));
}

TEST(CommandLine, RunsNoShell) {
  EXPECT_EQ(split_command("a $HOME ~ * | b; c").value(), (Words{"a", "$HOME", "~", "*", "|", "b;", "c"}));
}

TEST(CommandLine, RefusesWhatIsNone) {
  for (const auto* const text : {"", "  ", "a 'b", "a \"b", "'"}) {
    const auto words = split_command(text);
    ASSERT_FALSE(words.has_value()) << text;
    EXPECT_EQ(words.error().code, ErrorCode::BadValue) << text;
  }
}

TEST(CommandLine, FindsProgramsInThePath) {
  EXPECT_EQ(find_program("sh", "/nowhere:/bin").value(), "/bin/sh");
  EXPECT_EQ(find_program("/bin/sh", "").value(), "/bin/sh");
  EXPECT_FALSE(find_program("sh", "/nowhere").has_value());
  EXPECT_FALSE(find_program("/etc/passwd", "/bin").has_value()) << "it may not be executed";
  EXPECT_FALSE(find_program("/bin", "").has_value()) << "a folder";
}

}  // namespace
}  // namespace enocheck::sut
