#include "catalogue/scaffold.h"

#include <gtest/gtest.h>

#include "catalogue/testcase.h"

namespace enocheck::catalogue {
namespace {

World world() {
  World world;
  world.id = "lane";
  world.users.push_back({"EIS", {}, {"IS"}, false});
  world.users.push_back({"DNO", {}, {"ED"}, false});
  auto& meter = world.meters.emplace_back();
  meter.name = "M7";
  meter.switches[3].kind = "hcalcs";
  return world;
}

TEST(ScaffoldOfATestcase, NamesWhatTheWorldHas) {
  const auto made = world();
  const auto text = scaffold_testcase({{"CTL-3", "TIM-7"}, {"esme.x"}, &made});
  for (const auto* const part :
       {R"(world="lane")", R"(<send as="DNO" srv="7.6" to="M7" index="4")", R"(<requirement ref="CTL-3"/>)",
        R"(<requirement ref="TIM-7"/>)", R"(<catches defect="esme.x"/>)"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(ScaffoldOfATestcase, IsNoCaseUntilItIsFilledIn) {
  const auto made = world();
  auto text = scaffold_testcase({{"CTL-3"}, {}, &made});
  EXPECT_EQ(lines_to_fill(text), (std::vector<std::size_t>{3, 4, 6}));
  const auto unfilled = parse_testcases("control/x", "control/x.xml", text);
  ASSERT_FALSE(unfilled.has_value());
  EXPECT_EQ(unfilled.error().code, ErrorCode::Schema);
  EXPECT_EQ(unfilled.error().detail,
            "control/x.xml:3: still says FILL-IN: write there what is asked for; so it does on lines 4, 6");
  for (auto at = text.find("FILL-IN: "); at != std::string::npos; at = text.find("FILL-IN: ")) {
    text.erase(at, 9);
  }
  const auto filled = parse_testcases("control/x", "control/x.xml", text);
  ASSERT_TRUE(filled.has_value()) << filled.error().detail;
  EXPECT_EQ(filled->front().requirements, std::vector<std::string>{"CTL-3"});
}

TEST(ScaffoldOfATestcase, APathIsAnArea) {
  EXPECT_TRUE(check_case_path("control/opens_at_once").has_value());
  EXPECT_TRUE(check_case_path("control/a/b.c").has_value());
  for (const auto* const bad : {"", "control", "/control/x", "control/", "control//x", "../x/y", "a/../x",
                                "a b/c", "worlds/street", "profiles/mine", ".a/b", "control/x:y"}) {
    EXPECT_FALSE(check_case_path(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace enocheck::catalogue
