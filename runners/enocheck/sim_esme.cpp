#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "server/esme_server.h"
#include "server/sim_control.h"
#include "sim_parts.h"

namespace enocheck {
namespace {

struct Options {
  SimOptions common;
  std::string listen = "127.0.0.1:4059";
  std::string meter;
};

Status simulate_esme(const Options& options, const CommandContext& context) {
  const EndSignals end;
  const SystemClock clock;
  StderrLogger log(clock);
  const auto simulation = Simulation::create(options.common, context.data_dir, log);
  if (!simulation) { return tl::unexpected(simulation.error()); }
  auto& parts = **simulation;
  server::DeliveryQueue deliveries({}, log);  // to nobody: the users are the client's
  server::SimHost host({[&](std::string_view defect) { return parts.make_target(defect); },
                        parts.suite().worlds, clock, deliveries, log});
  server::EsmeServer esme(host, options.meter, log);
  if (auto loaded = load_first_world(host, options.common, clock); !loaded) { return loaded; }
  const auto endpoint = net::parse_endpoint(options.listen);
  if (!endpoint) { return failure(endpoint.error(), "--listen"); }
  if (auto started = esme.start(*endpoint); !started) { return failure(started.error(), "--listen"); }
  const server::ControlParts controlled{host, deliveries, parts.suite().profile.name, parts.digest(), &esme};
  const auto control = serve(options.common.control, std::nullopt, log, [&](const net::HttpRequest& request) {
    return server::answer_control(controlled, request);
  });
  if (!control) { return failure(control.error(), "--control"); }
  const nlohmann::ordered_json ready = {{"schema_version", 1},
                                        {"ready", true},
                                        {"esme", "tcp://" + to_string(esme.endpoint())},
                                        {"control", (*control)->url()}};
  serve_until_end(ready.dump(), end, host, log);
  return {};
}

}  // namespace

void add_sim_esme(CLI::App& parent, CommandContext& context) {
  auto* const command = parent.add_subcommand("esme", "Simulated meters behind TCP, GBCS in DLMS wrappers");
  command->footer(
      "Example: enocheck sim esme --world street --meter ESME1\n"
      "When it is ready it prints one JSON line with its addresses; it ends on SIGINT or SIGTERM.\n"
      "docs/targets.md has the wPorts");
  auto options = std::make_shared<Options>();
  command->add_option("--listen", options->listen, "ADDR:PORT of the meters; port 0 picks one")
      ->capture_default_str();
  command->add_option("--meter", options->meter, "The meter of the world that is there; else all of them");
  add_sim_options(*command, options->common);
  command->callback([options, &context] {
    const auto done = simulate_esme(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
