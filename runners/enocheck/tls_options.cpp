#include "tls_options.h"

#include <CLI/CLI.hpp>

namespace enocheck {

std::optional<net::TlsFiles> TlsOptions::files() const {
  if (certificate.empty() && key.empty() && trusted.empty()) { return std::nullopt; }
  return net::TlsFiles{certificate, key, trusted};
}

void add_tls_options(CLI::App& command, TlsOptions& options) {
  auto* const certificate =
      command
          .add_option("--tls-certificate", options.certificate, "PEM file: own chain, own certificate first")
          ->check(CLI::ExistingFile);
  auto* const key =
      command.add_option("--tls-key", options.key, "PEM file: its private key")->check(CLI::ExistingFile);
  command.add_option("--tls-trusted", options.trusted, "PEM file: whom the other end's chain has to lead to")
      ->check(CLI::ExistingFile);
  certificate->needs(key);
  key->needs(certificate);
}

}  // namespace enocheck
