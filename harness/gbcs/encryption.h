#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "crypto/key_store.h"
#include "crypto/secret_bytes.h"
#include "gbcs/message.h"

namespace enocheck::gbcs {

/// True for octets in the shape of an encrypted attribute: `31 00000000`, ciphertext, tag (12).
[[nodiscard]] bool looks_encrypted(ByteView octets);

/// Decrypts a sensitive attribute of a response or alert: what a COSEM data-protection object or an encrypted
/// GBZ component holds. `z` is the secret of the device and the party that the data is for: the known remote
/// party, or the unknown one behind the access control broker.
/// Errors: BadValue for another shape; BadMac if the tag does not fit. Source: GBCS brief 1.13.
[[nodiscard]] Result<Bytes> decrypt_attribute(const GroupingHeader& header, ByteView ciphered,
                                              const crypto::SharedSecret& z);

/// The same with every key that the store has of the two parties.
/// Errors: MissingKey if it has none that gives a secret; else those of decrypt_attribute.
[[nodiscard]] Result<Bytes> decrypt_attribute(const GroupingHeader& header, ByteView ciphered,
                                              const crypto::KeyStore& keys);

/// Encrypts as a device does; the inverse of decrypt_attribute.
[[nodiscard]] Bytes encrypt_attribute(const GroupingHeader& header, ByteView plain,
                                      const crypto::SharedSecret& z);

}  // namespace enocheck::gbcs
