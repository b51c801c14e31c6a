// Reads every #include under harness/ and fails on one that climbs the layers, goes to a sibling, or takes a
// library into a layer that may not see it (style rules S1, S15, S22).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/files.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, int> kLevels = {{"core", 0},   {"net", 1},    {"crypto", 1},    {"xml", 1},
                                            {"gbcs", 2},   {"duis", 2},   {"catalogue", 3}, {"transform", 3},
                                            {"user", 4},   {"sim", 4},    {"engine", 5},    {"sut", 6},
                                            {"server", 6}, {"report", 6}, {"runners", 7}};

/// Which layers may include a library; a prefix of the name between the brackets.
const std::map<std::string, std::set<std::string>> kLibraries = {
    {"openssl/", {"crypto", "net"}},
    {"libxml/", {"xml", "duis"}},
    {"pugixml.hpp", {"xml", "catalogue", "transform", "report", "server"}},
    {"xmlsec/", {"duis"}},
    {"boost/", {"net", "sut", "runners"}},
    {"sqlite3.h", {"report"}},
    {"archive", {"report"}},
    {"CLI/", {"runners"}},
    {"nlohmann/",
     {"core", "crypto", "gbcs", "sim", "engine", "report", "sut", "server", "runners", "catalogue",
      "transform"}},
};
/// Never in a header, whatever the layer; but for handles.h, which owns C handles and stays in its layer
/// (S10).
const std::vector<std::string> kNotInHeaders = {"nlohmann/", "boost/",  "openssl/",
                                                "libxml/",   "xmlsec/", "CLI/"};

struct Include {
  std::string name;
  bool is_ours = false;  ///< "quotes"
  std::size_t line = 0;
};

std::vector<Include> includes_of(const std::string& source) {
  std::vector<Include> found;
  std::istringstream lines(source);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    const auto hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line.compare(hash, 8, "#include") != 0) { continue; }
    const auto open = line.find_first_of("\"<", hash);
    const auto close = open == std::string::npos ? open : line.find_first_of("\">", open + 1);
    if (close == std::string::npos) { continue; }
    found.push_back({line.substr(open + 1, close - open - 1), line[open] == '"', number});
  }
  return found;
}

/// What is wrong with an include in a file of `layer`, or nothing.
std::optional<std::string> objection(const std::string& layer, bool is_header, const Include& include) {
  const auto slash = include.name.find('/');
  const auto other = include.name.substr(0, slash);
  if (include.name.ends_with("/handles.h") && (is_header || other != layer)) {
    return include.name + " is for the .cpp files of its layer";
  }
  if (include.is_ours && slash != std::string::npos && kLevels.contains(other)) {
    if (other != layer && kLevels.at(other) >= kLevels.at(layer)) {
      return layer + " may not use " + other + ", which is not below it";
    }
    return std::nullopt;
  }
  for (const auto& [prefix, allowed] : kLibraries) {
    if (include.name.starts_with(prefix) && !allowed.contains(layer)) {
      return prefix + " has no place in " + layer;
    }
  }
  for (const auto& prefix : kNotInHeaders) {
    if (is_header && include.name.starts_with(prefix)) { return prefix + " has no place in a header"; }
  }
  return std::nullopt;
}

fs::path source_dir() {
  const char* const dir = std::getenv("ENOCHECK_SOURCE_DIR");
  return dir == nullptr ? fs::current_path() : fs::path(dir);
}

void check_tree(const fs::path& root, const std::optional<std::string>& fixed_layer, std::size_t& files,
                std::vector<std::string>& objections) {
  for (const auto* const ending : {".h", ".cpp", ".inc"}) {
    const auto found = files_below(root, ending);
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    for (const auto& file : *found) {
      const auto inside = fs::relative(file, root);
      const auto layer = fixed_layer.value_or(inside.begin()->string());
      const bool is_test = file.stem().string().ends_with("_test");
      if (!kLevels.contains(layer)) {
        objections.push_back(file.string() + ": in no known layer");
        continue;
      }
      ++files;
      const bool is_header = file.extension() == ".h" && file.filename() != "handles.h";
      for (const auto& include : includes_of(*read_text(file))) {
        if (is_test && !include.is_ours) { continue; }
        if (const auto why = objection(layer, is_header, include)) {
          objections.push_back(file.string() + ":" + std::to_string(include.line) + ": " + *why);
        }
      }
    }
  }
}

TEST(Layers, NoIncludeClimbs) {
  std::size_t files = 0;
  std::vector<std::string> objections;
  check_tree(source_dir() / "harness", std::nullopt, files, objections);
  check_tree(source_dir() / "runners", "runners", files, objections);
  EXPECT_GT(files, 20U) << "the source tree was not found";
  for (const auto& objection : objections) { ADD_FAILURE() << objection; }
}

TEST(Layers, SimulatorsAndSuiteAreStrangers) {
  EXPECT_TRUE(objection("sim", false, {"user/service_user.h", true, 1}));
  EXPECT_TRUE(objection("engine", false, {"sut/embedded_sut.h", true, 1}));
  const auto harness = source_dir() / "harness";
  const auto files = files_below(harness, "");
  ASSERT_TRUE(files.has_value());
  const std::set<std::string> suite = {"catalogue", "user", "engine", "report"};
  for (const auto& file : *files) {
    const auto layer = fs::relative(file, harness).begin()->string();
    for (const auto& include : includes_of(*read_text(file))) {
      const auto other = include.name.substr(0, include.name.find('/'));
      EXPECT_FALSE(suite.contains(layer) && other == "sim") << file << ":" << include.line;
      EXPECT_FALSE(layer == "sim" && suite.contains(other)) << file << ":" << include.line;
    }
  }
}

TEST(Layers, TheCheckItselfBites) {
  EXPECT_TRUE(objection("core", false, {"gbcs/message.h", true, 1})) << "climbing";
  EXPECT_TRUE(objection("gbcs", false, {"duis/service_request.h", true, 1})) << "sibling";
  EXPECT_TRUE(objection("gbcs", false, {"openssl/evp.h", false, 1})) << "library in the wrong layer";
  EXPECT_TRUE(objection("report", true, {"nlohmann/json.hpp", false, 1})) << "library in a header";
  EXPECT_TRUE(objection("duis", false, {"xml/handles.h", true, 1})) << "handles of another layer";
  EXPECT_TRUE(objection("xml", true, {"xml/handles.h", true, 1})) << "handles in a header";
  EXPECT_FALSE(objection("xml", false, {"xml/handles.h", true, 1}));
  EXPECT_FALSE(objection("engine", false, {"catalogue/world.h", true, 1}));
  EXPECT_EQ(includes_of("  #include <a/b.h>\n//\n#include \"c.h\"\n").size(), 2U);
}

/// Conformant simulators know nothing of the defects that wrap them.
TEST(Layers, OnlyTargetsAndDefectsKnowDefects) {
  const auto files = files_below(source_dir() / "harness", ".cpp");
  ASSERT_TRUE(files.has_value());
  for (const auto& file : *files) {
    const auto path = file.generic_string();
    if (path.find("/sim/defects/") != std::string::npos || path.find("/sut/") != std::string::npos ||
        path.ends_with("_test.cpp")) {
      continue;
    }
    for (const auto& include : includes_of(*read_text(file))) {
      EXPECT_FALSE(include.name.starts_with("sim/defects/")) << path << ":" << include.line;
    }
  }
}

}  // namespace
}  // namespace enocheck
