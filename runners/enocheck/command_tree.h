#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace enocheck {

/// One option or positional argument, as --help has it.
struct OptionDescription {
  enum class Takes {
    Nothing,  ///< a flag
    Choice,   ///< one of `choices`
    File,     ///< a path of either kind
    Folder,
    Text,    ///< whatever else; it may be a path
    Number,  ///< nothing that could be offered
  };
  std::vector<std::string> names;  ///< "--help", "-h"; empty: positional
  std::string positional;          ///< the name of a positional argument
  std::string help;
  Takes takes = Takes::Nothing;
  std::vector<std::string> choices;
  std::string default_value;
  std::string environment;  ///< the variable that it is read from; empty: none
  bool is_required = false;
  bool repeats = false;
};

/// One command with all below it, read from the options that the program parses: what is made from it
/// (completion, man pages) cannot go stale. What --help hides is not in it.
struct CommandDescription {
  std::vector<std::string> path;  ///< {"sim", "dsp"}; empty: the program
  std::string description;
  std::string footer;
  std::vector<OptionDescription> options;
  std::vector<CommandDescription> commands;
};
[[nodiscard]] CommandDescription describe_commands(const CLI::App& app);

}  // namespace enocheck
