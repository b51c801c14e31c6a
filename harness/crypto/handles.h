#pragma once

// Internal to crypto/: the only header of the project that names OpenSSL's types.

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/owned.h"
#include "core/result.h"

namespace enocheck::crypto {

using OwnedKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using OwnedKeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using OwnedDigest = std::unique_ptr<EVP_MD, Freed<EVP_MD_free>>;
using OwnedDigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using OwnedCipher = std::unique_ptr<EVP_CIPHER, Freed<EVP_CIPHER_free>>;
using OwnedCipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using OwnedNumber = std::unique_ptr<BIGNUM, Freed<BN_clear_free>>;
using OwnedNumberContext = std::unique_ptr<BN_CTX, Freed<BN_CTX_free>>;
using OwnedGroup = std::unique_ptr<EC_GROUP, Freed<EC_GROUP_free>>;
using OwnedPoint = std::unique_ptr<EC_POINT, Freed<EC_POINT_clear_free>>;
using OwnedEcdsaSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using OwnedParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using OwnedParams = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using OwnedX509 = std::unique_ptr<X509, Freed<X509_free>>;
using OwnedGeneralNames = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;
using OwnedBio = std::unique_ptr<BIO, Freed<BIO_free_all>>;

/// An Error that says what was being done and why OpenSSL refused. Empties the thread's error queue, so that
/// this failure cannot surface in the next call.
[[nodiscard]] tl::unexpected<Error> openssl_failure(ErrorCode code, std::string_view doing);

/// Ends the process unless `done`: for calls that fail only where memory or OpenSSL itself is broken.
inline void require(bool done) {
  if (!done) { std::abort(); }
}

/// The curve, built once.
[[nodiscard]] const EC_GROUP& p256();

/// Octets to read from; a view of `octets`, not a copy.
[[nodiscard]] OwnedBio reader_of(ByteView octets);
/// What was written into a memory BIO.
[[nodiscard]] std::string text_in(BIO& bio);
/// True if the octets are text with a PEM block rather than DER.
[[nodiscard]] bool is_pem(ByteView octets);

}  // namespace enocheck::crypto
