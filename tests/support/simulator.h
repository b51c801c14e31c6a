#pragma once

// For tests that talk to the simulators from outside.

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/background_program.h"
#include "support/run_program.h"

namespace enocheck {

/// `enocheck sim …`, ready.
class SimulatorProcess {
 public:
  /// `arguments`: after `sim`.
  SimulatorProcess(const Workplace& place, std::vector<std::string> arguments)
      : ready_(place.folder() / "ready.json"),
        program_(ENOCHECK_PROGRAM, after_sim(std::move(arguments)), ready_, place.folder() / "sim.log") {
    program_.until([&] { return read_text(ready_).value_or("").ends_with("\n"); });
    addresses_ = nlohmann::json::parse(read_text(ready_).value_or(""), nullptr, false);
    EXPECT_TRUE(addresses_.is_object()) << read_text(place.folder() / "sim.log").value_or("");
  }
  /// What it said when it was ready: `duis`, `esme`, `control`.
  [[nodiscard]] std::string address(const char* of) const {
    return addresses_.value(of, std::string("none"));
  }
  BackgroundProgram& program() { return program_; }

 private:
  static std::vector<std::string> after_sim(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "sim");
    return arguments;
  }
  std::filesystem::path ready_;
  BackgroundProgram program_;
  nlohmann::json addresses_;
};

/// `enocheck sim dsp` on ports that the system picks.
class Simulator : public SimulatorProcess {
 public:
  explicit Simulator(const Workplace& place, std::vector<std::string> more = {})
      : SimulatorProcess(place, arguments(std::move(more))) {}
  /// The options that aim a run at it.
  [[nodiscard]] std::vector<std::string> aim() const {
    return {"--target", "dsp=" + address("duis"), "--control", address("control")};
  }

 private:
  static std::vector<std::string> arguments(std::vector<std::string> more) {
    more.insert(more.begin(),
                {"dsp", "--listen", "127.0.0.1:0", "--smki", "127.0.0.1:0", "--control", "127.0.0.1:0"});
    return more;
  }
};

}  // namespace enocheck
