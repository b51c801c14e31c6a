#pragma once

#include <filesystem>
#include <optional>

#include "net/tls.h"

namespace CLI {
class App;
}

namespace enocheck {

/// The options for TLS, the same for every command that listens or calls: one certificate both ways.
struct TlsOptions {
  std::filesystem::path certificate;
  std::filesystem::path key;
  std::filesystem::path trusted;

  /// Nothing where no option was given.
  [[nodiscard]] std::optional<net::TlsFiles> files() const;
};

void add_tls_options(CLI::App& command, TlsOptions& options);

}  // namespace enocheck
