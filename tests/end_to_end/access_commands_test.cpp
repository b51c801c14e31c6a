// `enocheck matrix` and `enocheck twin` as their users run them.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <nlohmann/json.hpp>

#include "support/json_schema.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class AccessCommands : public testing::Test {
 protected:
  [[nodiscard]] Outcome enocheck(const std::vector<std::string>& arguments) const {
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  /// What a command prints as JSON, held against its schema.
  [[nodiscard]] json printed(std::vector<std::string> arguments, int exit_code) const {
    const bool is_twin = std::find(arguments.begin(), arguments.end(), "twin") != arguments.end();
    const auto* const schema = is_twin ? "twin.schema.json" : "matrix.schema.json";
    arguments.insert(arguments.end(), {"--format", "json"});
    const auto outcome = enocheck(arguments);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.output << outcome.errors;
    auto document = json::parse(outcome.output, nullptr, false);
    for (const auto& fault : JsonSchema(source_dir() / "schemas" / "enocheck" / schema).faults(document)) {
      ADD_FAILURE() << fault;
    }
    return document;
  }
  /// A copy of the data with `from` replaced in one file.
  [[nodiscard]] std::string data_with(const std::string& file, const std::string& from,
                                      const std::string& to) const {
    const auto data = place_.folder() / "data";
    fs::create_directories(data);
    for (const auto* const part : {"testcases", "schemas"}) {
      fs::copy(source_dir() / part, data / part, fs::copy_options::recursive);
    }
    fs::create_directory_symlink(source_dir() / "vectors", data / "vectors");
    auto text = read_text(data / file).value_or("");
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << file << " has no " << from;
    if (at != std::string::npos) { text.replace(at, from.size(), to); }
    std::ofstream(data / file) << text;
    return data.string();
  }

  Workplace place_;
};

std::vector<std::string> cells_of(const json& document) {
  std::vector<std::string> cells;
  for (const auto& one : document["deviations"]) { cells.push_back(one["cell"]); }
  return cells;
}

TEST_F(AccessCommands, MatrixAsksEveryCellOfAService) {
  const auto table = printed({"matrix", "--service", "7.6", "--user", "ED"}, 0);
  // 9 variants × 3 firmwares × 3 registrations × 9 statuses, and one for the unknown device.
  EXPECT_EQ(table["cells"], 9 * 3 * 3 * 9 + 1);
  EXPECT_EQ(table["narrowed"], true);
  EXPECT_EQ(table["rights"][0]["users"]["ED"], "may-send");
  EXPECT_EQ(printed({"matrix", "--service", "7.6", "--user", "ED", "--profile", "before"},
                    0)["rights"][0]["users"]["ED"],
            "refused");
}

TEST_F(AccessCommands, MatrixNamesTheCellWhoseExpectationIsFlipped) {
  const auto data = data_with("testcases/matrix.xml", R"(srv="1.1.1" kind="critical" roles="IS GS")",
                              R"(srv="1.1.1" kind="critical" roles="IS GS OU")");
  const auto table = printed({"--data", data, "matrix", "--service", "1.1.1"}, 1);
  EXPECT_EQ(cells_of(table), std::vector<std::string>{"1.1.1/OU/4/unknown"});
  EXPECT_EQ(table["deviations"][0]["expected"], "E19");
  EXPECT_EQ(table["deviations"][0]["got"], "E2");
}

TEST_F(AccessCommands, MatrixNamesTheCellWhoseRightIsFlipped) {
  const std::vector<std::string> arguments = {"matrix",   "--service",           "7.5", "--user", "ED",
                                              "--defect", "dsp.grants-7.5-to-ED"};
  const auto table = printed(arguments, 1);
  const auto cells = cells_of(table);
  EXPECT_NE(std::find(cells.begin(), cells.end(), "7.5/ED/4/new/own/Commissioned"), cells.end());
  for (const auto& one : table["deviations"]) {
    EXPECT_EQ(one["hop"], "dsp.access-control");
    EXPECT_EQ(one["expected"], "E2");
  }
  const auto text = enocheck(arguments).output;
  EXPECT_NE(text.find("7.5/ED/4/old/own/Pending  expected E2 (role)  got E5  hop=dsp.access-control"),
            std::string::npos)
      << text;
}

TEST_F(AccessCommands, MatrixPageIsOneHtmlFile) {
  const auto outcome = enocheck({"matrix", "--service", "8.2", "--format", "html"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output.find("<!DOCTYPE html>"), 0U);
  EXPECT_NE(outcome.output.find(
                "<th scope=\"row\">8.2</th><td>ReadInventory</td><td class=\"may-send\">may send</td>"),
            std::string::npos);
  EXPECT_EQ(outcome.output.find("src="), std::string::npos) << "it needs nothing else";
}

TEST_F(AccessCommands, MatrixRefusesWhatItDoesNotKnow) {
  EXPECT_EQ(enocheck({"matrix", "--service", "7.99"}).exit_code, 2);
  EXPECT_EQ(enocheck({"matrix", "--user", "NOBODY"}).exit_code, 2);
  EXPECT_EQ(enocheck({"matrix", "--service", "8.2", "--defect", "no.such"}).exit_code, 2);
  EXPECT_EQ(enocheck({"matrix", "--profile", "no_such_profile"}).exit_code, 2);
  const auto data = data_with("testcases/matrix.xml", R"(services="7.11" users="ED" firmware="old")",
                              R"(services="7.11" users="ED" firmware="older")");
  EXPECT_EQ(enocheck({"--data", data, "matrix", "--service", "8.2"}).exit_code, 2);
}

TEST_F(AccessCommands, WorkersComeToTheSameTable) {
  const std::vector<std::string> alone = {"matrix", "--service", "7.7", "--user", "OU"};
  auto workers = alone;
  workers.insert(workers.end(), {"--jobs", "3"});
  EXPECT_EQ(printed(workers, 0), printed(alone, 0));
}

/// A part of the twin run that is quick: one service of the change, the regression set's switch commands.
std::vector<std::string> twin_with(const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {"twin",   "--service", "7.6",
                                        "--user", "ED",        "--user",
                                        "IS",     "--filter",  "firmware/supplier*:access/rights_*"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST_F(AccessCommands, TwinFindsExactlyWhatTheChangeNames) {
  const auto twin = printed(twin_with({}), 0);
  EXPECT_TRUE(twin["findings"].empty()) << twin["findings"].dump(1);
  EXPECT_EQ(twin["cells"]["moved"], 4 * 3 * 3 * 9 + 1) << "every cell of the ENO with a variant that fits";
  EXPECT_GE(twin["cases"]["moved"], 10);
  EXPECT_GT(twin["regression"]["messages"], 100);
}

TEST_F(AccessCommands, TwinFindsAnEisMessageThatTheChangeAlters) {
  const auto twin = printed(twin_with({"--defect", "dsp.takes-short-opening-for-curtailment"}), 1);
  bool is_found = false;
  for (const auto& one : twin["findings"]) {
    is_found |= one["hop"] == "dsp.transform" && one["subject"] == "access/rights_unchanged/7.6_is";
  }
  EXPECT_TRUE(is_found) << twin["findings"].dump(1);
}

TEST_F(AccessCommands, TwinFindsWhatDidNotMove) {
  const auto twin = printed({"twin", "--service", "7.9", "--user", "ED", "--filter",
                             "firmware/supplier_octets/*", "--defect", "dsp.refuses-7.9-to-ED"},
                            1);
  ASSERT_FALSE(twin["findings"].empty());
  for (const auto& one : twin["findings"]) {
    EXPECT_EQ(one["what"], "did not move, and the change names it");
    EXPECT_EQ(one["hop"], "dsp.access-control");
  }
}

TEST_F(AccessCommands, TwinFindsWhatTheDataDoesNotName) {
  const auto data = data_with("testcases/twin.xml", R"(<cases profile-key="change-in-force"/>)",
                              R"(<cases profile-key="false-flag"/>)");
  const auto twin =
      printed({"--data", data, "twin", "--service", "8.2", "--filter", "access/rights_gained/*"}, 1);
  ASSERT_EQ(twin["findings"].size(), 10U) << "five services, before and after";
  EXPECT_EQ(twin["findings"][0]["what"], "moved, and the change does not name it");
}

TEST_F(AccessCommands, TwinRefusesWhatItDoesNotKnow) {
  EXPECT_EQ(enocheck(twin_with({"--after", "no_such_profile"})).exit_code, 2);
  EXPECT_EQ(enocheck(twin_with({"--defect", "no.such"})).exit_code, 2);
  EXPECT_EQ(enocheck({"twin", "--format", "html"}).exit_code, 2);
}

TEST_F(AccessCommands, RefuseASeedThatIsNone) {
  for (const auto* const command : {"matrix", "twin"}) {
    EXPECT_EQ(enocheck({command, "--seed=-1"}).exit_code, 2) << command;
  }
}

}  // namespace
}  // namespace enocheck
