#pragma once

#include "command.h"
#include "core/result.h"
#include "run_options.h"

namespace enocheck {

/// Runs what the options say, or judges an earlier run again where they name one; sets the exit code.
/// Errors: wrong usage or data, and a target that cannot be reached.
[[nodiscard]] Status run_suite(const RunOptions& options, CommandContext& context);

}  // namespace enocheck
