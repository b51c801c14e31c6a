#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "net/http_server.h"
#include "server/sim_host.h"
#include "suite_setup.h"

namespace CLI {
class App;
}

namespace enocheck {

struct CommandContext;

/// What every simulator as a server is started with.
struct SimOptions {
  std::string control = "127.0.0.1:8078";
  std::string world = "street";
  std::string profile = "secmp0046";
  std::string defect;
  std::string time = "real";
  std::uint64_t seed = 46;
  std::string keystore;
};
void add_sim_options(CLI::App& command, SimOptions& options);

/// A line each on stderr: time, level, what.
class StderrLogger final : public Logger {
 public:
  explicit StderrLogger(const Clock& clock) : clock_(&clock) {}
  void write(LogLevel level, std::string_view line) override;

 private:
  const Clock* clock_;
  std::mutex mutex_;
};

/// SIGINT and SIGTERM of this process and of all threads that it starts from now on wait to be asked for.
class EndSignals {
 public:
  EndSignals();
  /// True if one has come within `patience`.
  [[nodiscard]] bool came_within(std::chrono::nanoseconds patience) const;

 private:
  sigset_t signals_{};
};

/// What the simulators are made of.
class Simulation {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Simulation>> create(const SimOptions& options,
                                                                  const std::filesystem::path& data_dir,
                                                                  Logger& log);

  /// The conformant target, or one with the defect. Errors: BadValue if there is none of that name.
  [[nodiscard]] Result<std::unique_ptr<engine::Sut>> make_target(std::string_view defect_id);
  [[nodiscard]] const LoadedSuite& suite() const { return suite_; }
  [[nodiscard]] const crypto::KeyStore& certificates() const { return certificates_; }
  [[nodiscard]] const std::string& digest() const { return digest_; }

 private:
  Simulation(LoadedSuite suite, xml::SchemaValidator schema, std::shared_ptr<sut::Credentials> credentials,
             crypto::KeyStore certificates, std::string digest, std::uint64_t seed, Logger& log);

  LoadedSuite suite_;
  xml::SchemaValidator schema_;
  std::shared_ptr<sut::Credentials> credentials_;
  crypto::KeyStore certificates_;
  std::string digest_;
  std::uint64_t seed_;
  Logger* log_;
};

[[nodiscard]] Result<std::unique_ptr<net::HttpServer>> serve(const std::string& where,
                                                             const std::optional<net::ServerTls>& tls,
                                                             Logger& log, net::HttpServer::Handler handler);
/// In real time a world begins now, so that what a client dates in the future is.
[[nodiscard]] Status load_first_world(server::SimHost& host, const SimOptions& options, const Clock& clock);
/// Prints the line that says that clients may come, and serves them until the end is asked for.
void serve_until_end(const std::string& ready_line, const EndSignals& end, server::SimHost& host,
                     Logger& log);

/// The subcommands of `enocheck sim`.
void add_sim_dsp(CLI::App& parent, CommandContext& context);
void add_sim_esme(CLI::App& parent, CommandContext& context);

}  // namespace enocheck
