#include "crypto/key_agreement.h"

#include <algorithm>

#include "crypto/digest.h"
#include "crypto/handles.h"

namespace enocheck::crypto {

Result<SharedSecret> agree(const PrivateKey& own, const PublicKey& peer) {
  const OwnedKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, own.native(), nullptr));
  SharedSecret secret;
  auto size = secret.reveal().size();
  // The peer was checked when it was parsed: validating it again would double the cost.
  if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer_ex(context.get(), peer.native(), 0) != 1 ||
      EVP_PKEY_derive(context.get(), secret.reveal().data(), &size) != 1 || size != secret.reveal().size()) {
    return openssl_failure(ErrorCode::Crypto, "key agreement");
  }
  return secret;
}

Aes128Key derive_key(const SharedSecret& z, ByteView other_info) {
  constexpr std::array<std::uint8_t, 4> kFirstRound = {0, 0, 0, 1};
  SecretBytes<32> digest;
  digest.reveal() = sha256({kFirstRound, z.reveal(), other_info});
  Aes128Key key;
  std::copy_n(digest.reveal().begin(), key.reveal().size(), key.reveal().begin());
  return key;
}

}  // namespace enocheck::crypto
