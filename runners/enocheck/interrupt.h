#pragma once

namespace enocheck {

/// From now on SIGINT and SIGTERM are noted, so that the case at hand can finish and results be written. A
/// second one ends the process at once; `says_so`: a line on standard error tells that, when the first comes.
void catch_interrupts(bool says_so = false);
[[nodiscard]] bool was_interrupted();

}  // namespace enocheck
