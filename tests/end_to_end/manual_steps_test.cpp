// `enocheck run --manual` against `enocheck sim dsp` without its control interface: this test is the person
// at the devices, who presses and looks through that interface and answers on the run's standard input.

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "net/http_client.h"
#include "support/background_program.h"
#include "support/free_port.h"
#include "support/json_schema.h"
#include "support/run_program.h"
#include "support/simulator.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr auto* kMeter = "00-DB-12-34-56-80-01-A0";
constexpr auto* kCase = R"(<?xml version="1.0" encoding="UTF-8"?>
<testcase xmlns="urn:enocheck:testcase:1" level="required" world="boost" needs="duis device" title="A boost by hand">
  <purpose>A press closes what was curtailed.</purpose>
  <requirement ref="BST-4"/>
  <evidence source="gbcs-brief" section="5.3" provenance="assumed"/>
  <steps>
    <send as="ENO" srv="7.9" to="BUTTON" flags="true true false false false" id="associate"/>
    <expect-response to="associate" within="PT55S" outcome="success"/>
    <send as="ENO" srv="7.6" to="BUTTON" index="2" duration="60" id="cut"/>
    <expect-response to="cut" within="PT55S" outcome="success"/>
    <expect-switch meter="BUTTON" index="2" state="open"/>
    <press-boost meter="BUTTON"/>
    <expect-switch meter="BUTTON" index="2" state="closed" within="PT1M"/>
  </steps>
</testcase>
)";

class ManualSteps : public testing::Test {
 protected:
  void SetUp() override {
    const auto data = place_.folder() / "data";
    fs::create_directories(data);
    fs::copy(source_dir() / "testcases", data / "testcases", fs::copy_options::recursive);
    for (const auto* const part : {"vectors", "schemas"}) {
      fs::create_directory_symlink(source_dir() / part, data / part);
    }
    place_.write("data/testcases/boost/by_hand.xml", kCase);
    ASSERT_EQ(mkfifo(input().c_str(), 0600), 0);
    answers_ = open(input().c_str(), O_RDWR);  // both ends: nobody waits for the other
    ASSERT_GE(answers_, 0);
  }
  void TearDown() override { close(answers_); }

  [[nodiscard]] fs::path input() const { return place_.folder() / "answers"; }
  [[nodiscard]] std::vector<std::string> run_arguments(const Simulator& simulator,
                                                       std::vector<std::string> more) const {
    more.insert(more.begin(),
                {"--data", (place_.folder() / "data").string(), "run", "--target",
                 "dsp=" + simulator.address("duis"), "--world", "boost", "--listen", endpoint_, "--filter",
                 "boost/by_hand", "--progress", "plain", "--out", (place_.folder() / "results").string()});
    return more;
  }
  [[nodiscard]] Simulator simulator() const {
    return Simulator(place_, {"--world", "boost", "--respond-to", "http://" + endpoint_ + "/"});
  }
  [[nodiscard]] std::string asked() const { return read_text(place_.folder() / "run.err").value_or(""); }
  [[nodiscard]] std::size_t questions() const {
    const auto text = asked();
    std::size_t count = 0;
    for (auto at = text.find("Answer "); at != std::string::npos; at = text.find("Answer ", at + 1)) {
      ++count;
    }
    return count;
  }
  void answer(const std::string& line) const {
    EXPECT_EQ(write(answers_, (line + "\n").data(), line.size() + 1), static_cast<ssize_t>(line.size() + 1));
  }
  [[nodiscard]] json only_case() const {
    const auto results = json::parse(
        read_text(place_.folder() / "results" / "latest" / "results.json").value_or("null"), nullptr, false);
    for (const auto& fault :
         JsonSchema(source_dir() / "schemas/enocheck/results.schema.json").faults(results)) {
      ADD_FAILURE() << fault;
    }
    return results.at("cases").at(0);
  }

  Workplace place_;
  std::string endpoint_ = free_endpoint();
  int answers_ = -1;
};

/// The hand and the eye: the simulator's control interface.
class Bench {
 public:
  explicit Bench(const Simulator& simulator) {
    const auto url = net::parse_url(simulator.address("control"));
    EXPECT_TRUE(url.has_value());
    auto client = net::HttpClient::create(*url);
    EXPECT_TRUE(client.has_value());
    client_ = *std::move(client);
  }
  [[nodiscard]] std::string look(unsigned index) const {
    const auto answer = client_->get(fmt::format("/control/v1/switch?esme={}&index={}", kMeter, index),
                                     std::chrono::seconds(30));
    EXPECT_TRUE(answer.has_value());
    return json::parse(answer->body).at("closed").get<bool>() ? "closed" : "open";
  }
  void press() const {
    const auto answer = client_->post("/control/v1/boost", "application/json", json{{"esme", kMeter}}.dump(),
                                      std::chrono::seconds(30));
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, 200) << answer->body;
  }

 private:
  std::unique_ptr<net::HttpClient> client_;
};

TEST_F(ManualSteps, SomebodyPressesAndLooksAndTheRecordSaysWho) {
  const auto target = simulator();
  const Bench bench(target);
  BackgroundProgram run(ENOCHECK_PROGRAM, run_arguments(target, {"--manual", "--operator", "alice"}),
                        place_.folder() / "run.out", place_.folder() / "run.err", input());
  ASSERT_TRUE(run.until([&] { return questions() >= 1; })) << asked();
  EXPECT_NE(asked().find("Look at switch 2 of meter BUTTON"), std::string::npos) << asked();
  ASSERT_TRUE(run.until([&] { return bench.look(2) == "open"; }));
  answer("open");
  ASSERT_TRUE(run.until([&] { return questions() >= 2; })) << asked();
  EXPECT_NE(asked().find("Press the boost button of meter BUTTON"), std::string::npos) << asked();
  bench.press();
  answer("done");
  ASSERT_TRUE(run.until([&] { return questions() >= 3; })) << asked();
  ASSERT_TRUE(run.until([&] { return bench.look(2) == "closed"; }));
  answer("closed");
  EXPECT_EQ(run.exit_code(), 0) << read_text(place_.folder() / "run.out").value_or("") << asked();

  const auto judged = only_case();
  EXPECT_EQ(judged.at("verdict"), "pass");
  const auto& steps = judged.at("manual_steps");
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].at("answer"), "open");
  EXPECT_EQ(steps[1].at("answer"), "done");
  EXPECT_EQ(steps[2].at("answer"), "closed");
  EXPECT_EQ(steps[1].at("operator"), "alice");
  EXPECT_EQ(steps[1].at("device"), kMeter);
  std::size_t said = 0;
  const auto evidence = place_.folder() / "results" / "latest" / judged.at("evidence").get<std::string>();
  for (const auto& file : fs::directory_iterator(evidence)) {
    said += file.path().filename().string().ends_with("operator-to-harness.txt") ? 1U : 0U;
  }
  EXPECT_EQ(said, 3U);
}

TEST_F(ManualSteps, WhatSomebodySeesCanFailACase) {
  const auto target = simulator();
  BackgroundProgram run(ENOCHECK_PROGRAM, run_arguments(target, {"--manual"}), place_.folder() / "run.out",
                        place_.folder() / "run.err", input());
  answer("closed");  // written ahead
  EXPECT_EQ(run.exit_code(), 1);
  EXPECT_EQ(only_case().at("got"), "closed");
}

TEST_F(ManualSteps, NoAnswerIsInconclusiveAndCannotIsSkippedWithTheReason) {
  const auto target = simulator();
  BackgroundProgram late(ENOCHECK_PROGRAM,
                         run_arguments(target, {"--manual", "--manual-deadline", "PT0.01S"}),
                         place_.folder() / "run.out", place_.folder() / "run.err", input());
  EXPECT_EQ(late.exit_code(), 5);
  EXPECT_EQ(only_case().at("verdict"), "inconc");
  BackgroundProgram unable(ENOCHECK_PROGRAM, run_arguments(target, {"--manual"}), place_.folder() / "run.out",
                           place_.folder() / "run.err", input());
  answer("cannot: the box is locked");
  EXPECT_EQ(unable.exit_code(), 0);
  EXPECT_EQ(only_case().at("verdict"), "skip");
  EXPECT_NE(only_case().at("reason").get<std::string>().find("the box is locked"), std::string::npos);
}

TEST_F(ManualSteps, WithoutAnybodyTheCaseIsSkippedVisibly) {
  const auto target = simulator();
  for (const auto& how : {std::vector<std::string>{}, {"--no-manual"}}) {  // no terminal is nobody, too
    const auto outcome = place_.run(ENOCHECK_PROGRAM, run_arguments(target, how));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
    EXPECT_EQ(only_case().at("verdict"), "skip");
    EXPECT_NE(outcome.output.find("expect-switch, press-boost"), std::string::npos) << outcome.output;
  }
  EXPECT_EQ(place_.run(ENOCHECK_PROGRAM, run_arguments(target, {"--manual", "--no-manual"})).exit_code, 2);
}

TEST_F(ManualSteps, OnASimulatorTheSameStepActsByItself) {
  const Simulator target(place_, {});
  auto arguments = run_arguments(target, {"--manual", "--control", target.address("control")});
  const auto outcome = place_.run(ENOCHECK_PROGRAM, arguments);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_EQ(only_case().at("verdict"), "pass");
  EXPECT_TRUE(only_case().at("manual_steps").empty());
}

}  // namespace
}  // namespace enocheck
