// `enocheck run --testbed` against `enocheck sim dsp` without its control interface, in the part of real
// equipment: its devices have other EUIs, MPANs and firmware than the world of the cases.

#include <gtest/gtest.h>

#include "support/testbed_run.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

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

TEST_F(TestbedRun, RunsTheCasesOfItsWorldOnOtherDevicesAndPutsThemBack) {
  const auto outcome =
      run(testbed_file("", "<test case=\"access/acknowledged\" id=\"UIT-42\"/>"), {"--filter", kCut});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  const auto judged = case_named(kCut);
  EXPECT_EQ(judged.at("verdict"), "pass") << judged.dump(1);
  EXPECT_EQ(judged.at("test_id"), "UIT-42");
  EXPECT_TRUE(judged.at("observations").empty()) << judged.dump(1);
  EXPECT_NE(read_text(latest() / "junit.xml").value_or("").find("[[PROPERTY|test_id=UIT-42]]"),
            std::string::npos);
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
  add_case(kWaits, kWaitsFile);
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
  add_case(kWaits, kWaitsFile);
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

TEST_F(TestbedRun, ARegistryEntryNamesTestBedAndClaims) {
  place_.write("bench.xml", testbed_file());
  place_.write("acme.xml", kIcs);
  const auto entry = [&](const std::string& testbed) {
    return place_.write(
        "lab.xml",
        fmt::format(
            "<sut xmlns=\"urn:enocheck:sut:1\" title=\"lab\" start=\"turn the key\" target=\"dsp={}\">"
            "<option name=\"listen\" value=\"{}\"/><option name=\"testbed\" value=\"{}\"/>"
            "<option name=\"ics\" value=\"acme.xml\"/></sut>",
            simulator_->address("duis"), endpoint_, testbed));
  };
  const auto with = [&](const std::string& command, std::vector<std::string> more) {
    more.insert(more.begin(),
                {"--data", (place_.folder() / "suite").string(), command, "--sut", entry("bench.xml")});
    return place_.run(ENOCHECK_PROGRAM, more);
  };
  const auto ready = with("doctor", {});
  EXPECT_EQ(ready.exit_code, 0) << ready.output << ready.errors;
  EXPECT_NE(ready.output.find("reads the inventory"), std::string::npos) << ready.output;
  const auto outcome = with(
      "run", {"--no-manual", "--out", (place_.folder() / "results").string(), "--filter", "ics/switches/*"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(case_named("ics/switches/ESME1").at("verdict"), "pass");

  const auto gone = entry("gone.xml");
  for (const auto* const command : {"doctor", "run"}) {
    const auto wrong = place_.run(ENOCHECK_PROGRAM, {command, "--sut", gone});
    EXPECT_EQ(wrong.exit_code, 2) << wrong.output;
    EXPECT_NE(wrong.errors.find("gone.xml"), std::string::npos) << wrong.errors;
  }
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
