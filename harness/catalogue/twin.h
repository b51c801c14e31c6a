#pragma once

#include "catalogue/access_matrix.h"

namespace enocheck::catalogue {

/// Cells that the change moves, from one answer to another.
struct TwinCells {
  CellSelector cells;
  std::vector<std::string> before;  ///< outcomes, as in a MatrixRule
  std::vector<std::string> after;
  std::vector<std::string> requirements;
};

/// What the change moves and what it must not, as testcases/twin.xml states it.
struct TwinRules {
  std::vector<TwinCells> cells;  ///< the first that fits
  std::set<std::string, std::less<>> case_keys;
  std::vector<std::string> moved;    ///< requirements that have a case that moves
  std::vector<std::string> unmoved;  ///< requirements that have none
  std::string regression_tag;
  std::size_t regression_at_least = 1;
  std::vector<std::string> regression_requirements;
};

/// Errors: Schema with file and line: also for a word that is no value of the matrix's dimension.
[[nodiscard]] Result<TwinRules> parse_twin_rules(std::string file, std::string text,
                                                 const AccessMatrix& matrix);
/// Reads `testcases/twin.xml` below `data_dir`, held against its schema. Errors: Io; those of parsing.
[[nodiscard]] Result<TwinRules> load_twin_rules(const std::filesystem::path& data_dir,
                                                const AccessMatrix& matrix);

}  // namespace enocheck::catalogue
