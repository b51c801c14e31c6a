#include "crypto/key_store_entry.h"

#include <fmt/format.h>

namespace enocheck::crypto {

Result<KeyStore::Entry> read_entry(const KeyStoreSource& source) {
  auto certificate = Certificate::parse(source.certificate);
  if (!certificate) {
    return failure(ErrorCode::BadValue,
                   fmt::format("{}: {}; put an undamaged certificate there, or remove it",
                               source.certificate_name, certificate.error().detail));
  }
  KeyStore::Entry entry{*std::move(certificate), std::nullopt, source.prepayment};
  if (!source.key) { return entry; }
  auto key = PrivateKey::parse(*source.key);
  if (!key) {
    return failure(ErrorCode::BadValue,
                   fmt::format("{}: {}; put the key of {} there, or remove it to use the certificate alone",
                               source.key_name, key.error().detail, source.certificate_name));
  }
  if (!(key->public_key() == entry.certificate.public_key())) {
    return failure(
        ErrorCode::BadValue,
        fmt::format("{}: the key does not belong to the certificate {}; replace one of the two, or "
                    "remove the key to use the certificate alone",
                    source.key_name, source.certificate_name));
  }
  entry.private_key = *std::move(key);
  return entry;
}

std::optional<std::string> contradiction(const Certificate& certificate, const Eui64& eui, KeyUsage usage) {
  if (certificate.subject() != eui) {
    return fmt::format("the certificate is that of {}",
                       certificate.subject() ? to_string(*certificate.subject()) : "nobody with an EUI-64");
  }
  if (certificate.usage() != usage) { return "the certificate's key usage is another one"; }
  return std::nullopt;
}

}  // namespace enocheck::crypto
