#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/access_expectation.h"

namespace enocheck::engine {

/// A cell that was not answered as the matrix says.
struct CellDeviation {
  AccessCell cell;
  Premises premises;
  const catalogue::MatrixRule* rule = nullptr;
  std::string expected;
  std::string got;

  [[nodiscard]] std::string name() const { return name_of(cell, premises); }
};

/// How many cells the rules of one id and outcome say something about.
struct RuleTally {
  std::string id;
  std::string outcome;  ///< as the matrix has it: "E4", "profile:code-use-case"
  std::size_t cells = 0;
  std::size_t deviations = 0;
};

/// What was seen of a user's right to a service reference variant, asked for a device that does not exist.
enum class SeenRight {
  NotAsked,
  MaySend,   ///< the role passed: it is the device that is refused
  Refused,   ///< for the role
  NoRole,    ///< the user has none
  Deviates,  ///< not as expected, here or in another cell of the same service and user
};

/// The access truth table as a target answered it.
struct AccessVerdict {
  std::size_t cells = 0;
  std::vector<CellDeviation> deviations;
  std::vector<RuleTally> rules;                                     ///< in the matrix's order
  std::map<std::pair<std::string, std::string>, SeenRight> rights;  ///< by service and user
};

/// Holds answers, a vector a group, against the matrix.
[[nodiscard]] AccessVerdict judge_table(const catalogue::AccessMatrix& matrix,
                                        const AccessExpectations& expectations,
                                        const std::vector<CellGroup>& groups,
                                        const std::vector<std::vector<CellAnswer>>& answers);

}  // namespace enocheck::engine
