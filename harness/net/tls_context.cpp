#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/owned.h"
#include "net/handles.h"

namespace enocheck::net {
namespace {

namespace fs = std::filesystem;

using OwnedBio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using OwnedX509 = std::unique_ptr<X509, Freed<X509_free>>;
using OwnedKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

/// The file's name and what is wrong with it; OpenSSL's queue is emptied, so that nothing surfaces later.
tl::unexpected<Error> file_failure(ErrorCode code, const fs::path& file, std::string_view why) {
  ERR_clear_error();
  return failure(code, fmt::format("{}: {}", file.string(), why));
}

Result<OwnedBio> open(const fs::path& file, std::string_view what) {
  if (file.empty()) { return failure(ErrorCode::Io, fmt::format("TLS needs a PEM file: {}", what)); }
  errno = 0;
  OwnedBio in(BIO_new_file(file.c_str(), "rb"));
  if (!in) { return file_failure(ErrorCode::Io, file, fmt::format("cannot open: {}", std::strerror(errno))); }
  return in;
}

/// All certificates of a PEM file, at least one.
Result<std::vector<OwnedX509>> read_certificates(const fs::path& file, std::string_view what) {
  const auto in = open(file, what);
  if (!in) { return tl::unexpected(in.error()); }
  std::vector<OwnedX509> certificates;
  while (auto* const next = PEM_read_bio_X509(in->get(), nullptr, nullptr, nullptr)) {
    certificates.emplace_back(next);
  }
  const auto ended = ERR_peek_last_error();
  if (certificates.empty()) { return file_failure(ErrorCode::Crypto, file, "no PEM certificate"); }
  if (ERR_GET_LIB(ended) != ERR_LIB_PEM || ERR_GET_REASON(ended) != PEM_R_NO_START_LINE) {
    return file_failure(ErrorCode::Crypto, file,
                        fmt::format("certificate {} is damaged", certificates.size() + 1));
  }
  ERR_clear_error();
  return certificates;
}

/// Without this, OpenSSL would ask for the passphrase on the terminal.
int no_passphrase(char* /*to*/, int /*size*/, int /*is_writing*/, void* /*unused*/) { return -1; }

Result<OwnedKey> read_key(const fs::path& file) {
  const auto in = open(file, "the private key");
  if (!in) { return tl::unexpected(in.error()); }
  OwnedKey key(PEM_read_bio_PrivateKey(in->get(), nullptr, no_passphrase, nullptr));
  if (!key) { return file_failure(ErrorCode::Crypto, file, "no PEM private key, or one with a passphrase"); }
  return key;
}

Status show(SSL_CTX* context, const TlsFiles& files) {
  const auto chain = read_certificates(files.certificate, "the own certificate");
  if (!chain) { return tl::unexpected(chain.error()); }
  const auto key = read_key(files.key);
  if (!key) { return tl::unexpected(key.error()); }
  const auto& own = chain->front();
  if (X509_check_private_key(own.get(), key->get()) != 1) {
    return file_failure(ErrorCode::Crypto, files.key,
                        fmt::format("key does not belong to certificate {}", files.certificate.string()));
  }
  bool is_taken =
      SSL_CTX_use_certificate(context, own.get()) == 1 && SSL_CTX_use_PrivateKey(context, key->get()) == 1;
  for (std::size_t i = 1; is_taken && i < chain->size(); ++i) {
    is_taken = SSL_CTX_add1_chain_cert(context, (*chain)[i].get()) == 1;
  }
  if (is_taken) { return {}; }
  std::array<char, 256> why{};
  ERR_error_string_n(ERR_get_error(), why.data(), why.size());
  return file_failure(ErrorCode::Crypto, files.certificate, fmt::format("not fit for TLS: {}", why.data()));
}

Status trust(SSL_CTX* context, const fs::path& file) {
  const auto certificates = read_certificates(file, "the trusted certificates");
  if (!certificates) { return tl::unexpected(certificates.error()); }
  auto* const store = SSL_CTX_get_cert_store(context);
  for (const auto& certificate : *certificates) {
    X509_STORE_add_cert(store, certificate.get());
    SSL_CTX_add_client_CA(context, certificate.get());  // tells clients which of their certificates will do
  }
  // A chain may end at any certificate that the file holds, self-signed or not.
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
  return {};
}

/// Every connection shakes hands in full, so that each one is judged by today's certificates.
Result<asio::ssl::context> context_with(const SSL_METHOD* method) {
  auto* const made = SSL_CTX_new(method);
  if (made == nullptr) { return file_failure(ErrorCode::Crypto, "TLS", "OpenSSL makes no context"); }
  asio::ssl::context context(made);
  SSL_CTX_set_min_proto_version(made, TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(made, TLS1_3_VERSION);
  SSL_CTX_set_options(made, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
  SSL_CTX_set_mode(made, SSL_MODE_NO_AUTO_CHAIN);  // shows what its file holds, not what it trusts
  SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(made, 0);
  return context;
}

}  // namespace

Result<asio::ssl::context> server_context(const ServerTls& tls) {
  auto context = context_with(TLS_server_method());
  if (!context) { return context; }
  auto* const handle = context->native_handle();
  if (const auto shown = show(handle, tls.files); !shown) { return tl::unexpected(shown.error()); }
  if (tls.files.trusted.empty() && !tls.requires_client_certificate) { return context; }
  if (const auto trusted = trust(handle, tls.files.trusted); !trusted) {
    return tl::unexpected(trusted.error());
  }
  const int required = tls.requires_client_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
  SSL_CTX_set_verify(handle, SSL_VERIFY_PEER | required, nullptr);
  return context;
}

Result<asio::ssl::context> client_context(const TlsFiles& files) {
  auto context = context_with(TLS_client_method());
  if (!context) { return context; }
  auto* const handle = context->native_handle();
  if (!files.certificate.empty()) {
    if (const auto shown = show(handle, files); !shown) { return tl::unexpected(shown.error()); }
  }
  if (const auto trusted = trust(handle, files.trusted); !trusted) { return tl::unexpected(trusted.error()); }
  SSL_CTX_set_verify(handle, SSL_VERIFY_PEER, nullptr);
  return context;
}

}  // namespace enocheck::net
