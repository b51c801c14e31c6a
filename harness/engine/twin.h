#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalogue/testcase.h"
#include "catalogue/twin.h"
#include "engine/access_expectation.h"
#include "engine/case_result.h"
#include "engine/sut.h"

namespace enocheck::engine {

/// Something that moved and must not have, or did not move and must have.
struct TwinFinding {
  std::string subject;  ///< a cell, a case, a requirement
  std::string what;     ///< one sentence
  std::string before;
  std::string after;
  std::optional<Hop> hop;
  std::vector<std::string> requirements;
};

/// One case under one profile.
struct TwinCase {
  CaseResult result;
  std::vector<Exchange> seen;  ///< of a case of the regression set
};

/// What was compared, and what is not as the change has it.
struct TwinVerdict {
  std::size_t cells = 0;
  std::size_t cells_moved = 0;
  std::size_t cases = 0;
  std::size_t cases_moved = 0;
  std::size_t regression_cases = 0;
  std::size_t regression_exchanges = 0;
  std::vector<TwinFinding> findings;
};

/// One table under two profiles: the cells that `rules` name went from one answer to the other, all others
/// gave the same answer with the same messages. Adds to `verdict`.
/// Errors: BadValue for a key that a profile does not have.
struct TwinTable {
  const catalogue::AccessMatrix* matrix;
  const std::vector<CellGroup>* groups;
  const std::vector<std::vector<CellAnswer>>* before;
  const std::vector<std::vector<CellAnswer>>* after;
};
[[nodiscard]] Status compare_tables(const TwinTable& table, const catalogue::TwinRules& rules,
                                    const catalogue::Profile& before, const catalogue::Profile& after,
                                    TwinVerdict& verdict);

/// The suite under two profiles: the cases that apply under one of them only, for one of the keys that
/// `rules` name, went between skip and pass; all others have the same verdict; those of the regression set
/// pass with the same octets on every link, in the same order. `is_whole`: these are all cases, so that each
/// requirement that must move has to be among them. Adds to `verdict`.
struct TwinSuite {
  const std::vector<catalogue::Testcase>* cases;
  const std::vector<TwinCase>* before;
  const std::vector<TwinCase>* after;
  bool is_whole = true;
};
[[nodiscard]] Status compare_suites(const TwinSuite& suite, const catalogue::TwinRules& rules,
                                    const catalogue::Profile& before, const catalogue::Profile& after,
                                    TwinVerdict& verdict);

}  // namespace enocheck::engine
