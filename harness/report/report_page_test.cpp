#include "report/report_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "core/hex.h"
#include "crypto/digest.h"
#include "report/evidence.h"
#include "report/ladder.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;
using engine::Verdict;
using nlohmann::json;

const std::string kHostile = "</script><script>alert(1)</script><!-- & \xff";

engine::Exchange exchange(const std::string& link, Bytes octets) {
  return {*parse_iso8601("2026-03-02T17:30:00Z"), link, *Eui64::parse("00-DB-12-34-56-7F-01-A0"),
          std::move(octets)};
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) { ++found; }
  return found;
}

std::string between(const std::string& text, const std::string& open, const std::string& close) {
  const auto at = text.find(open);
  if (at == std::string::npos) { return ""; }
  const auto start = at + open.size();
  return text.substr(start, text.find(close, start) - start);
}

class ReportPage : public testing::Test {
 protected:
  ReportPage() {
    fs::remove_all(folder_);
    requirements_.all.resize(2);
    requirements_.all[0].id = "CTL-3";
    requirements_.all[0].text = "When the duration ends, " + kHostile;
    requirements_.all[0].test = true;
    requirements_.all[0].contested_by = {7};
    requirements_.all[1].id = "CTL-4";
    requirements_.gaps[7] = "two statements";
    add("fail", Verdict::Fail);
    add("pass", Verdict::Pass);
    source_.record = &record_;
    source_.requirements = &requirements_;
    source_.run_folder = folder_;
    source_.reproduce_command = "run";
  }
  ~ReportPage() override { fs::remove_all(folder_); }

  void add(const std::string& name, Verdict verdict) {
    CaseRecord one;
    one.id = "control/" + name;
    one.area = "control";
    one.title = kHostile;
    one.reason = kHostile;
    one.requirements = {"CTL-3"};
    one.verdict = verdict;
    one.evidence = "evidence/" + one.id;
    const auto written =
        write_evidence(folder_ / one.evidence, {exchange("user-to-dsp", copy_of(bytes_of(kHostile)))});
    EXPECT_TRUE(written.has_value());
    record_.cases.push_back(std::move(one));
  }
  static json data_of(const std::string& html) {
    return json::parse(between(html, "id=\"data\">", "</script>"), nullptr, false);
  }

  fs::path folder_ = fs::path(testing::TempDir()) / "enocheck_report_page";
  RunRecord record_;
  catalogue::Requirements requirements_;
  ReportSource source_;
};

TEST_F(ReportPage, TellsVerdictsRequirementsAndTheGate) {
  const auto data = data_of(to_report_html(source_));
  ASSERT_TRUE(data.is_object());
  EXPECT_EQ(data["gate"], "failed");
  EXPECT_EQ(data["totals"]["fail"], 1);
  EXPECT_EQ(data["totals"]["pass"], 1);
  ASSERT_EQ(data["cases"].size(), 2);
  EXPECT_EQ(data["cases"][0]["verdict"], "fail");
  EXPECT_EQ(data["requirements"][0]["cases"], json({0, 1}));
  EXPECT_EQ(data["requirements"][0]["verdict"], "fail");
  EXPECT_EQ(data["requirements"][0]["gaps"], json({{7, "two statements"}}));
  EXPECT_TRUE(data["requirements"][1]["verdict"].is_null());
}

TEST_F(ReportPage, HostileTextStaysData) {
  const auto html = to_report_html(source_);
  // The data, the two ladders, the page's own script.
  EXPECT_EQ(count(html, "<script"), 4);
  EXPECT_EQ(count(html, "</script>"), 4);
  EXPECT_EQ(html.find("<script>alert"), std::string::npos);
  const auto title = data_of(html)["cases"][0]["title"].get<std::string>();
  EXPECT_EQ(title.substr(0, 34), kHostile.substr(0, 34)) << "and yet it is all there";
}

TEST_F(ReportPage, AllowsItsOwnScriptAndStyleOnlyAndNothingFromElsewhere) {
  const auto html = to_report_html(source_);
  const auto policy = between(html, "Content-Security-Policy\" content=\"", "\"");
  const auto digest = [&](const std::string& open, const std::string& close) {
    const auto text = between(html, open, close);
    EXPECT_FALSE(text.empty());
    return "'sha256-" + encode_base64(crypto::sha256(bytes_of(text))) + "'";
  };
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(policy.find("script-src " + digest("<script>", "</script>")), std::string::npos);
  EXPECT_NE(policy.find("style-src " + digest("<style>", "</style>")), std::string::npos);
  EXPECT_EQ(html.find("src=\"http"), std::string::npos);
  EXPECT_EQ(html.find("href=\"http"), std::string::npos);
  EXPECT_EQ(html.find("{{"), std::string::npos) << "a place was not filled";
}

TEST_F(ReportPage, KeepsToItsBudget) {
  const auto has = [](const std::string& html, int index) {
    return html.find("id=\"ladder-" + std::to_string(index) + "\"") != std::string::npos;
  };
  const auto none = to_report_html(source_, {.not_passed = 0, .passed = 0});
  EXPECT_FALSE(has(none, 0) || has(none, 1));
  const auto failed = to_report_html(source_, {.passed = 0});
  EXPECT_TRUE(has(failed, 0));
  EXPECT_FALSE(has(failed, 1));
  const auto passed = to_report_html(source_, {.not_passed = 0});
  EXPECT_FALSE(has(passed, 0));
  EXPECT_TRUE(has(passed, 1));
}

TEST_F(ReportPage, ALongTextIsCutAndSaysSo) {
  record_.cases[0].got = std::string(10000, 'x');
  const auto got = data_of(to_report_html(source_))["cases"][0]["got"].get<std::string>();
  EXPECT_LT(got.size(), 5000);
  EXPECT_NE(got.find("5904 more octets"), std::string::npos);
}

TEST_F(ReportPage, TellsWhatChangedSinceTheRunBefore) {
  EXPECT_FALSE(data_of(to_report_html(source_)).contains("previous"));
  PastRun before;
  before.run.id = "before";
  const auto past = [](std::string id, engine::Verdict verdict) {
    PastVerdict made;
    made.testcase = std::move(id);
    made.verdict = verdict;
    return made;
  };
  before.verdicts = {past("gone/case", engine::Verdict::Pass)};
  for (const auto& one : record_.cases) { before.verdicts.push_back(past(one.id, one.verdict)); }
  const auto was_pass = record_.cases[0].verdict == engine::Verdict::Pass;
  before.verdicts[1].verdict = was_pass ? engine::Verdict::Fail : engine::Verdict::Pass;
  std::ranges::sort(before.verdicts, {}, &PastVerdict::testcase);
  source_.previous = before;
  const auto told = data_of(to_report_html(source_))["previous"];
  ASSERT_EQ(told["changed"].size(), 1);
  EXPECT_EQ(told["changed"][0]["case"], 0);
  EXPECT_EQ(told["changed"][0]["before"], was_pass ? "fail" : "pass");
  EXPECT_EQ(told["new"], 0);
  EXPECT_EQ(told["not_asked"], 1);
}

TEST_F(ReportPage, HasTheMatricesThatItIsGiven) {
  EXPECT_FALSE(data_of(to_report_html(source_)).contains("matrix"));
  source_.access_matrix = R"({"cells": 7})";
  source_.kill_matrix = "{ no JSON";
  const auto data = data_of(to_report_html(source_));
  EXPECT_EQ(data["matrix"]["cells"], 7);
  EXPECT_FALSE(data.contains("defects"));
}

TEST(Ladder, AMessageThatPassesTwoLinksIsThereOnce) {
  const Bytes octets = {0xDF, 0x09, 0x01};
  const auto ladder = json::parse(to_ladder_json(
      {exchange("dsp-to-wan", octets), exchange("wan-to-hub", octets), exchange("wan-to-hub", {0xDF})}));
  ASSERT_EQ(ladder["arrows"].size(), 3);
  ASSERT_EQ(ladder["messages"].size(), 2);
  EXPECT_EQ(ladder["arrows"][0]["m"], ladder["arrows"][1]["m"]);
  EXPECT_NE(ladder["arrows"][1]["m"], ladder["arrows"][2]["m"]);
  EXPECT_EQ(ladder["arrows"][1]["file"], "0002-wan-to-hub.hex");
  EXPECT_EQ(ladder["arrows"][0]["at"], "2026-03-02T17:30:00.000Z");
  EXPECT_EQ(ladder["messages"][0]["hex"], "DF0901");
  EXPECT_TRUE(ladder["messages"][0]["decode"]["error"].is_string()) << "damaged octets say what is wrong";
}

TEST(Ladder, TellsWhatSwitchesAndLoadsDid) {
  const auto ladder =
      json::parse(to_ladder_json({exchange("switch-to-load", {0x00}), exchange("switch-to-load", {0x01}),
                                  exchange("load-to-feeder", {0x02, 0, 0, 0x1C, 0x20})}));
  EXPECT_EQ(ladder["arrows"][0]["label"], "contacts open");
  EXPECT_EQ(ladder["arrows"][1]["label"], "contacts close");
  EXPECT_EQ(ladder["arrows"][2]["label"], "switch 2 draws 7200 W");
  EXPECT_EQ(ladder["arrows"][2]["watts"], 7200);
  EXPECT_TRUE(ladder["messages"].empty());
}

TEST(Ladder, HasWhatWasDoneAtTheDevicesWhereItWasDone) {
  const auto call = [](const char* operation, std::vector<std::string> asked, std::size_t seen) {
    engine::RecordedCall made;
    made.operation = operation;
    made.asked = std::move(asked);
    made.seen = seen;
    return made;
  };
  const auto post = call("post", {"send"}, 1);
  const auto boost = call("press_boost", {"00-DB"}, 2);
  const auto restored = call("set_power", {"00-DB", "yes"}, 2);
  auto refused = call("set_power", {"00-DB", "no"}, 3);
  refused.failed = Error{ErrorCode::Io, "no"};
  const auto ladder = json::parse(to_ladder_json(
      {exchange("user-to-dsp", {}), exchange("switch-to-load", {0x01}), exchange("dsp-to-user", {})},
      {post, boost, restored, refused}));
  ASSERT_EQ(ladder["arrows"].size(), 5) << "not what failed";
  EXPECT_EQ(ladder["arrows"][1]["event"], "boost");
  EXPECT_EQ(ladder["arrows"][1]["link"], "consumer-to-esme");
  EXPECT_EQ(ladder["arrows"][3]["label"], "restores the power");
  EXPECT_EQ(ladder["arrows"][2]["closed"], true) << "what a call causes comes after it";
}

TEST(Ladder, ALargeMessageStaysInItsFile) {
  const auto ladder = json::parse(to_ladder_json({exchange("dsp-to-wan", Bytes(40000, 0xDF))}));
  EXPECT_FALSE(ladder["arrows"][0].contains("m"));
  EXPECT_EQ(ladder["arrows"][0]["label"], "40000 octets: see its file");
  EXPECT_TRUE(ladder["messages"].empty());
}

TEST(Evidence, ExchangesAreReadBackFromTheirFiles) {
  const auto folder = fs::path(testing::TempDir()) / "enocheck_read_exchanges";
  fs::remove_all(folder);
  const std::vector<engine::Exchange> written = {exchange("user-to-dsp", copy_of(bytes_of("<a/>"))),
                                                 exchange("hub-to-device", {0xDF, 0x01})};
  ASSERT_TRUE(write_evidence(folder, written));
  const auto read = read_exchanges(folder);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 2);
  EXPECT_EQ((*read)[0].link, "user-to-dsp");
  EXPECT_EQ((*read)[0].octets, written[0].octets);
  EXPECT_EQ((*read)[0].at, Instant{}) << "a document's file does not tell";
  EXPECT_EQ((*read)[1].octets, written[1].octets);
  EXPECT_EQ((*read)[1].at, written[1].at);
  EXPECT_EQ((*read)[1].device, written[1].device);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace enocheck::report
