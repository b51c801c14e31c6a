#include "crypto/keys.h"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>

#include "crypto/digest.h"
#include "crypto/handles.h"
#include "crypto/rfc6979.h"
#include "crypto/secret_bytes.h"

namespace enocheck::crypto {
namespace {

constexpr const char* kCurve = "prime256v1";
constexpr std::size_t kPointSize = 65;
constexpr std::size_t kScalarSize = 32;
constexpr std::size_t kHalf = 32;
/// A DER signature of two 256-bit integers: at most 2 + 2 * (2 + 33) octets.
constexpr std::size_t kMaxDerSignature = 72;

Bytes to_der(const Signature& signature) {
  const auto octets = ByteView(signature);
  OwnedNumber r(BN_bin2bn(octets.data(), kHalf, nullptr));
  OwnedNumber s(BN_bin2bn(octets.subspan(kHalf).data(), kHalf, nullptr));
  const OwnedEcdsaSignature parts(ECDSA_SIG_new());
  require(r && s && parts && ECDSA_SIG_set0(parts.get(), r.get(), s.get()) == 1);
  (void)r.release();  // the structure owns them now
  (void)s.release();
  Bytes der(kMaxDerSignature);
  auto* out = der.data();
  const auto size = i2d_ECDSA_SIG(parts.get(), &out);
  require(size > 0);
  der.resize(static_cast<std::size_t>(size));
  return der;
}

Result<Signature> from_der(ByteView der) {
  const auto* in = der.data();
  const OwnedEcdsaSignature parts(d2i_ECDSA_SIG(nullptr, &in, static_cast<long>(der.size())));
  Signature signature{};
  const auto octets = std::span(signature);
  if (!parts || BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), octets.data(), kHalf) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), octets.subspan(kHalf).data(), kHalf) < 0) {
    return openssl_failure(ErrorCode::Crypto, "ECDSA signature");
  }
  return signature;
}

/// Builds a key from its point, and its scalar if there is one. OpenSSL checks that the point is on the
/// curve.
OwnedKey key_from(ByteView point, const BIGNUM* scalar) {
  const OwnedParamBuilder builder(OSSL_PARAM_BLD_new());
  require(builder &&
          OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kCurve, 0) == 1 &&
          OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                           point.size()) == 1);
  if (scalar != nullptr) {
    require(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1);
  }
  const OwnedParams params(OSSL_PARAM_BLD_to_param(builder.get()));
  const OwnedKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  require(params && context && EVP_PKEY_fromdata_init(context.get()) == 1);
  EVP_PKEY* key = nullptr;
  const int selection = scalar != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  if (EVP_PKEY_fromdata(context.get(), &key, selection, params.get()) != 1) { return nullptr; }
  return OwnedKey(key);
}

Result<std::array<std::uint8_t, kPointSize>> point_of(const BIGNUM& scalar) {
  const OwnedPoint point(EC_POINT_new(&p256()));
  std::array<std::uint8_t, kPointSize> octets{};
  if (!point || EC_POINT_mul(&p256(), point.get(), &scalar, nullptr, nullptr, nullptr) != 1 ||
      EC_POINT_point2oct(&p256(), point.get(), POINT_CONVERSION_UNCOMPRESSED, octets.data(), octets.size(),
                         nullptr) != octets.size()) {
    return openssl_failure(ErrorCode::Crypto, "public point of a private key");
  }
  return octets;
}

SecretBytes<kScalarSize> scalar_of(const EVP_PKEY& key) {
  BIGNUM* raw = nullptr;
  require(EVP_PKEY_get_bn_param(&key, OSSL_PKEY_PARAM_PRIV_KEY, &raw) == 1);
  const OwnedNumber number(raw);
  SecretBytes<kScalarSize> scalar;
  require(BN_bn2binpad(number.get(), scalar.reveal().data(), kScalarSize) == kScalarSize);
  return scalar;
}

/// OpenSSL would ask for a pass phrase on the terminal without this.
int no_pass_phrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*context*/) { return -1; }

OwnedKey read_private_key(ByteView octets) {
  if (is_pem(octets)) {
    return OwnedKey(PEM_read_bio_PrivateKey(reader_of(octets).get(), nullptr, no_pass_phrase, nullptr));
  }
  const auto* in = octets.data();
  OwnedKey key(d2i_AutoPrivateKey(nullptr, &in, static_cast<long>(octets.size())));
  return in == octets.data() + octets.size() ? std::move(key) : nullptr;
}

bool is_p256(const EVP_PKEY& key) {
  std::array<char, 64> group{};
  return EVP_PKEY_is_a(&key, "EC") == 1 &&
         EVP_PKEY_get_group_name(&key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == kCurve;
}

}  // namespace

Result<Signature> signature_from(ByteView octets) {
  Signature signature{};
  if (octets.size() != signature.size()) {
    return failure(ErrorCode::BadValue,
                   fmt::format("a signature has 64 octets (r, then s), not {}", octets.size()));
  }
  std::ranges::copy(octets, signature.begin());
  return signature;
}

Result<PublicKey> PublicKey::from_point(ByteView point) {
  if (point.size() != kPointSize || point[0] != POINT_CONVERSION_UNCOMPRESSED) {
    return failure(ErrorCode::BadValue, "a public key is an uncompressed point: 04, x, y, 65 octets");
  }
  auto key = key_from(point, nullptr);
  if (!key) { return openssl_failure(ErrorCode::BadValue, "the point is not on curve P-256"); }
  PublicKey result;
  result.key_ = std::move(key);
  std::ranges::copy(point, result.point_.begin());
  return result;
}

// A context for each operation costs a twentieth of it, and keeps keys free of state that threads would have
// to share.
bool PublicKey::verify(ByteView message, const Signature& signature) const {
  const auto digest = sha256(message);
  const auto der = to_der(signature);
  const OwnedKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
  require(context && EVP_PKEY_verify_init(context.get()) == 1);
  const bool valid =
      EVP_PKEY_verify(context.get(), der.data(), der.size(), digest.data(), digest.size()) == 1;
  if (!valid) { ERR_clear_error(); }
  return valid;
}

Result<PrivateKey> PrivateKey::from_scalar(ByteView scalar) {
  if (scalar.size() != kScalarSize) {
    return failure(ErrorCode::BadValue, "a private key is a scalar of 32 octets");
  }
  const OwnedNumber number(BN_bin2bn(scalar.data(), kScalarSize, nullptr));
  require(number != nullptr);
  if (BN_is_zero(number.get()) != 0 || BN_cmp(number.get(), EC_GROUP_get0_order(&p256())) >= 0) {
    return failure(ErrorCode::BadValue, "the private scalar is zero or not below the order of P-256");
  }
  const auto point = point_of(*number);
  if (!point) { return tl::unexpected(point.error()); }
  auto key = key_from(*point, number.get());
  if (!key) { return openssl_failure(ErrorCode::Crypto, "private key"); }
  PrivateKey result;
  result.key_ = std::move(key);
  result.public_key_.key_ = result.key_;
  result.public_key_.point_ = *point;
  return result;
}

Result<PrivateKey> PrivateKey::parse(ByteView pem_or_der) {
  const auto parsed = read_private_key(pem_or_der);
  if (!parsed) {
    return openssl_failure(ErrorCode::BadValue,
                           "not an unencrypted private key (PEM or DER, PKCS#8 or SEC1)");
  }
  if (!is_p256(*parsed)) { return failure(ErrorCode::BadValue, "the private key is not on curve P-256"); }
  auto key = from_scalar(scalar_of(*parsed).reveal());
  if (key && EVP_PKEY_eq(parsed.get(), key->native()) != 1) {
    return failure(ErrorCode::BadValue, "the private key's file carries another key's public point");
  }
  return key;
}

Result<Signature> PrivateKey::sign(ByteView message) const {
  if (signs_repeatably_) { return sign_deterministically(message); }
  const auto digest = sha256(message);
  const OwnedKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
  std::array<std::uint8_t, kMaxDerSignature> der{};
  auto size = der.size();
  if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
      EVP_PKEY_sign(context.get(), der.data(), &size, digest.data(), digest.size()) != 1) {
    return openssl_failure(ErrorCode::Crypto, "ECDSA signature");
  }
  return from_der(ByteView(der).first(size));
}

PrivateKey PrivateKey::signing_repeatably() const {
  auto key = *this;
  key.signs_repeatably_ = true;
  return key;
}

Result<Signature> PrivateKey::sign_deterministically(ByteView message) const {
  return sign_with_rfc6979(scalar_of(*key_).reveal(), sha256(message));
}

Result<std::string> PrivateKey::to_pem() const {
  const OwnedBio bio(BIO_new(BIO_s_secmem()));
  if (!bio ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return openssl_failure(ErrorCode::Crypto, "private key as PEM");
  }
  return text_in(*bio);
}

}  // namespace enocheck::crypto
