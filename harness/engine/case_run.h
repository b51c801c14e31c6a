#pragma once

#include "catalogue/testcase.h"
#include "engine/case_result.h"
#include "engine/surroundings.h"

namespace enocheck::engine {

/// Runs one case against the target and judges it. It always gives a verdict: a case that checked nothing is
/// an error.
[[nodiscard]] CaseResult run_case(const catalogue::Testcase& testcase, const Surroundings& surroundings);

/// Does the case rest on statements that the source contradicts? What it says itself, else whether all its
/// requirements do.
[[nodiscard]] bool is_contested(const catalogue::Testcase& testcase,
                                const catalogue::Requirements& requirements);

/// Why the case does not apply to this target and profile, or nothing. Errors: BadValue for a key that the
/// profile does not have.
[[nodiscard]] Result<std::optional<std::string>> reason_to_skip(const catalogue::Testcase& testcase,
                                                                const Observes& observes,
                                                                const catalogue::Profile& profile);

}  // namespace enocheck::engine
