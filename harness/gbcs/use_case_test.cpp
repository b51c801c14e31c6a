#include "gbcs/use_case.h"

#include <set>

#include <gtest/gtest.h>

namespace enocheck::gbcs {
namespace {

const UseCase& row(std::uint16_t code) {
  const auto* const found = find_use_case(MessageCode(code));
  if (found == nullptr) { throw std::logic_error("no such row"); }
  return *found;
}

TEST(UseCase, TellsWhatTheBriefSaysOfEcs47) {
  const auto& ecs47 = row(0x0055);
  EXPECT_EQ(ecs47.name, "ECS47");
  EXPECT_EQ(ecs47.title, "Set or Reset HC ALCS or ALCS State");
  EXPECT_EQ(ecs47.category, Category::CriticalCommand);
  EXPECT_EQ(ecs47.roles, "supplier");
  EXPECT_EQ(ecs47.replay_protected, Tristate::Yes);
  EXPECT_EQ(ecs47.gbcs_from, "2.0");
  EXPECT_EQ(ecs47.gbcs_before, "4.0");
}

TEST(UseCase, BoostAssociationIsNotCriticalAndLabelsAre) {
  EXPECT_EQ(row(0x005F).category, Category::NonCriticalCommand);
  EXPECT_EQ(row(0x0053).category, Category::CriticalCommand);
  EXPECT_EQ(row(0x0053).replay_protected, Tristate::No);
}

TEST(UseCase, TellsCommandsFromAlerts) {
  EXPECT_EQ(row(0x0018).category, Category::NonCriticalAlert);
  EXPECT_EQ(row(0x00CC).category, Category::CriticalAlert);
  EXPECT_EQ(row(0x0120).category, Category::CriticalAlert);
}

TEST(UseCase, HasNoRowForProvisionalAndUnknownCodes) {
  for (const unsigned code : {0x0000U, 0x0005U, 0x7E55U, 0x7E5FU, 0xFFFFU}) {
    EXPECT_EQ(find_use_case(MessageCode(static_cast<std::uint16_t>(code))), nullptr) << code;
  }
}

TEST(UseCase, RowsAreOrderedUniqueAndNamed) {
  EXPECT_EQ(all_use_cases().size(), 238U);
  std::set<MessageCode> codes;
  for (const auto& use_case : all_use_cases()) {
    EXPECT_TRUE(codes.insert(use_case.code).second) << use_case.code.value();
    EXPECT_FALSE(use_case.title.empty()) << use_case.code.value();
    EXPECT_EQ(find_use_case(use_case.code), &use_case);
    EXPECT_FALSE(display_name(use_case).empty());
  }
}

TEST(UseCase, ReplacedUseCasesMeetTheirSuccessorsAtOneVersion) {
  for (const auto& [old_code, new_code] :
       {std::pair{0x0055, 0x011E}, {0x0054, 0x011A}, {0x00BB, 0x011D}, {0x00BA, 0x00FD}}) {
    EXPECT_EQ(row(static_cast<std::uint16_t>(old_code)).gbcs_before,
              row(static_cast<std::uint16_t>(new_code)).gbcs_from);
  }
}

TEST(GbcsVersion, ComparesByComponent) {
  EXPECT_GT(compare_versions("4.10", "4.2"), 0);
  EXPECT_LT(compare_versions("3.2", "4.0"), 0);
  EXPECT_EQ(compare_versions("4", "4.0"), 0);
  EXPECT_EQ(compare_versions("4.0", "4.0"), 0);
  EXPECT_LT(compare_versions("4.0", "4.0.1"), 0);
}

TEST(GbcsVersion, SortsTextThatIsNoVersionLowest) {
  for (const auto* const bad : {"", "x", "4.", ".4", "4.x", "4..1", "-1", "4 "}) {
    EXPECT_LT(compare_versions(bad, "0.0"), 0) << bad;
    EXPECT_GT(compare_versions("0.0", bad), 0) << bad;
    EXPECT_EQ(compare_versions(bad, ""), 0) << bad;
  }
}

}  // namespace
}  // namespace enocheck::gbcs
