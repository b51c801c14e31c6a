// `enocheck run --testbed` against `enocheck sim dsp` without its control interface, in the part of real
// equipment: its devices have other EUIs, MPANs and firmware than the world of the cases.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "net/http_client.h"
#include "support/background_program.h"
#include "support/free_port.h"
#include "support/run_program.h"
#include "support/simulator.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// What stands in world `street`, and what the equipment has instead.
constexpr std::pair<const char*, const char*> kDiffers[] = {
    {"00-DB-12-34-56-78-90-A0", "00-DB-99-34-56-78-90-A0"},
    {"00-DB-12-34-56-78-90-A2", "00-DB-99-34-56-78-90-A2"},
    {"00-DB-12-34-56-78-90-97", "00-DB-99-34-56-78-90-97"},
    {"00-DB-12-34-56-78-90-A5", "00-DB-99-34-56-78-90-A5"},
    {"1200000000017", "1300000000018"}};
constexpr auto* kEsme = "00-DB-99-34-56-78-90-A0";

std::string testbed_file(const std::string& more_of_meter = "", const std::string& tests = "") {
  return R"(<testbed xmlns="urn:enocheck:testbed:1" title="Bench 3" world="street">
  <meter name="ESME1" esme="00-DB-99-34-56-78-90-A0" hub="00-DB-99-34-56-78-90-A2" import-mpan="1300000000018"
         gbcs-version="3.4" firmware-version="00000103" )" +
         more_of_meter + R"(>
    <switch index="2" hcalcs="00-DB-99-34-56-78-90-97"/>
    <switch index="3" hcalcs="00-DB-99-34-56-78-90-A5"/>
  </meter>)" +
         tests + "</testbed>";
}

/// A case of the suite that commands ESME1 of world `street` and takes no time.
constexpr auto* kCut = "access/acknowledged";
/// One that curtails its switch 2 and then waits.
constexpr auto* kWaits = "control/bench_waits";
constexpr unsigned kWaitsOn = 2;
constexpr auto* kWaitsFile = R"(<?xml version="1.0" encoding="UTF-8"?>
<testcase xmlns="urn:enocheck:testcase:1" level="required" world="street" needs="duis clock" title="A curtailment for long">
  <purpose>It is there to be interrupted.</purpose>
  <requirement ref="ACC-1"/>
  <evidence source="gbcs-brief" section="5.3" provenance="assumed"/>
  <steps>
    <send as="ENO" srv="7.6" to="ESME1" index="2" duration="60" id="cut"/>
    <expect-response to="cut" within="PT55S" outcome="success"/>
    <advance by="PT30M"/>
    <send as="ENO" srv="7.7" to="ESME1" id="read"/>
    <expect-response to="read" within="PT55S" outcome="success"/>
  </steps>
</testcase>
)";

class TestbedRun : public testing::Test {
 protected:
  /// The equipment: a simulator in a world that is `street` but for what it is called by.
  void SetUp() override {
    const auto data = copied_data("equipment");
    const auto worlds = data / "testcases" / "worlds";
    auto text = read_text(worlds / "street.xml").value_or("");
    for (const auto& [in_world, real] : kDiffers) {
      for (auto at = text.find(in_world); at != std::string::npos; at = text.find(in_world, at + 1)) {
        text.replace(at, std::string(in_world).size(), real);
      }
    }
    ASSERT_TRUE(write_file(worlds / "equipment.xml", bytes_of(text)).has_value());
    setenv("ENOCHECK_DATA_DIR", data.c_str(), 1);
    simulator_ = std::make_unique<Simulator>(
        place_,
        std::vector<std::string>{"--world", "equipment", "--respond-to", "http://" + endpoint_ + "/"});
    unsetenv("ENOCHECK_DATA_DIR");
    ASSERT_TRUE(
        write_file(copied_data("suite") / "testcases" / (kWaits + std::string(".xml")), bytes_of(kWaitsFile))
            .has_value());
  }
  [[nodiscard]] fs::path copied_data(const std::string& name) const {
    const auto data = place_.folder() / name;
    fs::create_directories(data);
    fs::copy(source_dir() / "testcases", data / "testcases", fs::copy_options::recursive);
    for (const auto* const part : {"vectors", "schemas"}) {
      fs::create_directory_symlink(source_dir() / part, data / part);
    }
    return data;
  }
  [[nodiscard]] std::vector<std::string> arguments(const std::string& testbed,
                                                   const std::vector<std::string>& more) const {
    const auto file = place_.write("bench.xml", testbed);
    std::vector<std::string> all = {"--data",
                                    (place_.folder() / "suite").string(),
                                    "run",
                                    "--target",
                                    "dsp=" + simulator_->address("duis"),
                                    "--listen",
                                    endpoint_,
                                    "--testbed",
                                    file,
                                    "--no-manual",
                                    "--progress",
                                    "plain",
                                    "--out",
                                    (place_.folder() / "results").string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  [[nodiscard]] Outcome run(const std::string& testbed, const std::vector<std::string>& more) const {
    return place_.run(ENOCHECK_PROGRAM, arguments(testbed, more));
  }
  [[nodiscard]] fs::path latest() const { return place_.folder() / "results" / "latest"; }
  [[nodiscard]] fs::path owed() const { return place_.folder() / "results" / "bench.owed"; }
  [[nodiscard]] json case_named(const std::string& id) const {
    const auto results = json::parse(read_text(latest() / "results.json").value_or("null"), nullptr, false);
    for (const auto& one : results.at("cases")) {
      if (one.at("id") == id) { return one; }
    }
    return nullptr;
  }
  [[nodiscard]] bool is_closed(unsigned index) const {
    const auto url = net::parse_url(simulator_->address("control"));
    const auto client = net::HttpClient::create(*url);
    const auto answer = (*client)->get(fmt::format("/control/v1/switch?esme={}&index={}", kEsme, index),
                                       std::chrono::seconds(30));
    return answer && json::parse(answer->body).at("closed").get<bool>();
  }

  Workplace place_;
  std::string endpoint_ = free_endpoint();
  std::unique_ptr<Simulator> simulator_;
};

TEST_F(TestbedRun, RunsTheCasesOfItsWorldOnOtherDevicesAndPutsThemBack) {
  const auto outcome =
      run(testbed_file("", "<test case=\"access/acknowledged\" id=\"UIT-42\"/>"), {"--filter", kCut});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  const auto judged = case_named(kCut);
  EXPECT_EQ(judged.at("verdict"), "pass") << judged.dump(1);
  EXPECT_EQ(judged.at("test_id"), "UIT-42");
  EXPECT_TRUE(judged.at("observations").empty()) << judged.dump(1);
  EXPECT_NE(read_text(latest() / "junit.xml").value_or("").find("value=\"UIT-42\""), std::string::npos);
  EXPECT_TRUE(is_closed(2));
  EXPECT_FALSE(fs::exists(owed()));
  // Before it and after it: reads of inventory, firmware and switches, and a reset of each of four.
  std::size_t reads = 0;
  std::size_t resets = 0;
  for (const auto& file : fs::directory_iterator(latest() / judged.at("evidence").get<std::string>())) {
    const auto text = read_text(file.path()).value_or("");
    for (const auto* const what : {"<sr:ReadInventory>", "<sr:ReadFirmwareVersion", "<sr:ReadALCSData"}) {
      reads += text.find(what) != std::string::npos ? 1U : 0U;
    }
    resets += text.find("<sr:ResetAuxiliaryLoad") != std::string::npos ? 1U : 0U;
  }
  EXPECT_EQ(reads, 3U);
  EXPECT_EQ(resets, 4U);
  const auto rejudged = place_.run(ENOCHECK_PROGRAM, {"rejudge", latest().string()});
  EXPECT_EQ(rejudged.exit_code, 2) << rejudged.output;
  EXPECT_NE(rejudged.errors.find("was on the test bed"), std::string::npos) << rejudged.errors;
}

TEST_F(TestbedRun, WhatIsNotAsTheFileSaysKeepsTheCaseFromItsStart) {
  auto other = testbed_file();
  other.replace(other.find("00000103"), 8, "00000104");
  const auto outcome = run(other, {"--filter", kCut});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.output << outcome.errors;
  const auto judged = case_named(kCut);
  EXPECT_EQ(judged.at("verdict"), "inconc");
  const auto reason = judged.at("reason").get<std::string>();
  EXPECT_NE(reason.find("DeviceFirmwareVersion 00000103"), std::string::npos) << reason;
  EXPECT_NE(reason.find("00000104"), std::string::npos) << reason;
}

TEST_F(TestbedRun, WhatMayNotBeDisturbedIsOnlyRead) {
  const auto outcome = run(testbed_file("may-be-disturbed=\"false\""), {"--filter", kCut});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(case_named(kCut).at("verdict"), "skip");
  EXPECT_NE(outcome.output.find("ESME1 may not be disturbed"), std::string::npos) << outcome.output;
}

TEST_F(TestbedRun, IsPutBackAtOnceAfterAnInterrupt) {
  BackgroundProgram running(ENOCHECK_PROGRAM,
                            arguments(testbed_file(), {"--max-duration", "PT2H", "--filter", kWaits}),
                            place_.folder() / "run.out", place_.folder() / "run.err");
  ASSERT_TRUE(running.until([&] { return !is_closed(kWaitsOn); }))
      << read_text(place_.folder() / "run.err").value_or("");
  EXPECT_TRUE(fs::exists(owed()));
  EXPECT_EQ(running.end(SIGINT), 130);
  EXPECT_TRUE(is_closed(kWaitsOn)) << "the clean-up goes on after Ctrl-C";
  EXPECT_FALSE(fs::exists(owed()));
  EXPECT_EQ(case_named(kWaits).at("verdict"), "inconc");
}

TEST_F(TestbedRun, IsPutBackAtTheNextStartAfterACrash) {
  {
    BackgroundProgram running(ENOCHECK_PROGRAM,
                              arguments(testbed_file(), {"--max-duration", "PT2H", "--filter", kWaits}),
                              place_.folder() / "run.out", place_.folder() / "run.err");
    ASSERT_TRUE(running.until([&] { return !is_closed(kWaitsOn); }));
    running.end(SIGKILL);
  }
  EXPECT_FALSE(is_closed(kWaitsOn));
  EXPECT_TRUE(fs::exists(owed()));
  const auto next = run(testbed_file(), {"--filter", kCut});
  EXPECT_NE(next.errors.find("an earlier run ended before the test bed was put back"), std::string::npos)
      << next.errors;
  EXPECT_TRUE(is_closed(kWaitsOn));
  EXPECT_FALSE(fs::exists(owed()));
}

constexpr auto* kIcs = R"(<ics xmlns="urn:enocheck:ics:1" title="ACME 3" gbcs-version="3.4" boost="true">
  <switch index="1" kind="alcs"/><switch index="2" kind="hcalcs"/><switch index="3" kind="hcalcs"/><switch index="4" kind="alcs"/>
</ics>)";

TEST_F(TestbedRun, ClaimsAreReadAndSkipsCiteThem) {
  const auto honest = place_.write("honest.xml", kIcs);
  const auto outcome = run(testbed_file(), {"--ics", honest, "--area", "ics"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(case_named("ics/switches/ESME1").at("verdict"), "pass");
  EXPECT_EQ(case_named("ics/boost/ESME1").at("verdict"), "pass");

  auto boast = std::string(kIcs);
  boast.replace(boast.find("index=\"1\" kind=\"alcs\""), 21, "index=\"1\" kind=\"hcalcs\"");
  const auto caught = run(testbed_file(), {"--ics", place_.write("boast.xml", boast), "--area", "ics"});
  EXPECT_EQ(caught.exit_code, 1) << caught.output << caught.errors;
  EXPECT_EQ(case_named("ics/switches/ESME1").at("verdict"), "fail");
  EXPECT_NE(case_named("ics/switches/ESME1").at("got").get<std::string>().find("ALCS"), std::string::npos);

  auto modest = std::string(kIcs);
  modest.replace(modest.find("boost=\"true\""), 12, "boost=\"false\"");
  const auto file = place_.write("modest.xml", modest);
  const auto skipped = run(testbed_file(), {"--ics", file, "--filter", kCut});
  EXPECT_EQ(skipped.exit_code, 0) << skipped.output << skipped.errors;
  EXPECT_EQ(case_named(kCut).at("verdict"), "skip");
  EXPECT_NE(skipped.output.find(file + ", item boost"), std::string::npos) << skipped.output;
}

TEST_F(TestbedRun, WrongFilesAreExitCode2WithFileAndLine) {
  const auto expect_wrong = [&](const std::string& testbed, const std::string& what) {
    const auto outcome = run(testbed, {"--filter", kCut});
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output;
    EXPECT_NE(outcome.errors.find(what), std::string::npos) << outcome.errors;
  };
  expect_wrong(testbed_file("colour=\"blue\""), "bench.xml: line 3");
  expect_wrong(testbed_file("", "\n<test case=\"access/gone\" id=\"1\"/>"),
               "bench.xml:7: there is no case access/gone");
  auto arguments_with_control = arguments(testbed_file(), {"--control", simulator_->address("control")});
  EXPECT_EQ(place_.run(ENOCHECK_PROGRAM, arguments_with_control).exit_code, 2);
}

}  // namespace
}  // namespace enocheck
