#pragma once

#include <string>
#include <vector>

#include "engine/access_verdict.h"

namespace enocheck::report {

/// What a page about the access truth table says of its making.
struct AccessRun {
  std::string tool_version;
  std::string target;
  std::string profile;
  std::string defect;        ///< empty: none
  bool is_narrowed = false;  ///< not all services and users
};

/// One page of text: roles × service reference variants with a symbol each, the rules with their numbers of
/// cells, and what deviates.
[[nodiscard]] std::string access_text(const catalogue::AccessMatrix& matrix, const AccessRun& run,
                                      const engine::AccessVerdict& verdict);
/// The same for programs; schemas/enocheck/matrix.schema.json.
[[nodiscard]] std::string access_json(const catalogue::AccessMatrix& matrix, const AccessRun& run,
                                      const engine::AccessVerdict& verdict);
/// The same as one HTML file that needs nothing else.
[[nodiscard]] std::string access_html(const catalogue::AccessMatrix& matrix, const AccessRun& run,
                                      const engine::AccessVerdict& verdict);

}  // namespace enocheck::report
