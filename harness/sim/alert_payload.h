#pragma once

#include <cstdint>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/strong.h"

namespace enocheck::sim {

/// The payload of a device's alert: data-notification, invoke id, no date-time, structure of alert code,
/// time, and `further_member`, one encoded data item or none. Source: GBCS brief 4.11.
[[nodiscard]] Bytes alert_payload(OriginatorCounter counter, std::uint16_t alert_code, Instant now,
                                  ByteView further_member);

}  // namespace enocheck::sim
