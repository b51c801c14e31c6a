#pragma once

// For tests of `enocheck run --testbed` against `enocheck sim dsp` without its control interface, in the part
// of real equipment: its devices have other EUIs, MPANs and firmware than the world of the cases.

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "net/http_client.h"
#include "support/background_program.h"
#include "support/free_port.h"
#include "support/run_program.h"
#include "support/simulator.h"

namespace enocheck {

/// What stands in world `street`, and what the equipment has instead.
inline constexpr std::pair<const char*, const char*> kDiffers[] = {
    {"00-DB-12-34-56-78-90-A0", "00-DB-99-34-56-78-90-A0"},
    {"00-DB-12-34-56-78-90-A2", "00-DB-99-34-56-78-90-A2"},
    {"00-DB-12-34-56-78-90-97", "00-DB-99-34-56-78-90-97"},
    {"00-DB-12-34-56-78-90-A5", "00-DB-99-34-56-78-90-A5"},
    {"1200000000017", "1300000000018"},
    {"00-DB-12-34-56-79-02-A0", "00-DB-99-34-56-79-02-A0"},
    {"00-DB-12-34-56-79-02-A2", "00-DB-99-34-56-79-02-A2"},
    {"00-DB-12-34-56-79-02-A5", "00-DB-99-34-56-79-02-A5"},
    {"1200000000026", "1300000000027"}};
inline constexpr auto* kEsme = "00-DB-99-34-56-78-90-A0";
inline constexpr auto* kEsme2 = "00-DB-99-34-56-79-02-A0";

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
    hurry(data / "testcases" / "profiles" / "secmp0046.xml");
    setenv("ENOCHECK_DATA_DIR", data.c_str(), 1);
    simulator_ = std::make_unique<Simulator>(
        place_,
        std::vector<std::string>{"--world", "equipment", "--respond-to", "http://" + endpoint_ + "/"});
    unsetenv("ENOCHECK_DATA_DIR");
    copied_data("suite");
  }
  /// Nobody learns anything from a network that is as slow as the real one.
  static void hurry(const std::filesystem::path& profile) {
    auto text = read_text(profile).value_or("");
    const std::string latency = "<wan-latency>PT0.8S</wan-latency>";
    ASSERT_NE(text.find(latency), std::string::npos);
    text.replace(text.find(latency), latency.size(), "<wan-latency>PT0.02S</wan-latency>");
    ASSERT_TRUE(write_file(profile, bytes_of(text)).has_value());
  }
  /// Adds a case to the suite of the runs.
  void add_case(const std::string& id, const std::string& content) const {
    const auto file = place_.folder() / "suite" / "testcases" / (id + ".xml");
    ASSERT_TRUE(write_file(file, bytes_of(content)).has_value());
  }
  std::filesystem::path copied_data(const std::string& name) const {
    const auto data = place_.folder() / name;
    std::filesystem::create_directories(data);
    std::filesystem::copy(source_dir() / "testcases", data / "testcases",
                          std::filesystem::copy_options::recursive);
    for (const auto* const part : {"vectors", "schemas"}) {
      std::filesystem::create_directory_symlink(source_dir() / part, data / part);
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
  [[nodiscard]] std::filesystem::path latest() const { return place_.folder() / "results" / "latest"; }
  [[nodiscard]] std::filesystem::path owed() const { return place_.folder() / "results" / "bench.owed"; }
  [[nodiscard]] nlohmann::json case_named(const std::string& id) const {
    const auto results =
        nlohmann::json::parse(read_text(latest() / "results.json").value_or("null"), nullptr, false);
    for (const auto& one : results.at("cases")) {
      if (one.at("id") == id) { return one; }
    }
    return nullptr;
  }
  [[nodiscard]] bool is_closed(unsigned index, const std::string& esme = kEsme) const {
    const auto url = net::parse_url(simulator_->address("control"));
    const auto client = net::HttpClient::create(*url);
    const auto answer = (*client)->get(fmt::format("/control/v1/switch?esme={}&index={}", esme, index),
                                       std::chrono::seconds(30));
    return answer && nlohmann::json::parse(answer->body).at("closed").get<bool>();
  }

  Workplace place_;
  std::string endpoint_ = free_endpoint();
  std::unique_ptr<Simulator> simulator_;
};

}  // namespace enocheck
