#pragma once

#include <memory>
#include <string>

#include "core/bytes.h"
#include "core/result.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace enocheck::crypto {

/// The public half of a key that seals run folders and bundles: Ed25519 or P-256.
class SealPublicKey {
 public:
  /// Reads SubjectPublicKeyInfo or an X.509 certificate, PEM (text before it is left out) or DER. Errors:
  /// BadValue for anything else, or another kind of key.
  [[nodiscard]] static Result<SealPublicKey> parse(ByteView pem_or_der);
  /// Is `signature` the key's over `message`? Ed25519: 64 octets; P-256: ECDSA with SHA-256, DER.
  [[nodiscard]] bool verify(ByteView message, ByteView signature) const;
  [[nodiscard]] std::string to_pem() const;
  /// SHA-256 of SubjectPublicKeyInfo, in hex: what people compare.
  [[nodiscard]] std::string fingerprint() const;
  friend bool operator==(const SealPublicKey& a, const SealPublicKey& b) {
    return a.fingerprint() == b.fingerprint();
  }

 private:
  friend class SealKey;
  explicit SealPublicKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  std::shared_ptr<evp_pkey_st> key_;
};

/// A private key that seals. It has no formatter and no accessor for its value.
class SealKey {
 public:
  /// A fresh Ed25519 key. Errors: Crypto.
  [[nodiscard]] static Result<SealKey> generate();
  /// Reads PEM or DER: PKCS#8 or SEC1, unencrypted. Errors: BadValue, with what to do.
  [[nodiscard]] static Result<SealKey> parse(ByteView pem_or_der);
  /// The octets that SealPublicKey::verify takes. Errors: Crypto.
  [[nodiscard]] Result<Bytes> sign(ByteView message) const;
  [[nodiscard]] SealPublicKey public_key() const { return SealPublicKey(key_); }

 private:
  explicit SealKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  std::shared_ptr<evp_pkey_st> key_;
};

/// Is there a private key in DER at the start of the octets: PKCS#8, encrypted or not, SEC1 or PKCS#1?
[[nodiscard]] bool starts_with_private_key(ByteView octets);

}  // namespace enocheck::crypto
