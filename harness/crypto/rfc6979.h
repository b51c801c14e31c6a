#pragma once

#include "crypto/digest.h"
#include "crypto/keys.h"

namespace enocheck::crypto {

/// The ECDSA P-256 signature of `digest` with the nonce that RFC 6979 (HMAC-SHA-256) prescribes.
///
/// OpenSSL 3.0 has no such mode. It does not run in constant time: for test keys and vectors only.
/// Errors: Crypto if OpenSSL's arithmetic fails.
/// Source: RFC 6979, section 3.2; the vectors of its appendix A.2.5.
[[nodiscard]] Result<Signature> sign_with_rfc6979(const std::array<std::uint8_t, 32>& scalar,
                                                  const Sha256& digest);

}  // namespace enocheck::crypto
