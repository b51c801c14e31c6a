#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/result.h"

namespace enocheck::net {

using Deadline = std::chrono::steady_clock::time_point;

/// The numeric addresses of a host, at least one; a numeric host is its own. Asks the system's resolver,
/// which cannot be interrupted, on a thread that is left behind if it does not answer in time. Errors:
/// Timeout, Io (no such host), with the host's name.
[[nodiscard]] Result<std::vector<std::string>> addresses_of(const std::string& host, Deadline deadline);

}  // namespace enocheck::net
