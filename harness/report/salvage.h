#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "core/result.h"
#include "report/run_folder.h"

namespace enocheck::report {

/// Puts in order what a worker that was killed left (0 is the process that leads), so that another can go on:
/// takes away the rest of a line, the evidence of cases that it had begun and not finished, and their
/// packets. Nothing of a finished case is touched. `known`: ids of the suite's cases; nothing else is
/// removed. Nobody may write there meanwhile. Errors: Io, Schema.
[[nodiscard]] Status salvage_worker(const RunFolder& folder, std::size_t worker,
                                    const std::set<std::string>& known);

/// The same for all of a run: besides, a seal that was begun or is of the run's interruption is taken away,
/// and a finished case whose evidence is not whole (a power cut) counts as not run. Errors: Io, Schema.
[[nodiscard]] Status salvage_run(const RunFolder& folder, const std::set<std::string>& known);

}  // namespace enocheck::report
