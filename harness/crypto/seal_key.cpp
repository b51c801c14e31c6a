#include "crypto/seal_key.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include "core/hex.h"
#include "crypto/digest.h"
#include "crypto/handles.h"

namespace enocheck::crypto {
namespace {

constexpr const char* kEd25519 = "ED25519";

bool is_p256(const EVP_PKEY& key) {
  std::array<char, 64> group{};
  return EVP_PKEY_is_a(&key, "EC") == 1 &&
         EVP_PKEY_get_group_name(&key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == "prime256v1";
}

bool seals(const EVP_PKEY& key) { return EVP_PKEY_is_a(&key, kEd25519) == 1 || is_p256(key); }

/// Ed25519 hashes by itself; P-256 takes SHA-256.
const EVP_MD* digest_for(const EVP_PKEY& key) {
  return EVP_PKEY_is_a(&key, kEd25519) == 1 ? nullptr : EVP_sha256();
}

/// OpenSSL would ask for a pass phrase on the terminal without this.
int no_pass_phrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*context*/) { return -1; }

OwnedKey key_of(const OwnedX509& certificate) {
  return OwnedKey(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
}

OwnedKey read_public_key(ByteView octets) {
  if (is_pem(octets) || text_of(octets).find("-----BEGIN ") != std::string_view::npos) {
    if (OwnedKey key{PEM_read_bio_PUBKEY(reader_of(octets).get(), nullptr, no_pass_phrase, nullptr)}) {
      return key;
    }
    return key_of(OwnedX509(PEM_read_bio_X509(reader_of(octets).get(), nullptr, no_pass_phrase, nullptr)));
  }
  const auto size = static_cast<long>(octets.size());
  const auto* in = octets.data();
  if (OwnedKey key{d2i_PUBKEY(nullptr, &in, size)}) { return key; }
  in = octets.data();
  return key_of(OwnedX509(d2i_X509(nullptr, &in, size)));
}

OwnedKey read_private_key(ByteView octets) {
  if (text_of(octets).find("-----BEGIN ") != std::string_view::npos) {
    return OwnedKey(PEM_read_bio_PrivateKey(reader_of(octets).get(), nullptr, no_pass_phrase, nullptr));
  }
  const auto* in = octets.data();
  return OwnedKey(d2i_AutoPrivateKey(nullptr, &in, static_cast<long>(octets.size())));
}

Bytes der_of(const EVP_PKEY& key) {
  unsigned char* out = nullptr;
  const auto size = i2d_PUBKEY(&key, &out);
  require(size > 0);
  Bytes der(out, out + size);
  OPENSSL_free(out);
  return der;
}

}  // namespace

Result<SealPublicKey> SealPublicKey::parse(ByteView pem_or_der) {
  auto key = read_public_key(pem_or_der);
  ERR_clear_error();
  if (!key) { return failure(ErrorCode::BadValue, "is no public key and no certificate, PEM or DER"); }
  if (!seals(*key)) {
    return failure(ErrorCode::BadValue, "is a key of another kind than Ed25519 and P-256");
  }
  return SealPublicKey(std::shared_ptr<EVP_PKEY>(std::move(key)));
}

bool SealPublicKey::verify(ByteView message, ByteView signature) const {
  const OwnedDigestContext context(EVP_MD_CTX_new());
  require(context != nullptr);
  const bool valid =
      EVP_DigestVerifyInit(context.get(), nullptr, digest_for(*key_), nullptr, key_.get()) == 1 &&
      EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) ==
          1;
  ERR_clear_error();
  return valid;
}

std::string SealPublicKey::to_pem() const {
  const OwnedBio out(BIO_new(BIO_s_mem()));
  require(out && PEM_write_bio_PUBKEY(out.get(), key_.get()) == 1);
  return text_in(*out);
}

std::string SealPublicKey::fingerprint() const { return encode_hex(sha256(der_of(*key_))); }

Result<SealKey> SealKey::generate() {
  OwnedKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, kEd25519));
  if (!key) { return openssl_failure(ErrorCode::Crypto, "making an Ed25519 key"); }
  return SealKey(std::shared_ptr<EVP_PKEY>(std::move(key)));
}

Result<SealKey> SealKey::parse(ByteView pem_or_der) {
  auto key = read_private_key(pem_or_der);
  ERR_clear_error();
  if (!key && text_of(pem_or_der).find("ENCRYPTED") != std::string_view::npos) {
    return failure(ErrorCode::BadValue, "is encrypted; `openssl pkey -in FILE -out PLAIN` decrypts it");
  }
  if (!key) {
    return failure(ErrorCode::BadValue,
                   "is no private key, PEM or DER; `openssl genpkey -algorithm ed25519 -out FILE` makes one");
  }
  if (!seals(*key)) {
    return failure(ErrorCode::BadValue, "is a key of another kind than Ed25519 and P-256");
  }
  return SealKey(std::shared_ptr<EVP_PKEY>(std::move(key)));
}

Result<Bytes> SealKey::sign(ByteView message) const {
  const OwnedDigestContext context(EVP_MD_CTX_new());
  require(context != nullptr);
  std::size_t size = 0;
  Bytes signature;
  if (EVP_DigestSignInit(context.get(), nullptr, digest_for(*key_), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) != 1) {
    return openssl_failure(ErrorCode::Crypto, "signing");
  }
  signature.resize(size);
  if (EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1) {
    return openssl_failure(ErrorCode::Crypto, "signing");
  }
  signature.resize(size);
  return signature;
}

bool starts_with_private_key(ByteView octets) {
  const auto size = static_cast<long>(octets.size());
  const auto* in = octets.data();
  const OwnedKey key(d2i_AutoPrivateKey(nullptr, &in, size));
  in = octets.data();
  const std::unique_ptr<X509_SIG, Freed<X509_SIG_free>> encrypted(key ? nullptr
                                                                      : d2i_X509_SIG(nullptr, &in, size));
  bool found = key != nullptr;
  if (encrypted) {
    const X509_ALGOR* algorithm = nullptr;
    X509_SIG_get0(encrypted.get(), &algorithm, nullptr);
    const ASN1_OBJECT* name = nullptr;
    X509_ALGOR_get0(&name, nullptr, nullptr, algorithm);
    found = OBJ_obj2nid(name) == NID_pbes2;
  }
  ERR_clear_error();
  return found;
}

}  // namespace enocheck::crypto
