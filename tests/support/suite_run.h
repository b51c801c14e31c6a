#pragma once

// For tests that run the suite against a target, and read what it said of each case.

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/run_program.h"
#include "support/simulator.h"

namespace enocheck {

struct Judged {
  std::string verdict;
  std::string reason;
};
/// By the ids of the cases.
using Verdicts = std::map<std::string, Judged>;

/// Runs of one test, with their results in its folder.
class SuiteRun : public testing::Test {
 protected:
  [[nodiscard]] std::vector<std::string> run_arguments(const std::vector<std::string>& aim,
                                                       const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"run", "--progress", "none", "--out", out().string()};
    arguments.insert(arguments.end(), aim.begin(), aim.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  [[nodiscard]] Outcome run(const std::vector<std::string>& aim,
                            const std::vector<std::string>& more = {}) const {
    return place_.run(ENOCHECK_PROGRAM, run_arguments(aim, more));
  }
  [[nodiscard]] std::filesystem::path folder() const { return place_.folder(); }
  [[nodiscard]] std::filesystem::path out() const { return place_.folder() / "results"; }
  [[nodiscard]] nlohmann::json results() const {
    return nlohmann::json::parse(read_text(out() / "latest" / "results.json").value_or("null"), nullptr,
                                 false);
  }
  [[nodiscard]] std::size_t total(const char* verdict) const {
    return results()["totals"].value(verdict, std::size_t{0});
  }
  [[nodiscard]] Verdicts verdicts() const {
    Verdicts all;
    const auto document = results();
    for (const auto& one : document.at("cases")) {
      const auto reason = one.at("reason").is_null() ? "" : one.at("reason").get<std::string>();
      all[one.at("id")] = {one.at("verdict"), reason};
    }
    return all;
  }
  static void expect_part(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " is not in: " << text.substr(0, 2000);
  }

  /// Each case has the embedded target's verdict, or is skipped for one of these reasons, given by a part of
  /// it. Prints how many are skipped on both sides, and for what.
  static void expect_same(const Verdicts& embedded, const Verdicts& target, const std::string& name,
                          const std::vector<std::string>& may_skip) {
    std::map<std::string, std::size_t> skipped;
    std::size_t skipped_inside = 0;
    for (const auto& [id, outside] : target) {
      const auto& inside = embedded.at(id);
      skipped_inside += inside.verdict == "skip" ? 1U : 0U;
      if (outside.verdict != "skip" || inside.verdict == "skip") {
        EXPECT_EQ(outside.verdict, inside.verdict) << id << ": " << outside.reason;
        continue;
      }
      const auto known = std::find_if(may_skip.begin(), may_skip.end(), [&](const std::string& part) {
        return outside.reason.find(part) != std::string::npos;
      });
      EXPECT_NE(known, may_skip.end()) << id << ": " << outside.reason;
      ++skipped[known == may_skip.end() ? outside.reason : *known];
    }
    fmt::print("{} cases; skipped: {} embedded as {}\n", target.size(), skipped_inside, name);
    for (const auto& [reason, count] : skipped) { fmt::print("  {} more {}: {}\n", count, name, reason); }
  }

  /// The run's record so far; empty before there is one.
  [[nodiscard]] std::string journal() const {
    std::error_code ignored;
    const auto latest = std::filesystem::canonical(out() / "latest", ignored);
    if (ignored) { return {}; }
    for (const auto& entry : std::filesystem::directory_iterator(latest, ignored)) {
      if (entry.path().extension() == ".jsonl") { return read_text(entry.path()).value_or(""); }
    }
    return {};
  }
  /// Runs against the simulator, which is killed once a case has passed; the run's exit code. What it printed
  /// is in `printed()`.
  [[nodiscard]] int run_and_lose(SimulatorProcess& simulator, const std::vector<std::string>& aim) const {
    BackgroundProgram running(ENOCHECK_PROGRAM, run_arguments(aim, {}), folder() / "run.out",
                              folder() / "run.err");
    EXPECT_TRUE(running.until([&] { return journal().find("\"pass\"") != std::string::npos; }));
    simulator.program().end(SIGKILL);
    return running.exit_code();
  }
  [[nodiscard]] std::string printed() const { return read_text(folder() / "run.out").value_or(""); }

  Workplace place_;
};

}  // namespace enocheck
