// Meters behind small adapters of the test's own, written in the shell.
#include "sut/adapter_meter_link.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/files.h"

namespace enocheck::sut {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr Eui64 kEsme{0x00DB1234567890A0};
constexpr Eui64 kHub{0x00DB1234567890A2};
constexpr const char* kAll = "deliver,reset,advance,switch,load,press-boost,power";

catalogue::World street() {
  catalogue::World world;
  world.id = "street";
  world.start = Instant{1000h};
  world.meters.resize(1);
  world.meters[0].name = "ESME1";
  world.meters[0].esme = kEsme;
  return world;
}

class AdapterMeterLinkTest : public testing::Test {
 protected:
  /// An adapter with these operations (`,` between) that answers a call by these lines of the shell's `case`,
  /// and what is in none of them with `{"done":true}`. It writes down every call.
  [[nodiscard]] std::unique_ptr<AdapterMeterLink> made(const std::string& operations,
                                                       const std::string& answers = {},
                                                       AdapterMeterOptions how = {}) {
    fs::remove(file(".calls"));
    std::string names = "\"" + operations + "\"";
    for (std::size_t at = 0; (at = names.find(',', at)) != std::string::npos; at += 3) {
      names.replace(at, 1, "\",\"");
    }
    const auto script = R"(while read -r l; do echo "$l" >>')" + file(".calls").string() + R"('; case "$l" in
*'"op":"hello"'*) echo '{"protocol":1,"operations":[)" +
                        names + R"(]}';;
*'"op":"x-'*) echo '{"unsupported":true}';;
)" + answers + R"(
*) echo '{"done":true}';; esac; done
)";
    EXPECT_TRUE(write_file(file(".sh"), bytes_of(script)));
    AdapterOptions options;
    options.command = "sh '" + file(".sh").string() + "'";
    options.path = "/usr/bin:/bin";
    options.kind = "esme";
    options.needed = {kDeliver};
    options.patience = 5s;
    how.command = options.command;
    auto process = AdapterProcess::create(std::move(options), entropy_).value();
    return std::make_unique<AdapterMeterLink>(std::move(how), std::move(process), clock_);
  }
  static AdapterMeterOptions in_street(const std::string& meter = {}) {
    AdapterMeterOptions options;
    options.world = "street";
    options.meter = meter;
    return options;
  }
  static fs::path file(const std::string& ending) {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    return fs::path(testing::TempDir()) / (std::string("enocheck_meters_") + test->name() + ending);
  }
  /// The last thing that the adapter was asked.
  static std::string last_call() {
    auto calls = read_text(file(".calls")).value_or("");
    while (calls.ends_with('\n')) { calls.pop_back(); }
    return calls.substr(calls.rfind('\n') + 1);
  }
  template <class T>
  static void expect_error(const T& result, ErrorCode code, std::string_view part) {
    ASSERT_FALSE(result) << part;
    EXPECT_EQ(result.error().code, code) << result.error().detail;
    EXPECT_NE(result.error().detail.find(part), std::string::npos) << result.error().detail;
  }

  SeededEntropy entropy_{1};
  ManualClock clock_;
};

TEST_F(AdapterMeterLinkTest, BringsTheMetersIntoAWorldAndHandsThemOctets) {
  const auto link = made(
      kAll, "",
      {.command = {}, .world = {}, .meter = {}, .profile = "before", .seed = 7, .keystore = "keys.json"});
  ASSERT_TRUE(link->reach());
  EXPECT_TRUE(link->moves_time() && link->begins_anew() && link->shows_loads());
  EXPECT_FALSE(link->shows_homes());
  ASSERT_TRUE(link->load(street()));
  EXPECT_EQ(last_call(),
            R"({"keystore":"keys.json","op":"reset","profile":"before","seed":7,"world":"street"})");
  EXPECT_EQ(link->now(), street().start);
  ASSERT_TRUE(link->send(kEsme, Bytes{0xDF, 0x09}));
  EXPECT_EQ(last_call(), R"({"device":"00-DB-12-34-56-78-90-A0","hex":"DF09","op":"deliver"})");
  EXPECT_TRUE(link->leads_to(kEsme));
  EXPECT_FALSE(link->leads_to(kHub));
}

TEST_F(AdapterMeterLinkTest, TakesItsWordForWhichDevicesAreThere) {
  const auto link = made(
      kAll,
      R"(*'"op":"reset"'*) echo '{"done":true,"devices":["00-DB-12-34-56-78-90-A0","00-DB-12-34-56-78-90-A2"]}';;)");
  ASSERT_TRUE(link->load(street()));
  EXPECT_TRUE(link->leads_to(kEsme) && link->leads_to(kHub));
  const auto wrong = made(kAll, R"(*'"op":"reset"'*) echo '{"done":true,"devices":["the meter"]}';;)");
  expect_error(wrong->load(street()), ErrorCode::Io, "the adapter's devices");
}

TEST_F(AdapterMeterLinkTest, TakesEventsThatComeWithAnswersAndBetweenThem) {
  const auto link =
      made("deliver,reset",
           R"(*'"op":"deliver"'*) echo '{"event":"sent","device":"00-DB-12-34-56-78-90-A0","hex":"01"}'
  echo '{"done":true}'; echo '{"event":"sent","device":"00-DB-12-34-56-78-90-A2","hex":"0203"}';;)");
  ASSERT_TRUE(link->load(street()));
  ASSERT_TRUE(link->send(kEsme, Bytes{0xDF}));
  auto taken = link->take();
  while (taken.size() < 2) {
    ASSERT_TRUE(link->await(10s));
    for (auto& one : link->take()) { taken.push_back(std::move(one)); }
  }
  EXPECT_EQ(taken[0].device, kEsme);
  EXPECT_EQ(taken[0].octets, Bytes{0x01});
  EXPECT_EQ(taken[1].device, kHub);
  EXPECT_EQ(taken[1].octets, (Bytes{0x02, 0x03}));
  EXPECT_TRUE(link->take().empty());
}

TEST_F(AdapterMeterLinkTest, LetsTimePassAsFarAsTheAdapterSays) {
  const auto link = made(kAll, R"(*'"ms":1000,'*) echo '{"done":true,"passed":400}';;
*'"ms":2000,'*) echo '{"done":true}';;
*'"ms":3000,'*) echo '{"done":true,"passed":3001}';;
*'"ms":4000,'*) echo '{"done":true,"passed":-1}';;
*'"ms":5000,'*) echo '{"passed":5000}';;)");
  ASSERT_TRUE(link->load(street()));
  ASSERT_TRUE(link->await(1s));
  EXPECT_EQ(link->now(), street().start + 400ms);
  EXPECT_EQ(last_call(), R"({"ms":1000,"op":"advance","until":"sent"})");
  ASSERT_TRUE(link->await(2s));
  EXPECT_EQ(link->now(), street().start + 2400ms) << "all of it, where it does not say";
  expect_error(link->await(3s), ErrorCode::Io, "\"passed\"");
  expect_error(link->await(4s), ErrorCode::Io, "\"passed\"");
  expect_error(link->await(5s), ErrorCode::Io, "\"done\":true");
}

TEST_F(AdapterMeterLinkTest, WithoutAdvanceTimeIsReal) {
  const auto link = made("deliver,reset");
  clock_.set(Instant{5h});
  ASSERT_TRUE(link->load(street()));
  EXPECT_FALSE(link->moves_time());
  clock_.advance(3s);
  EXPECT_EQ(link->now(), Instant{5h + 3s});
  ASSERT_TRUE(link->await(1ms)) << "that nothing comes is no error";
}

TEST_F(AdapterMeterLinkTest, WithoutResetItHasToBeSaidWhatIsThere) {
  expect_error(made("deliver")->reach(), ErrorCode::BadValue, "--world");
  const auto link = made("deliver", "", in_street());
  ASSERT_TRUE(link->reach());
  ASSERT_TRUE(link->load(street()));
  EXPECT_FALSE(link->begins_anew());
  auto other = street();
  other.id = "labels";
  expect_error(link->load(other), ErrorCode::Unsupported,
               "the case plays in world labels; the meter's is street");
  const auto elsewhere = made("deliver", "", in_street("ESME7"));
  expect_error(elsewhere->load(street()), ErrorCode::Unsupported, "ESME7");
}

TEST_F(AdapterMeterLinkTest, LooksAndActsWhereTheAdapterCan) {
  const auto link = made(kAll, R"(*'"op":"switch"'*) echo '{"closed":false}';;
*'"op":"load"'*) echo '{"watts":7360}';;)");
  ASSERT_TRUE(link->load(street()));
  EXPECT_EQ(link->switch_is_closed(kEsme, 2).value(), false);
  EXPECT_EQ(last_call(), R"({"device":"00-DB-12-34-56-78-90-A0","index":2,"op":"switch"})");
  EXPECT_EQ(link->load_watts(kEsme, 2).value(), 7360U);
  ASSERT_TRUE(link->press_boost(kEsme));
  ASSERT_TRUE(link->set_power(kHub, false));
  EXPECT_EQ(last_call(), R"({"device":"00-DB-12-34-56-78-90-A2","on":false,"op":"power"})");
}

TEST_F(AdapterMeterLinkTest, WhatTheAdapterDoesNotHaveIsUnsupported) {
  const auto link = made("deliver,reset");
  ASSERT_TRUE(link->load(street()));
  EXPECT_FALSE(link->shows_loads());
  expect_error(link->switch_is_closed(kEsme, 2), ErrorCode::Unsupported, "lets nobody look at a switch");
  expect_error(link->load_watts(kEsme, 2), ErrorCode::Unsupported, "look at a load");
  expect_error(link->press_boost(kEsme), ErrorCode::Unsupported, "press the boost button");
  expect_error(link->set_power(kEsme, true), ErrorCode::Unsupported, "cut the power");
  expect_error(link->intercept("esme-to-hcalcs", {}, true), ErrorCode::Unsupported, "in a home");
}

TEST_F(AdapterMeterLinkTest, AnAnswerThatIsNoneIsNotTakenForOne) {
  const auto link = made(kAll, R"(*'"op":"deliver"'*) echo '{"done":false}';;
*'"op":"power"'*) echo '{}';;
*'"op":"press-boost"'*) echo '{"done":"yes"}';;
*'"op":"load"'*) echo '{"watts":-1}';;)");
  ASSERT_TRUE(link->load(street()));
  expect_error(link->send(kEsme, Bytes{0x01}), ErrorCode::Io,
               "the adapter's answer to deliver has no \"done\":true");
  expect_error(link->set_power(kEsme, true), ErrorCode::Io, "power");
  expect_error(link->press_boost(kEsme), ErrorCode::Io, "press-boost");
  expect_error(link->load_watts(kEsme, 2), ErrorCode::Io, "watts");
  expect_error(link->switch_is_closed(kEsme, 2), ErrorCode::Io, "closed");
}

TEST_F(AdapterMeterLinkTest, AnEventThatSaysNothingIsNotPassedOver) {
  for (const auto* const event :
       {R"({"event":"sent","hex":"01"})", R"({"event":"sent","device":"00-DB-12-34-56-78-90-A0"})",
        R"({"event":"sent","device":"00-DB-12-34-56-78-90-A0","hex":"0"})",
        R"({"event":"sent","device":"x","hex":"01"})"}) {
    const auto link =
        made(kAll, std::string(R"(*'"op":"deliver"'*) echo ')") + event + R"('; echo '{"done":true}';;)");
    ASSERT_TRUE(link->load(street()));
    expect_error(link->send(kEsme, Bytes{0x01}), ErrorCode::Io, "\"sent\"");
  }
}

TEST_F(AdapterMeterLinkTest, AnAdapterThatEndsIsLostAndStartedAgainForTheNextCase) {
  const auto link = made(kAll, R"(*'"op":"press-boost"'*) exit 3;;)");
  ASSERT_TRUE(link->load(street()));
  expect_error(link->press_boost(kEsme), ErrorCode::Io, "exit code 3");
  ASSERT_TRUE(link->load(street()));
  EXPECT_TRUE(link->send(kEsme, Bytes{0x01}));
}

}  // namespace
}  // namespace enocheck::sut
