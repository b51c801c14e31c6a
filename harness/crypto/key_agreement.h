#pragma once

#include "core/result.h"
#include "crypto/keys.h"
#include "crypto/secret_bytes.h"

namespace enocheck::crypto {

/// P-256 ECDH: the shared x coordinate of one party's private and the other's public key.
[[nodiscard]] Result<SharedSecret> agree(const PrivateKey& own, const PublicKey& peer);

/// The single-step concatenation KDF as GBCS uses it: the first 16 octets of SHA-256(00000001 | Z |
/// other_info). Source: NIST SP 800-56A section 5.8.1; confirmed on every MAC of RTDS 4.5.0.
[[nodiscard]] Aes128Key derive_key(const SharedSecret& z, ByteView other_info);

}  // namespace enocheck::crypto
