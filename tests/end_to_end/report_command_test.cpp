// report.html: at the end of a run, of a run that was killed, and elsewhere than beside its evidence.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class ReportCommand : public testing::Test {
 protected:
  /// A run with a failing case; its folder.
  [[nodiscard]] fs::path run() const {
    const auto outcome = place_.run(
        ENOCHECK_PROGRAM, {"run", "--progress", "none", "--out", (place_.folder() / "results").string(),
                           "--filter", "control/durations/1_*", "--defect", "hcalcs.ignores-duration"});
    EXPECT_EQ(outcome.exit_code, 1) << outcome.output << outcome.errors;
    return fs::canonical(place_.folder() / "results" / "latest");
  }
  [[nodiscard]] Outcome report(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "report");
    return place_.run(ENOCHECK_PROGRAM, arguments);
  }
  static json element(const std::string& html, const std::string& id) {
    const auto open = "id=\"" + id + "\">";
    const auto at = html.find(open);
    if (at == std::string::npos) { return {}; }
    const auto start = at + open.size();
    return json::parse(html.substr(start, html.find("</script>", start) - start), nullptr, false);
  }
  Workplace place_;
};

TEST_F(ReportCommand, ARunLeavesAPageWithVerdictFailedCaseAndItsMessages) {
  const auto html = read_text(run() / "report.html").value_or("");
  ASSERT_FALSE(html.empty());
  EXPECT_LT(html.size(), std::size_t{5} << 20U);
  for (const auto* const outside : {"src=\"http", "href=\"http", "url(http", "@import"}) {
    EXPECT_EQ(html.find(outside), std::string::npos) << outside;
  }
  const auto data = element(html, "data");
  EXPECT_EQ(data["gate"], "failed");
  EXPECT_EQ(data["run"]["whole"], true);
  ASSERT_EQ(data["cases"].size(), 2);
  const auto& failed = data["cases"][data["cases"][0]["verdict"] == "fail" ? 0 : 1];
  EXPECT_EQ(failed["id"], "control/durations/1_hcalcs");
  EXPECT_EQ(failed["hop"], "hcalcs");
  EXPECT_TRUE(failed["purpose"].get<std::string>().starts_with("Durations are minutes"));
  const auto ladder = element(html, data["cases"][0]["verdict"] == "fail" ? "ladder-0" : "ladder-1");
  ASSERT_FALSE(ladder["arrows"].empty());
  bool has_proof = false;
  bool has_command = false;
  for (const auto& arrow : ladder["arrows"]) {
    has_proof |= failed["proof"].get<std::string>().ends_with(arrow["file"].get<std::string>());
    EXPECT_TRUE(arrow.contains("at")) << arrow;
    if (arrow["link"] != "dsp-to-wan") { continue; }
    has_command = true;
    const auto& decoded = ladder["messages"][arrow["m"].get<std::size_t>()]["decode"];
    EXPECT_EQ(decoded["use_case"], "ECS47");
    EXPECT_EQ(decoded["payload"]["items"][0]["value"], "1 min");
  }
  EXPECT_TRUE(has_proof);
  EXPECT_TRUE(has_command);
}

TEST_F(ReportCommand, OfARunThatWasKilledItTellsWhatThereIs) {
  const auto folder = run();
  fs::remove(folder / "results.json");
  fs::remove(folder / "report.html");
  fs::remove(folder / "MANIFEST.sig");
  const auto outcome = report({folder.string()});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto data = element(read_text(folder / "report.html").value_or(""), "data");
  EXPECT_EQ(data["run"]["whole"], false);
  EXPECT_EQ(data["cases"].size(), 2);
  EXPECT_EQ(data["run"]["suffix"], " --defect hcalcs.ignores-duration");
}

TEST_F(ReportCommand, ElsewhereItsLinksLeadToTheEvidence) {
  const auto folder = run();
  const auto page = place_.folder() / "page.html";
  ASSERT_EQ(report({folder.string(), "--out", page.string()}).exit_code, 0);
  const auto base = element(read_text(page).value_or(""), "data")["run"]["evidence_base"].get<std::string>();
  EXPECT_TRUE(fs::is_directory(place_.folder() / base / "evidence")) << base;
}

TEST_F(ReportCommand, ASealedRunIsNotWrittenInto) {
  const auto folder = run();
  const auto outcome = report({folder.string()});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(outcome.output, folder.string() + "-report.html\n");
  EXPECT_TRUE(fs::exists(folder.string() + "-report.html"));
  EXPECT_EQ(place_.run(ENOCHECK_PROGRAM, {"verify", folder.string()}).exit_code, 0);
}

TEST_F(ReportCommand, AFolderThatIsNoRunsIsRefused) {
  const auto outcome = report({place_.folder().string()});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.errors.find("no run's folder"), std::string::npos) << outcome.errors;
}

}  // namespace
}  // namespace enocheck
