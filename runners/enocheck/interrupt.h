#pragma once

namespace enocheck {

/// From now on SIGINT and SIGTERM are noted, so that the case at hand can finish and results be written. A
/// second one ends the process at once. A limit to the size of files is no signal either.
void catch_interrupts();
[[nodiscard]] bool was_interrupted();

}  // namespace enocheck
