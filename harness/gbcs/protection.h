#pragma once

#include <array>

#include "core/bytes.h"
#include "core/result.h"
#include "crypto/keys.h"
#include "crypto/mac.h"
#include "crypto/secret_bytes.h"
#include "gbcs/message.h"

namespace enocheck::gbcs {

/// What key derivation takes beside the shared secret: 60857406080300, originator, 09, CRA, counter, target.
[[nodiscard]] std::array<std::uint8_t, 33> key_derivation_info(const GroupingHeader& header);
/// The same of its parts: encrypted attributes take 04 in the place of the CRA flag.
[[nodiscard]] std::array<std::uint8_t, 33> key_derivation_info(const Eui64& from, std::uint8_t flag,
                                                               OriginatorCounter counter, const Eui64& to);

/// The MAC over a message that ends in its signature field (`unmaced`, starting DF), 12 octets.
/// `z` is the secret between the two parties that the message category names.
[[nodiscard]] std::array<std::uint8_t, 12> compute_mac(const GroupingHeader& header, ByteView unmaced,
                                                       const crypto::SharedSecret& z);

/// True if the message has a MAC and it is the one that `z` gives.
[[nodiscard]] bool mac_is_valid(const Message& message, const crypto::SharedSecret& z);

/// True if the message has a signature and it is `key`'s.
[[nodiscard]] bool signature_is_valid(const Message& message, const crypto::PublicKey& key);

/// Grouping header and payload with the signature of `key` after them: a signed pre-command, a response, an
/// alert.
[[nodiscard]] Result<Bytes> sign_message(ByteView unsigned_message, const crypto::PrivateKey& key);

/// Takes a DUIS or RTDS pre-command, drops the null signature octet if there is one, and signs.
/// Errors: those of decode_message; BadValue if it is no pre-command.
[[nodiscard]] Result<Bytes> sign_pre_command(ByteView pre_command, const crypto::PrivateKey& key);

/// Adds MAC header and MAC to a message that ends in its signature field.
/// Errors: those of decode_message; BadValue if it has a MAC; Truncated if it has no signature field.
[[nodiscard]] Result<Bytes> add_mac(ByteView unmaced, const crypto::SharedSecret& z);

}  // namespace enocheck::gbcs
