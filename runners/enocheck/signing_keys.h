#pragma once

#include <string>

#include "core/result.h"
#include "crypto/key_store.h"

namespace enocheck {

/// Where the keys of `sign` and `verify` come from: two files, or a key store.
struct KeySource {
  std::string key;       ///< private key, PEM or DER; `sign` only
  std::string cert;      ///< certificate, PEM or DER
  std::string keystore;  ///< folder or ZAZ1 file
};

/// A key store with what the source names: the files make a store of one entry.
/// Errors: Io, BadValue with the file; BadValue if the key is not the certificate's, or the source is both or
/// neither.
[[nodiscard]] Result<crypto::KeyStore> load_keys(const KeySource& source);

}  // namespace enocheck
