#include <csignal>
#include <ctime>
#include <mutex>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "net/http_server.h"
#include "server/dsp_server.h"
#include "server/sim_control.h"
#include "server/sim_host.h"
#include "server/smki_server.h"
#include "suite_setup.h"
#include "tls_options.h"

namespace enocheck {
namespace {

struct Options {
  std::string listen = "127.0.0.1:8079";
  std::string smki = "127.0.0.1:8083";
  std::string control = "127.0.0.1:8078";
  std::string respond_to;
  std::string world = "street";
  std::string profile = "secmp0046";
  std::string defect;
  std::string time = "real";
  std::uint64_t seed = 46;
  std::string keystore;
  TlsOptions tls;
  bool needs_client_certificate = false;
};

/// A line each on stderr: time, level, what.
class StderrLogger final : public Logger {
 public:
  explicit StderrLogger(const Clock& clock) : clock_(&clock) {}
  void write(LogLevel level, std::string_view line) override {
    if (level == LogLevel::Debug) { return; }
    const auto* const name = level == LogLevel::Info      ? "info"
                             : level == LogLevel::Warning ? "warning"
                                                          : "error";
    const std::lock_guard lock(mutex_);
    fmt::print(stderr, "{} {} {}\n", to_iso8601(clock_->now()), name, line);
  }

 private:
  const Clock* clock_;
  std::mutex mutex_;
};

/// SIGINT and SIGTERM of this process and of all threads that it starts from now on wait to be asked for.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  /// True if one has come within `patience`.
  [[nodiscard]] bool came_within(std::chrono::nanoseconds patience) const {
    const timespec limit{.tv_sec = 0, .tv_nsec = static_cast<long>(patience.count())};
    return sigtimedwait(&signals_, nullptr, &limit) > 0;
  }

 private:
  sigset_t signals_{};
};

/// What the simulated DSP and its surroundings are made of.
class Simulation {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Simulation>> create(const Options& options,
                                                                  const std::filesystem::path& data_dir,
                                                                  Logger& log) {
    auto suite = load_suite_unchecked(data_dir, options.profile);
    if (!suite) { return tl::unexpected(suite.error()); }
    auto schema = xml::SchemaValidator::load(data_dir / "schemas" / "enocheck" / "duis_subset.xsd");
    if (!schema) { return tl::unexpected(schema.error()); }
    auto given = load_keys(options.keystore);
    if (!given) { return tl::unexpected(given.error()); }
    auto credentials = sut::Credentials::create(options.seed, false, *std::move(given));
    if (!credentials) { return tl::unexpected(credentials.error()); }
    auto certificates = (*credentials)->of_harness(suite->worlds);
    if (!certificates) { return tl::unexpected(certificates.error()); }
    auto digest = digest_of_worlds(data_dir, options.seed, options.keystore);
    if (!digest) { return tl::unexpected(digest.error()); }
    return std::unique_ptr<Simulation>(new Simulation(*std::move(suite), *std::move(schema),
                                                      *std::move(credentials), *std::move(certificates),
                                                      *std::move(digest), options.seed, log));
  }

  /// The conformant target, or one with the defect. Errors: BadValue if there is none of that name.
  [[nodiscard]] Result<std::unique_ptr<engine::Sut>> make_target(std::string_view defect_id) {
    const auto* const defect = sim::find_defect(defect_id);
    if (defect == nullptr && !defect_id.empty()) {
      return failure(ErrorCode::BadValue, fmt::format("`enocheck defects list` has no defect {}", defect_id));
    }
    auto factory = defect == nullptr ? std::make_unique<sim::PartsFactory>() : defect->parts();
    return std::make_unique<sut::EmbeddedSut>(
        sut::EmbeddedParts{suite_.profile, credentials_, std::move(factory), schema_, *log_, seed_});
  }
  [[nodiscard]] const LoadedSuite& suite() const { return suite_; }
  [[nodiscard]] const crypto::KeyStore& certificates() const { return certificates_; }
  [[nodiscard]] const std::string& digest() const { return digest_; }

 private:
  Simulation(LoadedSuite suite, xml::SchemaValidator schema, std::shared_ptr<sut::Credentials> credentials,
             crypto::KeyStore certificates, std::string digest, std::uint64_t seed, Logger& log)
      : suite_(std::move(suite)),
        schema_(std::move(schema)),
        credentials_(std::move(credentials)),
        certificates_(std::move(certificates)),
        digest_(std::move(digest)),
        seed_(seed),
        log_(&log) {}

  LoadedSuite suite_;
  xml::SchemaValidator schema_;
  std::shared_ptr<sut::Credentials> credentials_;
  crypto::KeyStore certificates_;
  std::string digest_;
  std::uint64_t seed_;
  Logger* log_;
};

Result<std::unique_ptr<net::HttpServer>> serve(const std::string& where,
                                               const std::optional<net::ServerTls>& tls, Logger& log,
                                               net::HttpServer::Handler handler) {
  const auto endpoint = net::parse_endpoint(where);
  if (!endpoint) { return tl::unexpected(endpoint.error()); }
  return net::HttpServer::start(*endpoint, tls, {}, log, std::move(handler));
}

Status set_address(server::DeliveryQueue& deliveries, const std::string& respond_to) {
  if (respond_to.empty()) { return {}; }
  const auto url = net::parse_url(respond_to);
  if (!url) { return failure(url.error(), "--respond-to"); }
  return deliveries.respond_to(*url);
}

/// In real time a world begins now, so that what a client dates in the future is.
Status load_first_world(server::SimHost& host, const Options& options, const Clock& clock) {
  const auto is_virtual = options.time == "virtual";
  return host.load(options.world, is_virtual ? server::TimeMode::Virtual : server::TimeMode::Real,
                   options.defect, is_virtual ? std::nullopt : std::optional(clock.now()));
}

std::string ready_line(const net::HttpServer& duis, const net::HttpServer& smki,
                       const net::HttpServer& control) {
  return nlohmann::ordered_json{
      {"ready", true}, {"duis", duis.url()}, {"smki", smki.url()}, {"control", control.url()}}
      .dump();
}

Status simulate_dsp(const Options& options, const CommandContext& context) {
  const EndSignals end;
  const SystemClock clock;
  StderrLogger log(clock);
  const auto simulation = Simulation::create(options, context.data_dir, log);
  if (!simulation) { return tl::unexpected(simulation.error()); }
  auto& parts = **simulation;
  const auto files = options.tls.files();
  server::DeliveryQueue deliveries({.tls = files}, log);
  if (auto set = set_address(deliveries, options.respond_to); !set) { return set; }
  server::SimHost host({[&](std::string_view defect) { return parts.make_target(defect); },
                        parts.suite().worlds, clock, deliveries, log});
  if (auto loaded = load_first_world(host, options, clock); !loaded) { return loaded; }
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
  const auto control = serve(options.control, std::nullopt, log, [&](const net::HttpRequest& request) {
    return server::answer_control(controlled, request);
  });
  if (!control) { return failure(control.error(), "--control"); }

  fmt::print("{}\n", ready_line(**duis, **smki, **control));
  std::fflush(stdout);
  while (!end.came_within(std::chrono::milliseconds(10))) { host.tick(); }
  log.info("ending on request");
  return {};
}

void add_dsp(CLI::App& parent, CommandContext& context) {
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
  command
      ->add_option("--control", options->control, "ADDR:PORT of the control interface: keep it on loopback")
      ->capture_default_str();
  command->add_option("--respond-to", options->respond_to, "URL of the users' Receive Response service");
  command->add_option("--world", options->world, "World to start with: a name in testcases/worlds")
      ->capture_default_str();
  command->add_option("--profile", options->profile, "Name in testcases/profiles, or a file")
      ->capture_default_str();
  command->add_option("--defect", options->defect, "Play with this defect of `enocheck defects list`");
  command
      ->add_option("--time", options->time,
                   "real, or virtual: time passes when the control interface says so")
      ->check(CLI::IsMember({"real", "virtual"}))
      ->capture_default_str();
  add_seed_option(*command, options->seed);
  add_keystore_option(*command, options->keystore);
  add_tls_options(*command, options->tls);
  command->add_flag("--tls-require-client", options->needs_client_certificate,
                    "Refuse clients without a certificate that leads to --tls-trusted");
  command->callback([options, &context] {
    const auto done = simulate_dsp(*options, context);
    if (!done) { report_error(context, done.error()); }
  });
}

}  // namespace

void add_sim_command(CLI::App& app, CommandContext& context) {
  auto* const command = app.add_subcommand("sim", "The simulators as servers, for clients of your own");
  command->require_subcommand(1);
  add_dsp(*command, context);
}

}  // namespace enocheck
