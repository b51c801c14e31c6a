// Two meters of a test bed, behind hubs of their own: what waits for one of them goes on beside what waits
// for the other, and says the same as one after the other.

#include "support/testbed_run.h"

namespace enocheck {
namespace {

using nlohmann::json;

constexpr auto* kBench = R"(<testbed xmlns="urn:enocheck:testbed:1" title="Bench 4" world="street">
  <meter name="ESME1" esme="00-DB-99-34-56-78-90-A0" hub="00-DB-99-34-56-78-90-A2" import-mpan="1300000000018"
         gbcs-version="3.4" firmware-version="00000103">
    <switch index="2" hcalcs="00-DB-99-34-56-78-90-97"/>
    <switch index="3" hcalcs="00-DB-99-34-56-78-90-A5"/>
  </meter>
  <meter name="ESME2" esme="00-DB-99-34-56-79-02-A0" hub="00-DB-99-34-56-79-02-A2" import-mpan="1300000000027"
         gbcs-version="3.4" firmware-version="00000103">
    <switch index="1" hcalcs="00-DB-99-34-56-79-02-A5"/>
  </meter>
</testbed>)";

constexpr auto* kFirst = "control/bench_first";
constexpr auto* kSecond = "control/bench_second";
constexpr auto* kBoth = "control/bench_both";

std::string testcase(const std::string& steps) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<testcase xmlns="urn:enocheck:testcase:1" level="required" world="street" needs="duis clock" title="Waits on a bench">
  <purpose>It is there to wait.</purpose>
  <requirement ref="ACC-1"/>
  <evidence source="gbcs-brief" section="5.3" provenance="assumed"/>
  <steps>)" +
         steps + "</steps>\n</testcase>\n";
}

std::string curtailed(const std::string& meter, unsigned index, const std::string& span) {
  return fmt::format(R"(<send as="ENO" srv="7.6" to="{0}" index="{1}" duration="60" id="cut"/>
    <expect-response to="cut" within="PT55S" outcome="success"/>
    <advance by="{2}"/>
    <send as="ENO" srv="7.7" to="{0}" id="read"/>
    <expect-response to="read" within="PT55S" outcome="success"/>)",
                     meter, index, span);
}

class TestbedLanes : public TestbedRun {
 protected:
  void SetUp() override {
    TestbedRun::SetUp();
    wait_for("PT4S");
    add_case(kBoth, testcase(R"(<send as="ENO" srv="7.7" to="ESME1" id="one"/>
    <expect-response to="one" within="PT55S" outcome="success"/>
    <send as="ENO" srv="7.7" to="ESME2" id="two"/>
    <expect-response to="two" within="PT55S" outcome="success"/>)"));
  }
  void wait_for(const std::string& span) const {
    add_case(kFirst, testcase(curtailed("ESME1", 2, span)));
    add_case(kSecond, testcase(curtailed("ESME2", 1, span)));
  }
  [[nodiscard]] static std::vector<std::string> chosen(std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--max-duration", "PT2H", "--filter", "control/bench_*"});
    return more;
  }
  /// "started control/x", "finished control/x", … as they came.
  [[nodiscard]] std::vector<std::string> course() const {
    std::vector<std::string> lines;
    std::istringstream log(read_text(latest() / "run.log").value_or(""));
    for (std::string line; std::getline(log, line);) {
      const auto at = line.find(" case ");
      const auto id = line.find(" case=");
      if (at == std::string::npos || id == std::string::npos) { continue; }
      const auto what = line.substr(at + 6, id - at - 6);
      lines.push_back(what + " " + line.substr(id + 6, line.find(' ', id + 6) - id - 6));
    }
    return lines;
  }
  /// Of each case what has nothing to do with when it ran.
  [[nodiscard]] json judged() const {
    auto cases =
        json::parse(read_text(latest() / "results.json").value_or("null"), nullptr, false).at("cases");
    for (auto& one : cases) {
      for (const auto* const timed : {"wall_ms", "virtual_ms", "commands", "curtailments"}) {
        one.erase(timed);
      }
    }
    return cases;
  }
  [[nodiscard]] bool evidence_names(const std::string& id, const std::string& eui) const {
    const auto folder = latest() / case_named(id).at("evidence").get<std::string>();
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      if (read_text(file.path()).value_or("").find(eui) != std::string::npos) { return true; }
    }
    return false;
  }
};

TEST_F(TestbedLanes, WaitsOfDifferentDevicesOverlapAndTheRecordIsTheSame) {
  const auto serial = run(kBench, chosen({"--one-at-a-time"}));
  ASSERT_EQ(serial.exit_code, 0) << serial.output << serial.errors;
  EXPECT_EQ(course(), (std::vector<std::string>{
                          std::string("started ") + kBoth, std::string("finished ") + kBoth,
                          std::string("started ") + kFirst, std::string("finished ") + kFirst,
                          std::string("started ") + kSecond, std::string("finished ") + kSecond}));
  const auto expected = judged();
  EXPECT_EQ(serial.errors.find("side by side"), std::string::npos) << serial.errors;

  const auto outcome = run(kBench, chosen());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.errors.find("2 groups of devices side by side"), std::string::npos) << outcome.errors;
  const auto order = course();
  ASSERT_EQ(order.size(), 6U) << fmt::format("{}", fmt::join(order, "\n"));
  const auto begun = std::set<std::string>(order.begin(), order.begin() + 2);
  EXPECT_EQ(begun,
            (std::set<std::string>{std::string("started ") + kFirst, std::string("started ") + kSecond}))
      << "the second began before the first had ended";
  EXPECT_EQ(order[4], std::string("started ") + kBoth) << "it is about both meters";
  EXPECT_EQ(judged(), expected);
  EXPECT_TRUE(evidence_names(kFirst, kEsme));
  EXPECT_FALSE(evidence_names(kFirst, kEsme2)) << "what is about the other meter is not its own";
  EXPECT_TRUE(evidence_names(kSecond, kEsme2));
  EXPECT_FALSE(evidence_names(kSecond, kEsme));
  EXPECT_TRUE(is_closed(2));
  EXPECT_TRUE(is_closed(1, kEsme2));
  EXPECT_FALSE(std::filesystem::exists(owed()));
  EXPECT_TRUE(std::filesystem::exists(latest() / "evidence.pcapng"));
}

TEST_F(TestbedLanes, BothArePutBackAfterAnInterrupt) {
  wait_for("PT30M");
  BackgroundProgram running(ENOCHECK_PROGRAM, arguments(kBench, chosen()), place_.folder() / "run.out",
                            place_.folder() / "run.err");
  ASSERT_TRUE(running.until([&] { return !is_closed(2) && !is_closed(1, kEsme2); }))
      << read_text(place_.folder() / "run.err").value_or("");
  EXPECT_EQ(read_text(owed()).value_or(""), "ESME1\nESME2\n");
  EXPECT_EQ(running.end(SIGINT), 130);
  EXPECT_TRUE(is_closed(2));
  EXPECT_TRUE(is_closed(1, kEsme2));
  EXPECT_FALSE(std::filesystem::exists(owed()));
  EXPECT_EQ(case_named(kFirst).at("verdict"), "inconc");
  EXPECT_EQ(case_named(kSecond).at("verdict"), "inconc");
}

}  // namespace
}  // namespace enocheck
