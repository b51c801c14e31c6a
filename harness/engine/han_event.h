#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"

namespace enocheck::engine {

/// What a Demand Response and Load Control frame from an ESME asks of an HCALCS.
struct HanEvent {
  std::uint32_t event_id = 0;
  bool is_cancel = false;  ///< of one event or all
  bool closed = false;
  std::uint16_t minutes = 0;
};

/// Reads Load Control Event (00), Cancel Load Control Event (01) and Cancel All (02); nothing for other
/// frames. Open or closed is the duty cycle, 00 or 64: provisional, no source says which field it is. Source:
/// GBCS brief 5.8, ZSE cluster 0701, little endian.
[[nodiscard]] std::optional<HanEvent> read_han_event(ByteView frame);

/// What an HCALCS tells of an event: Report Event Status.
struct HanReport {
  std::uint32_t event_id = 0;
  std::uint8_t status = 0;  ///< 01 received, 02 started, 03 completed, …
};
[[nodiscard]] std::optional<HanReport> read_han_report(ByteView frame);

}  // namespace enocheck::engine
