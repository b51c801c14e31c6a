#pragma once

#include <string>

#include "command_tree.h"

namespace enocheck {

/// A script that bash reads: completes commands, options, and the values of options that have choices.
[[nodiscard]] std::string bash_completion(const CommandDescription& program);
/// The same for zsh, with descriptions.
[[nodiscard]] std::string zsh_completion(const CommandDescription& program);

}  // namespace enocheck
