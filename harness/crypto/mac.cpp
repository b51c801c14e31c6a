#include "crypto/mac.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

#include <cassert>
#include <climits>

#include "crypto/handles.h"

namespace enocheck::crypto {
namespace {

enum class Direction { Seal = 1, Open = 0 };

/// AES-128-GCM fetched once, with a context for one direction. One message after the other runs through it;
/// setting key and IV anew is a fifth of the cost of making a context.
class Gcm {
 public:
  explicit Gcm(Direction direction)
      : direction_(static_cast<int>(direction)),
        cipher_(EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr)),
        context_(EVP_CIPHER_CTX_new()) {
    require(cipher_ && context_ &&
            EVP_CipherInit_ex(context_.get(), cipher_.get(), nullptr, nullptr, nullptr, direction_) == 1);
  }

  void start(const Aes128Key& key, const Iv& iv) {
    require(EVP_CipherInit_ex(context_.get(), nullptr, nullptr, key.reveal().data(), iv.data(), direction_) ==
            1);
  }
  void authenticate(ByteView part) { update(nullptr, part); }
  void process(ByteView in, std::uint8_t* out) { update(out, in); }
  [[nodiscard]] GcmTag seal() {
    int none = 0;
    GcmTag tag{};
    require(EVP_CipherFinal_ex(context_.get(), tag.data(), &none) == 1 &&
            EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag.size()),
                                tag.data()) == 1);
    return tag;
  }
  /// True if what was processed has this (cut) tag.
  [[nodiscard]] bool open(ByteView tag) {
    auto copy = copy_of(tag);  // OpenSSL's argument is not const
    int none = 0;
    GcmTag rest{};
    require(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(copy.size()),
                                copy.data()) == 1);
    const bool authentic = EVP_CipherFinal_ex(context_.get(), rest.data(), &none) == 1;
    if (!authentic) { ERR_clear_error(); }
    return authentic;
  }

 private:
  void update(std::uint8_t* out, ByteView in) {
    if (in.empty()) { return; }  // with neither input nor output OpenSSL would finish the message
    assert(in.size() <= INT_MAX);
    int written = 0;
    require(EVP_CipherUpdate(context_.get(), out, &written, in.data(), static_cast<int>(in.size())) == 1);
  }

  int direction_;
  OwnedCipher cipher_;
  OwnedCipherContext context_;
};

Gcm& sealer() {
  thread_local Gcm gcm(Direction::Seal);
  return gcm;
}

Gcm& opener() {
  thread_local Gcm gcm(Direction::Open);
  return gcm;
}

}  // namespace

GcmTag gmac(const Aes128Key& key, const Iv& iv, std::initializer_list<ByteView> aad) {
  auto& gcm = sealer();
  gcm.start(key, iv);
  for (const auto part : aad) { gcm.authenticate(part); }
  return gcm.seal();
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): in the order of NIST SP 800-38D
Bytes gcm_seal(const Aes128Key& key, const Iv& iv, ByteView aad, ByteView plaintext, std::size_t tag_size) {
  assert(tag_size <= GcmTag{}.size());
  auto& gcm = sealer();
  gcm.start(key, iv);
  gcm.authenticate(aad);
  Bytes sealed(plaintext.size());
  gcm.process(plaintext, sealed.data());
  append(sealed, ByteView(gcm.seal()).first(tag_size));
  return sealed;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): as gcm_seal
Result<Bytes> gcm_open(const Aes128Key& key, const Iv& iv, ByteView aad, ByteView ciphertext_and_tag,
                       std::size_t tag_size) {
  assert(tag_size > 0 && tag_size <= GcmTag{}.size());
  if (ciphertext_and_tag.size() < tag_size) {
    return failure(ErrorCode::Truncated, fmt::format("{} octets have no room for a tag of {}",
                                                     ciphertext_and_tag.size(), tag_size));
  }
  const auto ciphertext = ciphertext_and_tag.first(ciphertext_and_tag.size() - tag_size);
  auto& gcm = opener();
  gcm.start(key, iv);
  gcm.authenticate(aad);
  Bytes plaintext(ciphertext.size());
  gcm.process(ciphertext, plaintext.data());
  if (!gcm.open(ciphertext_and_tag.last(tag_size))) {
    cleanse(plaintext.data(), plaintext.size());
    return failure(ErrorCode::BadMac, "the tag does not authenticate the encrypted octets");
  }
  return plaintext;
}

bool equal_in_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace enocheck::crypto
