#include "sim/defects/registry.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace enocheck::sim {
namespace {

TEST(Registry, HasDefectsWithUniqueIdsThatStartWithTheirComponent) {
  std::set<std::string_view> ids;
  for (const auto& defect : all_defects()) {
    EXPECT_TRUE(ids.insert(defect.id).second) << defect.id;
    EXPECT_TRUE(std::regex_match(std::string(defect.id), std::regex("[a-z-]+\\.[A-Za-z0-9.-]+")))
        << defect.id;
    EXPECT_EQ(defect.id.find(defect.component.substr(0, defect.component.find('.'))), 0U) << defect.id;
    EXPECT_FALSE(defect.description.empty()) << defect.id;
    EXPECT_NE(defect.parts(), nullptr) << defect.id;
    EXPECT_EQ(find_defect(defect.id), &defect);
  }
  EXPECT_GE(ids.size(), 25U);
  EXPECT_EQ(find_defect("esme.does-not-exist"), nullptr);
}

TEST(Registry, SaysWhichRequirementsADefectBreaks) {
  const std::regex requirement("[A-Z]{2,3}-[0-9]+");
  for (const auto& defect : all_defects()) {
    EXPECT_FALSE(defect.breaks.empty()) << defect.id;
    for (const auto id : defect.breaks) { EXPECT_TRUE(std::regex_match(std::string(id), requirement)) << id; }
  }
}

}  // namespace
}  // namespace enocheck::sim
