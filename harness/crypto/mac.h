#pragma once

#include <array>
#include <initializer_list>

#include "core/bytes.h"
#include "core/result.h"
#include "crypto/secret_bytes.h"

namespace enocheck::crypto {

using Iv = std::array<std::uint8_t, 12>;
using GcmTag = std::array<std::uint8_t, 16>;

/// AES-128-GCM over additional data alone; the parts are authenticated one after the other.
/// GBCS sends the first 12 octets of the tag.
[[nodiscard]] GcmTag gmac(const Aes128Key& key, const Iv& iv, std::initializer_list<ByteView> aad);

/// Encrypts; the result is the ciphertext followed by the first `tag_size` octets of the tag.
[[nodiscard]] Bytes gcm_seal(const Aes128Key& key, const Iv& iv, ByteView aad, ByteView plaintext,
                             std::size_t tag_size = 12);
/// Decrypts what gcm_seal made. Errors: BadMac if the tag differs, Truncated if there is no room for it.
[[nodiscard]] Result<Bytes> gcm_open(const Aes128Key& key, const Iv& iv, ByteView aad,
                                     ByteView ciphertext_and_tag, std::size_t tag_size = 12);

/// Compares without telling by its duration where the first difference is.
[[nodiscard]] bool equal_in_constant_time(ByteView a, ByteView b);

}  // namespace enocheck::crypto
