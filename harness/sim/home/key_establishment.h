#pragma once

#include "core/bytes.h"
#include "core/eui64.h"
#include "core/result.h"

namespace enocheck::sim {

/// Frames of the ZigBee Key Establishment cluster (0800) between an ESME that joins an HCALCS and that
/// HCALCS. Played is who asks and who answers, by the subject of their certificates; no key is agreed.
/// Source: ZigBee Smart Energy, Initiate Key Establishment: suite, two times, an identity of 48 octets.

/// ESME to HCALCS: let us agree on a key.
struct KeyEstablishmentRequest {
  Eui64 initiator;
  friend bool operator==(const KeyEstablishmentRequest&, const KeyEstablishmentRequest&) = default;
};
/// HCALCS to ESME: yes.
struct KeyEstablishmentAnswer {
  Eui64 responder;
  friend bool operator==(const KeyEstablishmentAnswer&, const KeyEstablishmentAnswer&) = default;
};

/// `sequence` is the ZCL sequence number.
[[nodiscard]] Bytes encode(const KeyEstablishmentRequest& request, std::uint8_t sequence);
[[nodiscard]] Bytes encode(const KeyEstablishmentAnswer& answer, std::uint8_t sequence);
/// Errors: BadTag for another frame; Truncated, TrailingBytes.
[[nodiscard]] Result<KeyEstablishmentRequest> decode_key_establishment_request(ByteView octets);
[[nodiscard]] Result<KeyEstablishmentAnswer> decode_key_establishment_answer(ByteView octets);

}  // namespace enocheck::sim
