// What somebody at a terminal sees and types: progress, a case to start from, what is wrong and where.

#include <gtest/gtest.h>

#include <fstream>

#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

class Keyboard : public testing::Test {
 protected:
  [[nodiscard]] Outcome enocheck(const std::vector<std::string>& arguments) const {
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  /// The same on a terminal that `script` makes; what it shows.
  [[nodiscard]] std::string on_terminal(const std::string& arguments) const {
    const auto outcome = place_.run(
        "script", {"--quiet", "--return", "--command",
                   std::string(ENOCHECK_PROGRAM) + " run --out " + place_.folder().string() + " " + arguments,
                   "/dev/null"});
    EXPECT_GE(outcome.exit_code, 0) << outcome.errors;
    return outcome.output;
  }
  /// A copy of the data that a test may change.
  [[nodiscard]] std::string copied_data() const {
    const auto data = place_.folder() / "data";
    fs::create_directories(data);
    for (const auto* const part : {"testcases", "schemas"}) {
      fs::copy(source_dir() / part, data / part, fs::copy_options::recursive);
    }
    fs::create_directory_symlink(source_dir() / "vectors", data / "vectors");
    return data.string();
  }
  Workplace place_;
};

constexpr const char* kTwoCases = "--filter control/durations/1_* --defect hcalcs.ignores-duration";

TEST_F(Keyboard, ATerminalShowsProgressAndFailuresAtOnce) {
  const auto shown = on_terminal(kTwoCases);
  EXPECT_NE(shown.find("[                    ] 0/2: 0 pass  control/durations/1_"), std::string::npos)
      << shown;
  const auto failed = shown.find("control/durations/1_hcalcs [CTL-3");
  EXPECT_NE(failed, std::string::npos) << shown;
  EXPECT_LT(failed, shown.find("2 cases against embedded")) << "before the summary";
}

TEST_F(Keyboard, SeveralWorkersShareOneLine) {
  const auto shown = on_terminal(std::string(kTwoCases) + " --jobs 2");
  EXPECT_NE(shown.find("/2: "), std::string::npos) << shown;
  EXPECT_NE(shown.find("\r\x1b[K\x1b[31mfail"), std::string::npos)
      << "the line is taken away first: " << shown;
  EXPECT_EQ(shown.find("pass   control/durations"), std::string::npos)
      << "workers do not print a line a case";
}

TEST_F(Keyboard, APipeHasNoCursorMovements) {
  const auto outcome =
      enocheck({"run", "--out", place_.folder().string(), "--filter", "control/durations/1_*"});
  EXPECT_EQ(outcome.output.find('\r'), std::string::npos);
  EXPECT_NE(outcome.output.find("pass   control/durations/1_hcalcs"), std::string::npos);
}

TEST_F(Keyboard, ANewCaseIsACaseOnceItIsFilledIn) {
  const auto data = copied_data();
  const auto made = enocheck({"--data", data, "new", "testcase", "control/my_first", "--requirement", "CTL-3",
                              "--defect", "hcalcs.ignores-duration"});
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  const auto file = fs::path(data) / "testcases/control/my_first.xml";
  EXPECT_NE(made.output.find(file.string()), std::string::npos) << made.output;
  EXPECT_NE(made.output.find("line 3: title=\"FILL-IN: what holds"), std::string::npos) << made.output;

  const auto unfilled = enocheck({"--data", data, "check"});
  EXPECT_EQ(unfilled.exit_code, 2);
  EXPECT_NE(unfilled.errors.find("testcases/control/my_first.xml:3: still says FILL-IN"), std::string::npos)
      << unfilled.errors;

  auto text = read_text(file).value_or("");
  for (auto at = text.find("FILL-IN: "); at != std::string::npos; at = text.find("FILL-IN: ")) {
    text.erase(at, 9);
  }
  std::ofstream(file) << text;
  const auto filled = enocheck({"--data", data, "check"});
  EXPECT_EQ(filled.exit_code, 0) << filled.output << filled.errors;
  const std::vector<std::string> run = {
      "--data", data, "run", "--out", place_.folder().string(), "--filter", "control.my_first"};
  EXPECT_EQ(enocheck(run).exit_code, 0);
  auto broken = run;
  broken.insert(broken.end(), {"--defect", "hcalcs.ignores-duration"});
  EXPECT_EQ(enocheck(broken).exit_code, 1) << "it can fail";
}

TEST_F(Keyboard, ANewCaseHasToBeNewAndKnown) {
  const auto data = copied_data();
  const auto make = [&](const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"--data", data, "new", "testcase"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const auto outcome = enocheck(all);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output;
    return outcome.errors;
  };
  EXPECT_NE(make({"control/durations", "--requirement", "CTL-3"}).find("is there already"),
            std::string::npos);
  EXPECT_NE(make({"control/x", "--requirement", "XYZ-1"}).find("no such requirement"), std::string::npos);
  EXPECT_NE(make({"control/x", "--requirement", "CTL-3", "--defect", "no.such"}).find("no such defect"),
            std::string::npos);
  EXPECT_NE(make({"../x", "--requirement", "CTL-3"}).find("AREA/STEM"), std::string::npos);
  EXPECT_NE(make({"control/x", "--requirement", "CTL-3", "--world", "nowhere"}).find("nowhere"),
            std::string::npos);
  EXPECT_FALSE(fs::exists(fs::path(data) / "testcases/control/x.xml"));
}

}  // namespace
}  // namespace enocheck
