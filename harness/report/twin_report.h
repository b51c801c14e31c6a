#pragma once

#include <string>

#include "engine/twin.h"

namespace enocheck::report {

/// What a report about a twin run says of its making.
struct TwinRun {
  std::string tool_version;
  std::string target;
  std::string before;  ///< profiles
  std::string after;
  std::string defect;        ///< empty: none
  bool is_narrowed = false;  ///< not all cells and cases
};

/// Numbers, then a paragraph a finding.
[[nodiscard]] std::string twin_text(const TwinRun& run, const engine::TwinVerdict& verdict);
/// The same for programs; schemas/enocheck/twin.schema.json.
[[nodiscard]] std::string twin_json(const TwinRun& run, const engine::TwinVerdict& verdict);

}  // namespace enocheck::report
