#pragma once

#include <filesystem>
#include <optional>

namespace enocheck::net {

/// What one end of a TLS connection shows and trusts: PEM files. TLS 1.2 and 1.3.
struct TlsFiles {
  std::filesystem::path certificate;  ///< own chain, own certificate first; empty: none (a client may)
  std::filesystem::path key;          ///< private key of it
  std::filesystem::path trusted;      ///< certificates that the other end's chain has to lead to
};

/// Of a server: does a client have to show a certificate that chains to `trusted`?
struct ServerTls {
  TlsFiles files;
  bool requires_client_certificate = false;
};

}  // namespace enocheck::net
