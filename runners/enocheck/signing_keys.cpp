#include "signing_keys.h"

#include <fmt/format.h>

#include "core/files.h"

namespace enocheck {
namespace {

template <class Parsed>
Result<Parsed> parse_file(const std::string& file) {
  const auto octets = read_file(file);
  if (!octets) { return tl::unexpected(octets.error()); }
  auto parsed = Parsed::parse(*octets);
  if (!parsed) { return failure(parsed.error(), file); }
  return parsed;
}

}  // namespace

Result<crypto::KeyStore> load_keys(const KeySource& source) {
  if (source.keystore.empty() == source.cert.empty()) {
    return failure(ErrorCode::BadValue, "give either a certificate with --cert, or a --keystore");
  }
  if (!source.keystore.empty()) { return crypto::KeyStore::load(source.keystore); }
  auto certificate = parse_file<crypto::Certificate>(source.cert);
  if (!certificate) { return tl::unexpected(certificate.error()); }
  crypto::KeyStore::Entry entry{std::move(*certificate), std::nullopt};
  if (!source.key.empty()) {
    auto key = parse_file<crypto::PrivateKey>(source.key);
    if (!key) { return tl::unexpected(key.error()); }
    if (!(key->public_key() == entry.certificate.public_key())) {
      return failure(ErrorCode::BadValue,
                     fmt::format("{} is not the key of the certificate {}", source.key, source.cert));
    }
    entry.private_key = std::move(*key);
  }
  crypto::KeyStore store;
  store.add(std::move(entry));
  return store;
}

}  // namespace enocheck
