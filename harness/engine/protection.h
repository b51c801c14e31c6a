#pragma once

#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/eui64.h"
#include "core/result.h"
#include "crypto/key_store.h"
#include "gbcs/message.h"

namespace enocheck::engine {

/// What is wrong with the MAC of a command (made by the access control broker for the device), or nothing.
/// Nothing too if no key is at hand to say. Source: GBCS brief 2.
[[nodiscard]] std::optional<std::string> command_mac_fault(const gbcs::Message& message,
                                                           const crypto::KeyStore& keys);

/// What is wrong with the protection of a response: the device's signature on a critical one, its MAC for the
/// user, or for the broker where it speaks for an unknown remote party, on the others.
[[nodiscard]] std::optional<std::string> response_protection_fault(const gbcs::Message& message,
                                                                   bool is_critical,
                                                                   const crypto::KeyStore& keys);

/// A damaged command with a MAC, and a signature where `signer` is not null, that fit again.
/// Errors: MissingKey; those of decode_message.
[[nodiscard]] Result<Bytes> protected_again(ByteView command, const Eui64& device,
                                            const crypto::KeyStore& keys, const crypto::PrivateKey* signer);

/// A party's GBCS signing key. Errors: MissingKey.
[[nodiscard]] Result<crypto::PrivateKey> gbcs_signing_key(const Eui64& party, const crypto::KeyStore& keys);

}  // namespace enocheck::engine
