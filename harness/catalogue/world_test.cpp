#include "catalogue/world.h"

#include <gtest/gtest.h>

#include "catalogue/profile.h"
#include "catalogue/requirement.h"

namespace enocheck::catalogue {
namespace {

const std::string kParties = R"(<world xmlns="urn:enocheck:world:1" title="p" start="2026-03-02T17:30:00Z">
<user name="ENO" eui="90-B3-D5-1F-30-02-00-00" roles="ED"/><user name="EIS" eui="90-B3-D5-1F-30-01-00-00" roles="IS ES"/></world>)";
const std::string kMeter =
    R"(<meter name="ESME1" esme="00-DB-12-34-56-78-90-A0" hub="00-DB-12-34-56-78-90-A2" import-mpan="1200000000017"
gbcs-version="3.3" firmware-version="00000103" supplier="EIS" network-operator="ENO">
<switch index="2" kind="hcalcs" hcalcs="00-DB-12-34-56-78-90-97" label="EV CHARGER" load="charger" watts="7360"/></meter>)";

Result<World> no_base(std::string_view name) { return failure(ErrorCode::Io, "no " + std::string(name)); }

Result<World> base(std::string_view /*name*/) {
  return parse_world("parties", "parties.xml", kParties, no_base);
}

Result<World> extended(const std::string& inside) {
  return parse_world(
      "w", "w.xml",
      R"(<world xmlns="urn:enocheck:world:1" title="w" extends="parties">)" + inside + "</world>", base);
}

TEST(WorldFile, StandsOnTheWorldItExtends) {
  const auto world = extended(
      kMeter + R"(<registration mpan="1200000000017" role="ED" user="ENO" to="2027-01-01T00:00:00Z"/>)");
  ASSERT_TRUE(world.has_value()) << world.error().detail;
  ASSERT_EQ(world->users.size(), 2U);
  EXPECT_EQ(world->users.at(1).roles, (std::vector<std::string>{"IS", "ES"}));
  EXPECT_EQ(to_iso8601(world->start), "2026-03-02T17:30:00.000Z");
  EXPECT_EQ(world->registrations.at(0).from, std::nullopt);
  EXPECT_TRUE(world->registrations.at(0).to.has_value());
}

TEST(WorldFile, ReadsAMeterWithItsDefaults) {
  const auto world = extended(kMeter);
  ASSERT_TRUE(world.has_value()) << world.error().detail;
  const auto* meter = world->find_meter("ESME1");
  ASSERT_NE(meter, nullptr);
  EXPECT_EQ(meter->inventory_gbcs_version, "3.3");
  EXPECT_EQ(meter->device_status, "Commissioned");
  EXPECT_TRUE(meter->has_boost_button);
  EXPECT_EQ(meter->switches.at(0).kind, "none");
  EXPECT_EQ(meter->switches.at(1).label, "EV CHARGER");
  EXPECT_EQ(meter->switches.at(1).watts, 7360U);
}

const std::string kFeeder =
    R"(<feeder name="F" homes="3" eui="00-DB-12-40-00-00-00-00" mpan="1300000000000" gbcs-version="3.4"
firmware-version="00000103" supplier="EIS" network-operator="ENO" base-watts="500" fuse-watts="9000" fuse-holds="PT5M">
<switch index="2" kind="hcalcs" label="EV CHARGER" load="charger" watts="7360"/></feeder>)";

TEST(WorldFile, MakesTheHomesOfAFeeder) {
  const auto world = extended(kFeeder);
  ASSERT_TRUE(world.has_value()) << world.error().detail;
  const auto* feeder = world->find_feeder("F");
  ASSERT_NE(feeder, nullptr);
  EXPECT_EQ(feeder->homes, (std::vector<std::string>{"F_1", "F_2", "F_3"}));
  const auto* last = world->find_meter("F_3");
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(to_string(last->esme), "00-DB-12-40-00-00-00-30");
  EXPECT_EQ(to_string(last->switches.at(1).hcalcs), "00-DB-12-40-00-00-00-36");
  EXPECT_EQ(last->import_mpan, "1300000000003");
  EXPECT_EQ(world->registrations.size(), 6U);
}

TEST(WorldFile, GivesAFeederItsHcalcsesItself) {
  auto text = kFeeder;
  text.replace(text.find("label="), 0, R"(hcalcs="00-DB-12-40-00-00-00-99" )");
  EXPECT_FALSE(extended(text).has_value());
}

TEST(WorldFile, ReadsTheNetworkOfAMeter) {
  auto text = kMeter;
  text.replace(text.find("<switch"), 0,
               R"(<wan kind="north" lost-percent="5"><outage from="PT1M" to="PT2M"/></wan>)");
  const auto world = extended(text);
  ASSERT_TRUE(world.has_value()) << world.error().detail;
  const auto& wan = world->find_meter("ESME1")->wan;
  EXPECT_EQ(wan.kind, "north");
  EXPECT_EQ(wan.lost_percent, 5U);
  EXPECT_EQ(wan.outages.at(0).to, std::chrono::minutes(2));
  EXPECT_TRUE(wan.is_troubled());
  EXPECT_FALSE(WorldWan{}.is_troubled());
  text.replace(text.find("PT2M"), 4, "PT1M");
  EXPECT_FALSE(extended(text).has_value()) << "an outage that ends as it begins";
}

TEST(WorldFile, ReadsThresholds) {
  const auto world = extended(
      R"(<threshold user="ENO" srv="7.6" limit="3" window="PT1H"/><threshold user="EIS" limit="4" window="PT30M"/>)");
  ASSERT_TRUE(world.has_value()) << world.error().detail;
  ASSERT_EQ(world->thresholds.size(), 2U);
  EXPECT_EQ(world->thresholds.at(0).user, "ENO");
  EXPECT_EQ(world->thresholds.at(0).srv, "7.6");
  EXPECT_EQ(world->thresholds.at(0).limit, 3U);
  EXPECT_EQ(world->thresholds.at(0).window, std::chrono::hours(1));
  EXPECT_EQ(world->thresholds.at(1).srv, "");
  EXPECT_FALSE(extended(R"(<threshold user="NOBODY" limit="4" window="PT30M"/>)").has_value());
}

TEST(WorldFile, ReplacesWhatHasTheSameName) {
  const auto world =
      extended(R"(<user name="ENO" eui="90-B3-D5-1F-30-02-00-00" roles="ED" suspended="true"/>)");
  ASSERT_TRUE(world.has_value()) << world.error().detail;
  ASSERT_EQ(world->users.size(), 2U);
  EXPECT_TRUE(world->find_user("ENO")->suspended);
}

TEST(WorldFile, RefusesWhatDoesNotHoldTogether) {
  EXPECT_FALSE(extended(kMeter + kMeter.substr(0, 0) + R"(<registration mpan="9" role="ED" user="ENO"/>)")
                   .has_value());
  EXPECT_FALSE(extended(R"(<user name="X" eui="90-B3-D5-1F-30-02-00-00" roles="OU"/>)").has_value())
      << "EUI twice";
  auto lonely = kMeter;
  lonely.replace(lonely.find("\"EIS\""), 5, "\"NOBODY\"");
  EXPECT_FALSE(extended(lonely).has_value()) << "unknown supplier";
  EXPECT_FALSE(extended(R"(<meter nme="x"/>)").has_value());
}

TEST(WorldFile, FindsPartiesByName) {
  const auto world = extended(kMeter);
  ASSERT_TRUE(world.has_value()) << world.error().detail;
  EXPECT_EQ(find_party(*world, "ENO")->value(), 0x90B3D51F30020000U);
  EXPECT_EQ(find_party(*world, "ESME1")->value(), 0x00DB1234567890A0U);
  EXPECT_EQ(find_party(*world, "ESME1/hub")->value(), 0x00DB1234567890A2U);
  EXPECT_EQ(find_party(*world, "ESME1/hcalcs2")->value(), 0x00DB123456789097U);
  EXPECT_EQ(find_party(*world, "DCC")->value(), 0x90B3D51F30000002U);
  EXPECT_EQ(find_party(*world, "00-DB-12-34-56-78-90-FF")->value(), 0x00DB1234567890FFU);
  EXPECT_FALSE(find_party(*world, "ESME1/hcalcs1").has_value());
  EXPECT_FALSE(find_party(*world, "ESME9").has_value());
}

TEST(WorldFile, TellsWhichMetersAreOnABench) {
  World world;
  world.meters.resize(2);
  world.meters[0].name = "A";
  world.meters[0].esme = Eui64{0xA0};
  world.meters[1].name = "B";
  world.meters[1].esme = Eui64{0xB0};
  EXPECT_EQ(meters_on_bench(world, "").value(), (std::vector<Eui64>{Eui64{0xA0}, Eui64{0xB0}}));
  EXPECT_EQ(meters_on_bench(world, "B").value(), (std::vector<Eui64>{Eui64{0xB0}}));
  EXPECT_EQ(meters_on_bench(world, "C").error().code, ErrorCode::Unsupported);
}

TEST(ProfileFile, TakesFromItsBaseWhatItDoesNotSay) {
  Profile under;
  const auto incomplete = parse_profile(
      "p", "p.xml",
      R"(<profile xmlns="urn:enocheck:profile:1" title="t"><label-limit>22</label-limit></profile>)");
  ASSERT_TRUE(incomplete.has_value());
  const auto alone = make_profile(*incomplete, nullptr);
  ASSERT_FALSE(alone.has_value());
  EXPECT_NE(alone.error().detail.find("is missing"), std::string::npos) << alone.error().detail;
}

TEST(ProfileFile, RefusesAnUnknownChoice) {
  const auto profile = parse_profile(
      "p", "p.xml", R"(<profile xmlns="urn:enocheck:profile:1" title="t"><colour>red</colour></profile>)");
  ASSERT_FALSE(profile.has_value());
  EXPECT_NE(profile.error().detail.find("no choice colour"), std::string::npos);
}

TEST(RequirementsFile, RefusesAnIdTwiceAndAGapThatIsNotThere) {
  const auto parse = [](const std::string& inside) {
    return parse_requirements(
        "r.xml", R"(<requirements xmlns="urn:enocheck:requirements:1"><gap number="1">g</gap>)" + inside +
                     "</requirements>");
  };
  const std::string one = R"(<requirement id="ACC-1" how="test observe" contested-by="1">a  b</requirement>)";
  const auto good = parse(one);
  ASSERT_TRUE(good.has_value()) << good.error().detail;
  EXPECT_TRUE(good->find("ACC-1")->observe);
  EXPECT_EQ(good->find("ACC-1")->text, "a b");
  EXPECT_FALSE(parse(one + one).has_value());
  EXPECT_FALSE(parse(R"(<requirement id="ACC-1" how="test" contested-by="2">a</requirement>)").has_value());
}

}  // namespace
}  // namespace enocheck::catalogue
