#pragma once

#include "core/bytes.h"

namespace enocheck::gbcs {

/// In which of its encodings a payload is.
enum class PayloadKind { DlmsAccessRequest, DlmsAccessResponse, DlmsOther, Gbz, Asn1, Empty };

/// "dlms-access-request", "dlms-access-response", "dlms-other", "gbz", "asn1", "empty"
[[nodiscard]] const char* name_of(PayloadKind kind);

/// Tells the encoding by its first octets, which do not overlap: `D9`, `DA`, `0F` are DLMS APDUs, `01 09` is
/// the ZigBee profile (as DER it would be a BOOLEAN of nine octets), and DER is what walks as DER to its end.
/// Anything else is DlmsOther: to be shown as octets.
[[nodiscard]] PayloadKind kind_of(ByteView payload);

}  // namespace enocheck::gbcs
