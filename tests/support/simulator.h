#pragma once

// For tests that talk to the simulators from outside.

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/background_program.h"
#include "support/run_program.h"

namespace enocheck {

/// `enocheck sim dsp` on ports that the system picks.
class Simulator {
 public:
  Simulator(const Workplace& place, std::vector<std::string> more = {})
      : ready_(place.folder() / "ready.json"),
        program_(ENOCHECK_PROGRAM, arguments(std::move(more)), ready_, place.folder() / "sim.log") {
    program_.until([&] { return read_text(ready_).value_or("").ends_with("\n"); });
    addresses_ = nlohmann::json::parse(read_text(ready_).value_or(""), nullptr, false);
    EXPECT_TRUE(addresses_.is_object()) << read_text(place.folder() / "sim.log").value_or("");
  }
  [[nodiscard]] std::string address(const char* of) const {
    return addresses_.value(of, std::string("none"));
  }
  /// The options that aim a run at it.
  [[nodiscard]] std::vector<std::string> aim() const {
    return {"--target", "dsp=" + address("duis"), "--control", address("control")};
  }
  BackgroundProgram& program() { return program_; }

 private:
  static std::vector<std::string> arguments(std::vector<std::string> more) {
    more.insert(more.begin(), {"sim", "dsp", "--listen", "127.0.0.1:0", "--smki", "127.0.0.1:0", "--control",
                               "127.0.0.1:0"});
    return more;
  }
  std::filesystem::path ready_;
  BackgroundProgram program_;
  nlohmann::json addresses_;
};

}  // namespace enocheck
