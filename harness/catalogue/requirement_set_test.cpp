#include "catalogue/requirement_set.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/files.h"

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

fs::path source_dir() {
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
  return source == nullptr ? fs::current_path() : fs::path(source);
}

Testcase named(const std::string& id, std::vector<std::string> requirements,
               std::vector<std::string> aliases = {}) {
  Testcase testcase;
  testcase.id = id;
  testcase.requirements = std::move(requirements);
  testcase.aliases = std::move(aliases);
  return testcase;
}

const std::vector<Testcase>& suite() {
  static const std::vector<Testcase> all = {named("access/a", {"ACC-1"}),
                                            named("control/b", {"CTL-1", "ACC-2"}, {"control/old"})};
  return all;
}

Requirements requirements() {
  Requirements all;
  for (const auto* const id : {"ACC-1", "ACC-2", "CTL-1"}) {
    Requirement one;
    one.id = id;
    all.all.push_back(one);
  }
  return all;
}

class RequirementSetFile : public testing::Test {
 protected:
  Result<RequirementSet> load(const std::string& text) const {
    EXPECT_TRUE(write_file(file_, bytes_of(text)).has_value());
    return load_requirement_set(file_, source_dir());
  }
  Result<RequirementSet> load_content(const std::string& content) const {
    return load("<requirement-set xmlns=\"urn:enocheck:requirement-set:1\" suite-version=\"0.2\">\n" +
                content + "\n</requirement-set>");
  }
  fs::path file_ = fs::path(testing::TempDir()) / "enocheck_requirement_set.xml";
};

TEST_F(RequirementSetFile, WhatWasFrozenStaysInsideAndNewCasesAreOutside) {
  const auto set = load(to_requirement_set(suite(), "0.2.0"));
  ASSERT_TRUE(set.has_value()) << set.error().detail;
  EXPECT_EQ(set->suite_version, "0.2.0");
  EXPECT_EQ(set->requirements.size(), 3U);
  for (const auto& testcase : suite()) { EXPECT_FALSE(set->reason_outside(testcase)) << testcase.id; }
  const auto why = set->reason_outside(named("access/new", {"ACC-1"}));
  ASSERT_TRUE(why);
  EXPECT_NE(why->find("0.2.0"), std::string::npos) << *why;
  EXPECT_TRUE(expect_known(*set, suite(), requirements()).has_value());
}

TEST_F(RequirementSetFile, RequirementsAloneStandForAllTheirCases) {
  const auto set = load_content("<requirement ref=\"ACC-1\"/>");
  ASSERT_TRUE(set.has_value()) << set.error().detail;
  EXPECT_FALSE(set->reason_outside(named("access/new", {"CTL-1", "ACC-1"})));
  EXPECT_TRUE(set->reason_outside(suite()[1]));
}

TEST_F(RequirementSetFile, ARenamedCaseIsStillInside) {
  const auto set = load_content("<case ref=\"control/old\"/>");
  ASSERT_TRUE(set.has_value()) << set.error().detail;
  EXPECT_FALSE(set->reason_outside(suite()[1]));
  EXPECT_TRUE(expect_known(*set, suite(), requirements()).has_value());
}

TEST_F(RequirementSetFile, SaysFileAndLineOfWhatIsWrong) {
  const auto expect_line = [&](const Error& error, const std::string& line) {
    EXPECT_NE(error.detail.find(file_.string()), std::string::npos) << error.detail;
    EXPECT_NE(error.detail.find(line), std::string::npos) << error.detail;
  };
  for (const auto* const content : {"", "<case ref=\"a b\"/>", "<case ref=\"x/a\"/><case ref=\"x/a\"/>"}) {
    const auto set = load_content(content);
    ASSERT_FALSE(set.has_value()) << content;
    EXPECT_EQ(set.error().code, ErrorCode::Schema);
    expect_line(set.error(), *content == '\0' ? ":1" : "2");
  }
  for (const auto* const content : {"<case ref=\"access/gone\"/>", "<requirement ref=\"ACC-9\"/>"}) {
    const auto set = load_content(content);
    ASSERT_TRUE(set.has_value()) << set.error().detail;
    const auto known = expect_known(*set, suite(), requirements());
    ASSERT_FALSE(known.has_value());
    expect_line(known.error(), ":2:");
  }
}

}  // namespace
}  // namespace enocheck::catalogue
