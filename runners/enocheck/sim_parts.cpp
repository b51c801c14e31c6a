#include "sim_parts.h"

#include <cstdio>
#include <ctime>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"

namespace enocheck {

void add_sim_options(CLI::App& command, SimOptions& options) {
  command.add_option("--control", options.control, "ADDR:PORT of the control interface: keep it on loopback")
      ->capture_default_str();
  command.add_option("--world", options.world, "World to start with: a name in testcases/worlds, or a file")
      ->capture_default_str();
  command.add_option("--profile", options.profile, "Name in testcases/profiles, or a file")
      ->capture_default_str();
  command.add_option("--defect", options.defect, "Play with this defect of `enocheck defects list`");
  command
      .add_option("--time", options.time, "real, or virtual: time passes when the control interface says so")
      ->check(CLI::IsMember({"real", "virtual"}))
      ->capture_default_str();
  add_seed_option(command, options.seed);
  add_keystore_option(command, options.keystore);
}

namespace {

/// A world file of the tester's own is one more world, by the name of the file.
Status add_own_world(const SimOptions& options, const std::filesystem::path& data_dir, LoadedSuite& suite) {
  if (!options.world.ends_with(".xml")) { return {}; }
  const auto loader = catalogue::Loader::open(data_dir);
  if (!loader) { return tl::unexpected(loader.error()); }
  auto own = loader->world(options.world);
  if (!own) { return failure(own.error(), "--world"); }
  suite.worlds.insert_or_assign(own->id, *own);
  return {};
}

}  // namespace

void StderrLogger::write(LogLevel level, std::string_view line) {
  if (level == LogLevel::Debug) { return; }
  const auto* const name = level == LogLevel::Info      ? "info"
                           : level == LogLevel::Warning ? "warning"
                                                        : "error";
  const std::lock_guard lock(mutex_);
  fmt::print(stderr, "{} {} {}\n", to_iso8601(clock_->now()), name, line);
}

EndSignals::EndSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

bool EndSignals::came_within(std::chrono::nanoseconds patience) const {
  const timespec limit{.tv_sec = 0, .tv_nsec = static_cast<long>(patience.count())};
  return sigtimedwait(&signals_, nullptr, &limit) > 0;
}

Simulation::Simulation(LoadedSuite suite, xml::SchemaValidator schema,
                       std::shared_ptr<sut::Credentials> credentials, crypto::KeyStore certificates,
                       std::string digest, std::uint64_t seed, Logger& log)
    : suite_(std::move(suite)),
      schema_(std::move(schema)),
      credentials_(std::move(credentials)),
      certificates_(std::move(certificates)),
      digest_(std::move(digest)),
      seed_(seed),
      log_(&log) {}

Result<std::unique_ptr<Simulation>> Simulation::create(const SimOptions& options,
                                                       const std::filesystem::path& data_dir, Logger& log) {
  auto suite = load_suite_unchecked(data_dir, options.profile);
  if (!suite) { return tl::unexpected(suite.error()); }
  if (auto added = add_own_world(options, data_dir, *suite); !added) { return tl::unexpected(added.error()); }
  auto schema = load_duis_schema(data_dir);
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

Result<std::unique_ptr<engine::Sut>> Simulation::make_target(std::string_view defect_id) {
  const auto* const defect = sim::find_defect(defect_id);
  if (defect == nullptr && !defect_id.empty()) {
    return failure(ErrorCode::BadValue, fmt::format("`enocheck defects list` has no defect {}", defect_id));
  }
  auto factory = defect == nullptr ? std::make_unique<sim::PartsFactory>() : defect->parts();
  return std::make_unique<sut::EmbeddedSut>(
      sut::EmbeddedParts{suite_.profile, credentials_, std::move(factory), schema_, *log_, seed_});
}

Result<std::unique_ptr<net::HttpServer>> serve(const std::string& where,
                                               const std::optional<net::ServerTls>& tls, Logger& log,
                                               net::HttpServer::Handler handler) {
  const auto endpoint = net::parse_endpoint(where);
  if (!endpoint) { return tl::unexpected(endpoint.error()); }
  return net::HttpServer::start(*endpoint, tls, {}, log, std::move(handler));
}

Status load_first_world(server::SimHost& host, const SimOptions& options, const Clock& clock) {
  const auto is_virtual = options.time == "virtual";
  const auto world =
      options.world.ends_with(".xml") ? std::filesystem::path(options.world).stem().string() : options.world;
  return host.load(world, is_virtual ? server::TimeMode::Virtual : server::TimeMode::Real, options.defect,
                   is_virtual ? std::nullopt : std::optional(clock.now()));
}

void serve_until_end(const std::string& ready_line, const EndSignals& end, server::SimHost& host,
                     Logger& log) {
  fmt::print("{}\n", ready_line);
  std::fflush(stdout);
  while (!end.came_within(std::chrono::milliseconds(10))) { host.tick(); }
  log.info("ending on request");
}

}  // namespace enocheck
