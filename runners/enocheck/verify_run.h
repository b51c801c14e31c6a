#pragma once

#include <filesystem>

#include "command.h"

namespace enocheck {

/// Checks a run's folder, or an unpacked bundle, against its MANIFEST; prints what is the matter, a line
/// each, and the verdict. `key`: file of the public key that has to have signed; empty: the one in the
/// folder. Sets the exit code.
void verify_run(const std::filesystem::path& folder, const std::filesystem::path& key,
                CommandContext& context);

}  // namespace enocheck
