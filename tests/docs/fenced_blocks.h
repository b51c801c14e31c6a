#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace enocheck {

/// A block between ``` lines of a Markdown file.
struct FencedBlock {
  std::size_t line = 0;  ///< of its first line of text, from 1
  std::string language;  ///< the first word after the opening ```: "sh", "xml"; empty: none
  std::string note;      ///< what follows: "slow", "server", "by-hand: needs a desktop"
  std::vector<std::string> lines;
};
/// Errors: Io; Schema with file and line for a block that does not end.
[[nodiscard]] Result<std::vector<FencedBlock>> fenced_blocks(const std::filesystem::path& file);

/// Lines that look like commands and stand in no block, as "file:line: text".
[[nodiscard]] Result<std::vector<std::string>> commands_outside_blocks(const std::filesystem::path& file);

/// How the commands of a document are run: README.md and docs/ keep to it, CONTRIBUTING.md tells it.
/// ```sh           is run, from top to bottom in one shell; a line that ends in `# exits N` has to
/// ```sh slow      is run where `with_slow` says so
/// ```sh server    each line is started, and has said that it is ready before what follows is run; it is
/// ended
///                 by the next such block, or at the end
/// ```sh by-hand: WHY   is not run
struct Script {
  std::string text;                 ///< for bash; empty where there is nothing to run
  std::vector<std::string> left;    ///< blocks that are not run: "docs/x.md:12: needs a desktop"
  std::vector<std::string> faults;  ///< blocks that keep to no rule
};
[[nodiscard]] Script script_of(const std::string& name, const std::vector<FencedBlock>& blocks,
                               bool with_slow);

}  // namespace enocheck
