#include "catalogue/access_matrix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "catalogue/twin.h"
#include "core/files.h"

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

fs::path source_dir() {
  const char* const dir = std::getenv("ENOCHECK_SOURCE_DIR");
  return dir == nullptr ? fs::current_path() : fs::path(dir);
}

/// The shipped document with the first `from` replaced.
std::string shipped_with(const std::string& file, const std::string& from, const std::string& to) {
  auto text = read_text(source_dir() / "testcases" / file).value_or("");
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << file << " has no " << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string error_of(const std::string& from, const std::string& to) {
  const auto matrix = parse_access_matrix("matrix.xml", shipped_with("matrix.xml", from, to));
  return matrix ? "" : matrix.error().detail;
}

TEST(AccessMatrix, HasAllOfDuisAndTheRolesOfTheBrief) {
  const auto matrix = load_access_matrix(source_dir());
  ASSERT_TRUE(matrix.has_value()) << matrix.error().detail;
  EXPECT_EQ(matrix->services.size(), 129U);
  EXPECT_EQ(matrix->users.size(), 8U);
  EXPECT_EQ(matrix->statuses.size(), 9U);
  const auto* const read = matrix->find_service("7.7");
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->roles, (std::vector<std::string>{"IS", "ED", "OU"}));
  EXPECT_EQ(read->body, "<sr:ReadALCSData/>");
  EXPECT_EQ(read->kind.variants, (std::vector<std::uint8_t>{1, 2, 3}));
  EXPECT_TRUE(matrix->find_service("8.11")->for_hub);
  EXPECT_TRUE(matrix->find_service("8.2")->is_non_device());
  EXPECT_EQ(std::count_if(matrix->services.begin(), matrix->services.end(),
                          [](const MatrixService& service) { return !service.body.empty(); }),
            30);
  EXPECT_TRUE(matrix->find_user("none")->roles.empty());
}

TEST(AccessMatrix, RefusesWhatDoesNotHoldTogether) {
  EXPECT_NE(
      error_of(R"(<service srv="1.5" kind="critical" roles="IS GS"/>)", "").find("there is no service 1.5"),
      std::string::npos);
  EXPECT_NE(error_of(R"(<service srv="1.5")", R"(<service srv="1.99")").find("DUIS has no 1.99"),
            std::string::npos);
  EXPECT_NE(error_of(R"(srv="1.5" kind="critical")", R"(srv="1.5" kind="urgent")").find("no kind urgent"),
            std::string::npos);
  EXPECT_NE(
      error_of(R"(registrations="other ended")", R"(registrations="others")").find("no registration others"),
      std::string::npos);
  EXPECT_NE(error_of(R"(users="none" requirement)", R"(users="nobody" requirement)").find("no user nobody"),
            std::string::npos);
  EXPECT_NE(error_of(R"(<rule id="passed")", R"(<rule id="passed" users="IS")").find("last rule"),
            std::string::npos);
  EXPECT_NE(error_of(R"(is="true"/>)", "/>").find("go together"), std::string::npos);
  EXPECT_NE(error_of("<matrix ", R"(<matrix sorted="true" )").find("matrix.xml:"), std::string::npos);
}

TEST(TwinRules, NameCellsCasesAndRequirements) {
  const auto matrix = load_access_matrix(source_dir()).value();
  const auto rules = load_twin_rules(source_dir(), matrix);
  ASSERT_TRUE(rules.has_value()) << rules.error().detail;
  EXPECT_FALSE(rules->cells.empty());
  EXPECT_TRUE(rules->case_keys.contains("change-in-force"));
  EXPECT_EQ(rules->regression_tag, "regression");
  EXPECT_GE(rules->regression_at_least, 40U);
  const auto spoilt =
      parse_twin_rules("twin.xml", shipped_with("twin.xml", "services=\"7.6 ", "services=\"7.66 "), matrix);
  ASSERT_FALSE(spoilt.has_value());
  EXPECT_NE(spoilt.error().detail.find("there is no service 7.66"), std::string::npos)
      << spoilt.error().detail;
}

}  // namespace
}  // namespace enocheck::catalogue
