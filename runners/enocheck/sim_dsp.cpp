#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "server/dsp_server.h"
#include "server/sim_control.h"
#include "server/smki_server.h"
#include "sim_parts.h"
#include "tls_options.h"

namespace enocheck {
namespace {

struct Options {
  SimOptions common;
  std::string listen = "127.0.0.1:8079";
  std::string smki = "127.0.0.1:8083";
  std::string respond_to;
  TlsOptions tls;
  bool needs_client_certificate = false;
};

Status set_address(server::DeliveryQueue& deliveries, const std::string& respond_to) {
  if (respond_to.empty()) { return {}; }
  const auto url = net::parse_url(respond_to);
  if (!url) { return failure(url.error(), "--respond-to"); }
  return deliveries.respond_to(*url);
}

std::string ready_line(const net::HttpServer& duis, const net::HttpServer& smki,
                       const net::HttpServer& control) {
  return nlohmann::ordered_json{{"schema_version", 1},
                                {"ready", true},
                                {"duis", duis.url()},
                                {"smki", smki.url()},
                                {"control", control.url()}}
      .dump();
}

Status simulate_dsp(const Options& options, const CommandContext& context) {
  const EndSignals end;
  const SystemClock clock;
  StderrLogger log(clock);
  const auto simulation = Simulation::create(options.common, context.data_dir, log);
  if (!simulation) { return tl::unexpected(simulation.error()); }
  auto& parts = **simulation;
  const auto files = options.tls.files();
  server::DeliveryQueue deliveries({.tls = files}, log);
  if (auto set = set_address(deliveries, options.respond_to); !set) { return set; }
  server::SimHost host({[&](std::string_view defect) { return parts.make_target(defect); },
                        parts.suite().worlds, clock, deliveries, log});
  if (auto loaded = load_first_world(host, options.common, clock); !loaded) { return loaded; }
  const server::ControlParts controlled{host, deliveries, parts.suite().profile.name, parts.digest()};

  const auto tls =
      files ? std::optional(net::ServerTls{*files, options.needs_client_certificate}) : std::nullopt;
  const auto duis = serve(options.listen, tls, log, [&](const net::HttpRequest& request) {
    return server::answer_duis(host, request);
  });
  if (!duis) { return failure(duis.error(), "--listen"); }
  const auto smki = serve(options.smki, tls, log, [&](const net::HttpRequest& request) {
    return server::answer_smki(parts.certificates(), request);
  });
  if (!smki) { return failure(smki.error(), "--smki"); }
  const auto control = serve(options.common.control, std::nullopt, log, [&](const net::HttpRequest& request) {
    return server::answer_control(controlled, request);
  });
  if (!control) { return failure(control.error(), "--control"); }

  serve_until_end(ready_line(**duis, **smki, **control), end, host, log);
  return {};
}

}  // namespace

void add_sim_dsp(CLI::App& parent, CommandContext& context) {
  auto* const command =
      parent.add_subcommand("dsp", "The simulated DSP, hubs, meters and homes behind HTTP(S)");
  command->footer(
      "Example: enocheck sim dsp --world street --respond-to http://127.0.0.1:8081/smartdcc/duis\n"
      "When it is ready it prints one JSON line with its addresses; it ends on SIGINT or SIGTERM.\n"
      "docs/targets.md, docs/control.md");
  auto options = std::make_shared<Options>();
  command->add_option("--listen", options->listen, "ADDR:PORT of the DUIS web services; port 0 picks one")
      ->capture_default_str();
  command->add_option("--smki", options->smki, "ADDR:PORT of certificate search and retrieval")
      ->capture_default_str();
  command->add_option("--respond-to", options->respond_to, "URL of the users' Receive Response service");
  add_sim_options(*command, options->common);
  add_tls_options(*command, options->tls);
  command->add_flag("--tls-require-client", options->needs_client_certificate,
                    "Refuse clients without a certificate that leads to --tls-trusted");
  command->callback([options, &context] {
    const auto done = simulate_dsp(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace enocheck
