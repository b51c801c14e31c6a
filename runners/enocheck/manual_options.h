#pragma once

#include <memory>
#include <string>

#include "engine/sut.h"

namespace CLI {
class App;
}

namespace enocheck {

/// Who does by hand what a target cannot do at its devices.
struct ManualOptions {
  bool manual = false;        ///< asks whatever standard input is
  bool no_manual = false;     ///< asks nobody; neither: asks where standard input is a terminal
  std::string operator_name;  ///< empty: $USER
  std::string deadline = "PT5M";

  [[nodiscard]] bool asks() const;
};

void add_manual_options(CLI::App& command, ManualOptions& options);
/// The target with somebody at its devices, where somebody is asked and the target has devices.
[[nodiscard]] std::unique_ptr<engine::Sut> with_operator(std::unique_ptr<engine::Sut> target,
                                                         const ManualOptions& options);

}  // namespace enocheck
