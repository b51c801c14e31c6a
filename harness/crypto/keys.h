#pragma once

#include <array>
#include <memory>
#include <string>

#include "core/bytes.h"
#include "core/result.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY, for layers that hand it to xmlsec1

namespace enocheck::crypto {

/// An ECDSA P-256 signature as GBCS and XML Signature carry it: r then s, 32 octets each, no DER.
using Signature = std::array<std::uint8_t, 64>;

/// Takes 64 octets as a signature; any other size is BadValue.
[[nodiscard]] Result<Signature> signature_from(ByteView octets);

/// A P-256 public key, parsed and checked once; copies share it. Several threads may use it at once.
class PublicKey {
 public:
  /// Reads an uncompressed point (04, x, y: 65 octets). Errors: BadValue if it is not on the curve.
  [[nodiscard]] static Result<PublicKey> from_point(ByteView point);
  [[nodiscard]] const std::array<std::uint8_t, 65>& point() const { return point_; }
  /// True if `signature` is the key's over SHA-256 of `message`.
  [[nodiscard]] bool verify(ByteView message, const Signature& signature) const;
  [[nodiscard]] evp_pkey_st* native() const { return key_.get(); }
  friend bool operator==(const PublicKey& a, const PublicKey& b) { return a.point_ == b.point_; }

 private:
  friend class PrivateKey;
  PublicKey() = default;
  std::shared_ptr<evp_pkey_st> key_;
  std::array<std::uint8_t, 65> point_{};
};

/// A P-256 private key, parsed once; copies share it, several threads may use it at once. It has no formatter
/// and no accessor for its value.
class PrivateKey {
 public:
  /// Reads a big-endian scalar of 32 octets. Errors: BadValue if it is zero or not below the group order.
  [[nodiscard]] static Result<PrivateKey> from_scalar(ByteView scalar);
  /// Reads PEM or DER: PKCS#8 or SEC1, unencrypted. Errors: BadValue for anything else: another curve, or a
  /// public point that is not the scalar's.
  [[nodiscard]] static Result<PrivateKey> parse(ByteView pem_or_der);

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  /// Signs SHA-256 of `message` with fresh randomness, so that two signatures of the same octets differ; or,
  /// in a key that signs repeatably, as sign_deterministically does.
  [[nodiscard]] Result<Signature> sign(ByteView message) const;
  /// Signs with the nonce of RFC 6979: the same octets give the same signature.
  /// For test keys and vectors only, it does not run in constant time.
  [[nodiscard]] Result<Signature> sign_deterministically(ByteView message) const;
  /// The same key, whose `sign` is sign_deterministically: for test keys only.
  [[nodiscard]] PrivateKey signing_repeatably() const;
  [[nodiscard]] evp_pkey_st* native() const { return key_.get(); }
  /// PKCS#8 PEM, for writing test PKIs to disk.
  [[nodiscard]] Result<std::string> to_pem() const;

 private:
  PrivateKey() = default;
  std::shared_ptr<evp_pkey_st> key_;
  PublicKey public_key_;
  bool signs_repeatably_ = false;
};

}  // namespace enocheck::crypto
