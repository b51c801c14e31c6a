#include "catalogue/testbed.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/files.h"

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

constexpr auto* kMeter =
    R"(<meter name="ESME1" esme="11-22-33-44-55-66-77-01" hub="11-22-33-44-55-66-77-02" import-mpan="1300000000018"
  gbcs-version="3.5" firmware-version="00000200" region="north"><switch index="2" hcalcs="11-22-33-44-55-66-77-03"/></meter>)";

class TestbedFile : public testing::Test {
 protected:
  static fs::path source_dir() {
    const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");
    return source == nullptr ? fs::current_path() : fs::path(source);
  }
  [[nodiscard]] Result<Testbed> load(const std::string& content) const {
    const auto text = R"(<testbed xmlns="urn:enocheck:testbed:1" title="Bench 3" world="w">)"
                      "\n" +
                      content + "</testbed>";
    EXPECT_TRUE(write_file(file_, bytes_of(text)).has_value());
    return load_testbed(file_, source_dir());
  }
  static World world() {
    World world;
    world.id = "w";
    world.users = {{"ENO", Eui64{1}, {"ED"}, false}};
    WorldMeter meter;
    meter.name = "ESME1";
    meter.esme = Eui64{16};
    meter.import_mpan = "1200000000017";
    meter.switches[0].kind = "alcs";
    meter.switches[1].kind = meter.switches[2].kind = "hcalcs";
    meter.switches[1].label = "EV CHARGER";
    world.meters = {meter};
    world.registrations = {{"1200000000017", "ED", "ENO", std::nullopt, std::nullopt}};
    return world;
  }
  void expect_wrong_at(const Error& error, const std::string& line) const {
    EXPECT_EQ(error.code, ErrorCode::Schema);
    EXPECT_NE(error.detail.find(file_.string() + ":" + line), std::string::npos) << error.detail;
  }

  fs::path file_ = fs::path(testing::TempDir()) / "enocheck_testbed.xml";
};

TEST_F(TestbedFile, BindsItsWorldToTheEquipment) {
  const auto testbed = load(R"(<user name="ENO" eui="90-B3-D5-1F-30-02-00-09"/>)" + std::string(kMeter));
  ASSERT_TRUE(testbed.has_value()) << testbed.error().detail;
  EXPECT_TRUE(testbed->find_meter("ESME1")->may_be_disturbed);
  const auto real = bound(world(), *testbed);
  ASSERT_TRUE(real.has_value()) << real.error().detail;
  const auto& meter = real->meters.at(0);
  EXPECT_EQ(to_string(meter.esme), "11-22-33-44-55-66-77-01");
  EXPECT_EQ(to_string(meter.hub), "11-22-33-44-55-66-77-02");
  EXPECT_EQ(meter.gbcs_version, "3.5");
  EXPECT_EQ(meter.inventory_firmware_version, "00000200");
  EXPECT_EQ(meter.wan.kind, "north");
  EXPECT_EQ(to_string(meter.switches[1].hcalcs), "11-22-33-44-55-66-77-03");
  EXPECT_EQ(meter.switches[1].label, "EV CHARGER");
  EXPECT_EQ(meter.switches[2].kind, "none") << "the equipment has no HCALCS there";
  EXPECT_EQ(real->registrations.at(0).mpan, "1300000000018");
  EXPECT_EQ(to_string(real->users.at(0).eui), "90-B3-D5-1F-30-02-00-09");
}

TEST_F(TestbedFile, SaysFileAndLineOfWhatTheWorldDoesNotHave) {
  for (const std::string& content :
       {std::string(R"(<user name="NOBODY" eui="90-B3-D5-1F-30-02-00-09"/>)") + kMeter,
        std::string(R"(<meter name="OTHER")") +
            std::string(kMeter).substr(sizeof("<meter name=\"ESME1\"") - 1)}) {
    const auto testbed = load(content);
    ASSERT_TRUE(testbed.has_value()) << testbed.error().detail;
    const auto real = bound(world(), *testbed);
    ASSERT_FALSE(real.has_value());
    expect_wrong_at(real.error(), "2: ");
  }
  auto at_alcs = std::string(kMeter);
  at_alcs.replace(at_alcs.find("index=\"2\""), 9, "index=\"1\"");
  const auto real = bound(world(), load(at_alcs).value());
  ASSERT_FALSE(real.has_value());
  expect_wrong_at(real.error(), "2: ");
}

TEST_F(TestbedFile, SaysFileAndLineOfWhatIsNoTestBed) {
  for (const std::string& content :
       {std::string("<meter name=\"ESME1\"/>"), std::string(kMeter) + kMeter, std::string()}) {
    const auto testbed = load(content);
    ASSERT_FALSE(testbed.has_value()) << content;
    expect_wrong_at(testbed.error(), "");
  }
}

TEST_F(TestbedFile, GivesCasesTheTestersIds) {
  const auto testbed = load(std::string(kMeter) + "\n" + R"(<test case="control/old" id="UIT-42"/>)");
  ASSERT_TRUE(testbed.has_value()) << testbed.error().detail;
  std::vector<Testcase> cases(2);
  cases[0].id = "control/other";
  cases[1].id = "control/new";
  cases[1].aliases = {"control/old"};
  ASSERT_TRUE(apply_test_ids(*testbed, cases).has_value());
  EXPECT_EQ(cases[1].test_id, "UIT-42");
  EXPECT_EQ(cases[0].test_id, "");
  cases.pop_back();
  const auto missing = apply_test_ids(*testbed, cases);
  ASSERT_FALSE(missing.has_value());
  expect_wrong_at(missing.error(), "4: ");
}

}  // namespace
}  // namespace enocheck::catalogue
