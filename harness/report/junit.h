#pragma once

#include <string>

#include "report/run_record.h"

namespace enocheck::report {

/// junit.xml as CI systems read it: a suite an area; `fail` is a failure, `error` and `inconc` are errors,
/// `skip` is skipped with its reason.
[[nodiscard]] std::string to_junit(const RunRecord& record);

}  // namespace enocheck::report
