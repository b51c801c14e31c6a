// `enocheck run --trace`, `--requirements` and `--max-duration`, and `enocheck list --freeze`.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/free_port.h"
#include "support/run_program.h"
#include "support/simulator.h"

namespace enocheck {
namespace {

using nlohmann::json;

class RunPlanOptions : public testing::Test {
 protected:
  [[nodiscard]] Outcome run(std::vector<std::string> more) const {
    more.insert(more.begin(), {"run", "--progress", "plain", "--no-manual", "--out",
                               (place_.folder() / "results").string()});
    return place_.run(ENOCHECK_PROGRAM, more);
  }
  [[nodiscard]] json results() const {
    return json::parse(read_text(place_.folder() / "results" / "latest" / "results.json").value_or("null"),
                       nullptr, false);
  }

  Workplace place_;
};

TEST_F(RunPlanOptions, TraceShowsEveryMessageOfOneCaseInOrderAndDecoded) {
  const auto outcome = run({"--trace", "control/state_read_back/eis_open"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  std::size_t last = 0;
  for (const auto* const link : {"0002-user-to-dsp.xml", "dsp-to-wan.hex", "wan-to-hub.hex",
                                 "hub-to-device.hex", "device-to-hub.hex", "dsp-to-user.xml"}) {
    const auto at = outcome.output.find(link, last);
    EXPECT_NE(at, std::string::npos) << link << " is not shown, or not in order\n" << outcome.output;
    last = at == std::string::npos ? last : at;
  }
  EXPECT_NE(outcome.output.find("mac         valid"), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("access-request"), std::string::npos) << outcome.output;
  EXPECT_EQ(results().at("cases").size(), 1U);
}

TEST_F(RunPlanOptions, TraceIsForOneCase) {
  const auto none = run({"--trace", "control/nothing_of_that_name"});
  EXPECT_EQ(none.exit_code, 4);
  const auto many = run({"--trace", "control/durations/*"});
  EXPECT_EQ(many.exit_code, 2);
  EXPECT_NE(many.errors.find("one can be shown"), std::string::npos) << many.errors;
  EXPECT_EQ(run({"--trace", "control/state_read_back/eis_open", "--jobs", "2"}).exit_code, 2);
}

TEST_F(RunPlanOptions, AFrozenSetLeavesNewCasesOutVisibly) {
  const auto file = (place_.folder() / "release.xml").string();
  const auto frozen =
      place_.run(ENOCHECK_PROGRAM, {"list", "--filter", "labels/accepted_texts/*", "--freeze", file});
  ASSERT_EQ(frozen.exit_code, 0) << frozen.errors;
  for (const auto* const jobs : {"1", "2"}) {
    const auto outcome = run({"--area", "labels", "--requirements", file, "--jobs", jobs});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
    EXPECT_NE(outcome.output.find("not in the requirement set " + file), std::string::npos) << outcome.output;
    std::size_t judged = 0;
    const auto document = results();
    for (const auto& one : document.at("cases")) {
      const bool is_inside = one.at("id").get<std::string>().starts_with("labels/accepted_texts/");
      EXPECT_EQ(one.at("verdict"), is_inside ? "pass" : "skip") << one.at("id");
      judged += is_inside ? 1U : 0U;
    }
    EXPECT_GE(judged, 1U);
    EXPECT_GT(results().at("totals").at("skip").get<std::size_t>(), judged);
  }
}

TEST_F(RunPlanOptions, ASetThatNamesWhatIsGoneIsWrongWithFileAndLine) {
  const auto file =
      place_.write("release.xml",
                   "<requirement-set xmlns=\"urn:enocheck:requirement-set:1\" suite-version=\"0.1\">\n"
                   "  <case ref=\"control/gone\"/>\n</requirement-set>\n");
  const auto outcome = run({"--requirements", file});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.errors.find(file + ":2: "), std::string::npos) << outcome.errors;
}

TEST_F(RunPlanOptions, ARunInRealTimeSaysWhatItTakesAndLeavesOutWhatDoesNotFit) {
  const auto endpoint = free_endpoint();
  const Simulator simulator(place_, {"--respond-to", "http://" + endpoint + "/"});
  const std::vector<std::string> aim = {
      "--target", "dsp=" + simulator.address("duis"), "--world", "street", "--listen", endpoint};
  const auto run_at = [&](std::vector<std::string> more) {
    more.insert(more.end(), aim.begin(), aim.end());
    return run(std::move(more));
  };
  // A refusal comes in the same call; an answer of a meter takes seconds.
  const auto outcome = run_at({"--max-duration", "PT3S"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_NE(outcome.errors.find("cases in real time: "), std::string::npos) << outcome.errors;
  EXPECT_NE(outcome.errors.find("do not fit"), std::string::npos) << outcome.errors;
  EXPECT_NE(outcome.output.find("does not fit into --max-duration PT3S"), std::string::npos)
      << outcome.output;
  EXPECT_GT(results().at("totals").at("pass").get<int>(), 0) << outcome.output;
}

}  // namespace
}  // namespace enocheck
