#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "command_tree.h"
#include "completion.h"
#include "core/files.h"
#include "man_page.h"
#include "version.h"

namespace enocheck {
namespace {

Status write_man_pages(const CommandDescription& program, const std::filesystem::path& folder) {
  auto commands = program.commands;
  commands.insert(commands.begin(), program);
  for (const auto& command : commands) {
    const auto page = man_page(command, program, kVersion);
    const auto written = write_file(folder / (man_page_name(command) + ".1"), bytes_of(page));
    if (!written) { return written; }
  }
  return {};
}

}  // namespace

void add_completion_command(CLI::App& app, CommandContext& /*context*/) {
  auto* const command =
      app.add_subcommand("completion", "Print the script that completes enocheck's options");
  command->footer(
      "Example: source <(enocheck completion bash)\n"
      "An installed enocheck has it where the shells look for it.");
  auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "bash or zsh")->required()->check(CLI::IsMember({"bash", "zsh"}));
  command->callback([shell, &app] {
    const auto program = describe_commands(app);
    fmt::print("{}", *shell == "bash" ? bash_completion(program) : zsh_completion(program));
  });
}

void add_man_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand("man", "Write the man pages into a folder");
  command->group("");  // for packagers
  auto folder = std::make_shared<std::filesystem::path>();
  command->add_option("folder", *folder, "Where to")->required()->check(CLI::ExistingDirectory);
  command->callback([folder, &app, &context] {
    const auto written = write_man_pages(describe_commands(app), *folder);
    if (!written) { report_error(context, written.error()); }
  });
}

}  // namespace enocheck
