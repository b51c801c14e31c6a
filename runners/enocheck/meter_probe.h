#pragma once

#include <filesystem>
#include <optional>

#include "doctor_target.h"
#include "run_options.h"
#include "suite_setup.h"

namespace enocheck {

/// Does the meter of a target `esme=` that keeps its keys and its state answer its supplier, who reads its
/// firmware version (11.2)? What is wrong with a set-up, most of all keys that are not in its trust anchor
/// cells, looks like a meter that is mute. Nothing for another target, and for one that begins each case
/// anew, with the keys of the run. Errors: those of the set-up.
[[nodiscard]] Result<std::optional<Finding>> probe_meter(const RunOptions& options,
                                                         const std::filesystem::path& data_dir,
                                                         const LoadedSuite& suite);

/// The same before a run against a meter behind TCP; an adapter that does not speak for its meter is told
/// from a mute one by the cases. Errors: also Timeout, with what to do, where there is no answer or none of
/// its.
[[nodiscard]] Status try_meter(const RunOptions& options, const std::filesystem::path& data_dir,
                               const LoadedSuite& suite);

}  // namespace enocheck
