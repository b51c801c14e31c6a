#pragma once

#include <string>

#include "report/run_record.h"

namespace enocheck::report {

/// junit.xml as CI systems read it, and as the schema of Jenkins' dtkit (junit-4.xsd) has it. A suite is the
/// cases of one file of testcases/ that judge the same requirements, and has those, the clauses and the seed
/// as properties. `fail` is a failure, `error` and `inconc` are errors, `skip` is skipped with its reason; a
/// tolerated failure stays one, of type "tolerated". What is a case's own stands in its system-out as
/// `[[PROPERTY|name=value]]`.
[[nodiscard]] std::string to_junit(const RunRecord& record);

}  // namespace enocheck::report
