#pragma once

#include <string>

#include "command_tree.h"

namespace enocheck {

/// The name of a command's man page in section 1: "enocheck", "enocheck-run".
[[nodiscard]] std::string man_page_name(const CommandDescription& command);
/// The page in man(7) macros. Commands below a command stand on its page; those of the program have their
/// own.
[[nodiscard]] std::string man_page(const CommandDescription& command, const CommandDescription& program,
                                   std::string_view version);

}  // namespace enocheck
