#include "command_tree.h"

#include <algorithm>

#include <CLI/CLI.hpp>

namespace enocheck {
namespace {

using Takes = OptionDescription::Takes;

/// "TEXT:{auto,plain,none}" to its choices.
std::vector<std::string> choices_in(const std::string& type) {
  const auto open = type.find('{');
  const auto close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos) { return {}; }
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

Takes takes_of(const CLI::Option& option, const std::string& type) {
  if (option.get_type_size() == 0) { return Takes::Nothing; }
  if (!choices_in(type).empty()) { return Takes::Choice; }
  const auto has = [&](const char* part) { return type.find(part) != std::string::npos; };
  if (has("DIR")) { return Takes::Folder; }
  if (has("FILE") || has("PATH")) { return Takes::File; }
  return has("INT") || has("FLOAT") ? Takes::Number : Takes::Text;
}

OptionDescription describe(const CLI::Option& option) {
  OptionDescription described;
  for (const auto& name : option.get_lnames()) { described.names.push_back("--" + name); }
  for (const auto& name : option.get_snames()) { described.names.push_back("-" + name); }
  if (described.names.empty()) { described.positional = option.get_name(true); }
  const auto type = option.get_type_name();
  described.help = option.get_description();
  described.takes = takes_of(option, type);
  described.choices = choices_in(type);
  described.default_value = option.get_default_str();
  described.environment = option.get_envname();
  described.is_required = option.get_required();
  described.repeats = option.get_items_expected_max() > 1;
  return described;
}

CommandDescription describe(const CLI::App& app, const std::vector<std::string>& path) {
  CommandDescription command{path, app.get_description(), app.get_footer(), {}, {}};
  for (const auto* const option : app.get_options()) {
    if (!option->get_group().empty()) { command.options.push_back(describe(*option)); }
  }
  const std::function<bool(const CLI::App*)> is_shown = [](const CLI::App* one) {
    return !one->get_group().empty();
  };
  for (const auto* const one : app.get_subcommands(is_shown)) {
    auto below = path;
    below.push_back(one->get_name());
    command.commands.push_back(describe(*one, below));
  }
  std::sort(command.commands.begin(), command.commands.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return command;
}

}  // namespace

CommandDescription describe_commands(const CLI::App& app) { return describe(app, {}); }

}  // namespace enocheck
