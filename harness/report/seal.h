#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "crypto/seal_key.h"
#include "report/manifest.h"

namespace enocheck::report {

/// Whose key it is that seals.
enum class SealedBy { Tester, Run };

/// What MANIFEST.pub holds: a line that says whose key it is, and the key.
[[nodiscard]] std::string to_public_key_file(const crypto::SealPublicKey& key, SealedBy whose);

/// Writes MANIFEST.pub, MANIFEST (a digest of every file) and, last, MANIFEST.sig: the signature of MANIFEST,
/// raw octets. Nothing may be written into the folder afterwards. Errors: Io; BadValue for a file that no
/// manifest can name; Crypto.
[[nodiscard]] Status seal(const std::filesystem::path& folder, const crypto::SealKey& key, SealedBy whose);
/// Has it been sealed to the end?
[[nodiscard]] bool is_sealed(const std::filesystem::path& folder);

/// What became of a folder since it was sealed.
struct SealFindings {
  std::vector<ManifestFault> faults;  ///< empty: nothing was changed
  std::size_t files = 0;              ///< as many as MANIFEST names
  std::string fingerprint;            ///< of the key that signed; empty where no signature holds
  SealedBy whose = SealedBy::Run;     ///< as the folder says of the key
};
/// `signer`: whose signature it has to be; none: that of the key in the folder. Errors: Io for what cannot be
/// read; a missing MANIFEST or signature is a fault.
[[nodiscard]] Result<SealFindings> check_seal(const std::filesystem::path& folder,
                                              const std::optional<crypto::SealPublicKey>& signer);

}  // namespace enocheck::report
