#pragma once

#include <string>

#include "catalogue/requirement.h"
#include "report/run_record.h"

namespace enocheck::report {

/// results.sarif, SARIF 2.1.0 (OASIS). A rule is a requirement; a result is a case that failed or could not
/// be judged, at the file and line of the test case, with the hop at fault as logical location; a tolerated
/// one is suppressed, a contested or recommended one a warning. Errors of the harness are notifications of
/// the invocation. Fingerprints: `primaryLocationLineHash` is the case, `enocheckFailure/v1` how it failed.
[[nodiscard]] std::string to_sarif(const RunRecord& record, const catalogue::Requirements& requirements);

}  // namespace enocheck::report
