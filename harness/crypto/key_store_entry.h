#pragma once

// Internal to crypto/: what the folder form and the JSON form of a key store have in common.

#include <optional>
#include <string>
#include <string_view>

#include "crypto/key_store.h"

namespace enocheck::crypto {

/// One certificate with its key, as found somewhere; the names stand in errors.
struct KeyStoreSource {
  std::string certificate_name;
  ByteView certificate;
  std::string key_name;
  std::optional<ByteView> key;
  bool prepayment = false;
};

/// Parses both and checks that they belong together. Errors: BadValue, naming the file and what mends it.
[[nodiscard]] Result<KeyStore::Entry> read_entry(const KeyStoreSource& source);

/// Why a certificate is not that of `eui` for `usage`, or nothing if it is.
[[nodiscard]] std::optional<std::string> contradiction(const Certificate& certificate, const Eui64& eui,
                                                       KeyUsage usage);

}  // namespace enocheck::crypto
