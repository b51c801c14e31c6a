#include <CLI/CLI.hpp>

#include "command.h"
#include "sim_parts.h"

namespace enocheck {

void add_sim_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand("sim", "The simulators as servers, for clients of your own");
  command->require_subcommand(1);
  add_sim_dsp(*command, context);
  add_sim_esme(*command, context);
}

}  // namespace enocheck
