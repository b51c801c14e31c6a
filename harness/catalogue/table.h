#pragma once

#include <string>
#include <vector>

#include "catalogue/element.h"

namespace enocheck::catalogue {

/// One row, or one combination of rows of several tables.
struct Row {
  std::string id;  ///< empty for a case without table
  Columns columns;
};

/// The rows that the tables below `testcase` expand to; one row without columns if there is no table.
/// Errors: Schema with file and line: a row without a value for a column, or with an unknown one; two rows
/// with one id; a column twice; more than 10,000 cases of one file.
[[nodiscard]] Result<std::vector<Row>> expand_tables(const Source& source, pugi::xml_node testcase);

}  // namespace enocheck::catalogue
