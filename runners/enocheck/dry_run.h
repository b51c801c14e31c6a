#pragma once

#include "command.h"
#include "run_options.h"
#include "suite_setup.h"

namespace enocheck {

/// `--dry-run`: prints what each case would send to the target if that answered as the simulators do. Nobody
/// is called and nothing is recorded. Errors: those of make_target and of keys.
[[nodiscard]] Status print_what_would_be_sent(const RunOptions& options, const CommandContext& context,
                                              const LoadedSuite& suite);

}  // namespace enocheck
