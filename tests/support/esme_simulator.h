#pragma once

// For tests that talk to simulated meters from outside.

#include <string>
#include <vector>

#include "support/suite_run.h"

namespace enocheck {

/// `enocheck sim esme` on ports that the system picks.
class EsmeSimulator : public SimulatorProcess {
 public:
  explicit EsmeSimulator(const Workplace& place, std::vector<std::string> more = {})
      : SimulatorProcess(place, arguments(std::move(more))) {}
  /// The options that aim a run at it.
  [[nodiscard]] std::vector<std::string> aim() const {
    return {"--target", "esme=" + address("esme"), "--control", address("control")};
  }

 private:
  static std::vector<std::string> arguments(std::vector<std::string> more) {
    more.insert(more.begin(), {"esme", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"});
    return more;
  }
};

}  // namespace enocheck
