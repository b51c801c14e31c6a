#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "core/result.h"

namespace enocheck::sim {

/// ZigBee Smart Energy frames between ESME and HCALCS (Demand Response and Load Control cluster, 0701),
/// little endian. Which field says open or closed is in no source: the duty cycle here, 00 open, 64 closed.
/// Source: GBCS brief 5.8.

/// ESME to HCALCS: be closed or open from now on for `minutes` (1 to 1440).
struct LoadControlEvent {
  std::uint32_t id{};
  std::uint16_t minutes{};
  bool closed{};
  friend bool operator==(const LoadControlEvent&, const LoadControlEvent&) = default;
};

/// ESME to HCALCS: end that event now.
struct CancelLoadControlEvent {
  std::uint32_t id{};
  friend bool operator==(const CancelLoadControlEvent&, const CancelLoadControlEvent&) = default;
};

enum class EventStatus : std::uint8_t {
  Received = 0x01,
  Started = 0x02,
  Completed = 0x03,
  Cancelled = 0x06,
  Superseded = 0x07,
  UnknownEvent = 0xFD,
  Rejected = 0xFE,
};

/// HCALCS to ESME: what became of that event.
struct ReportEventStatus {
  std::uint32_t id{};
  EventStatus status = EventStatus::Received;
  friend bool operator==(const ReportEventStatus&, const ReportEventStatus&) = default;
};

/// HCALCS to ESME: what am I to do?
struct GetScheduledEvents {
  friend bool operator==(const GetScheduledEvents&, const GetScheduledEvents&) = default;
};

/// `sequence` is the ZCL sequence number.
[[nodiscard]] Bytes encode(const LoadControlEvent& event, std::uint8_t sequence);
[[nodiscard]] Bytes encode(const CancelLoadControlEvent& cancel, std::uint8_t sequence);
[[nodiscard]] Bytes encode(const ReportEventStatus& report, std::uint8_t sequence);
[[nodiscard]] Bytes encode(const GetScheduledEvents& request, std::uint8_t sequence);

/// What an HCALCS understands: exactly one is set.
struct FrameToHcalcs {
  std::optional<LoadControlEvent> event;
  std::optional<CancelLoadControlEvent> cancel;
};
/// What an ESME understands: exactly one is set.
struct FrameToEsme {
  std::optional<ReportEventStatus> report;
  std::optional<GetScheduledEvents> request;
};
/// Errors: Truncated, TrailingBytes, BadTag for another frame control or command, BadValue for a duty cycle
/// that is neither open nor closed, or a status without a name.
[[nodiscard]] Result<FrameToHcalcs> decode_frame_to_hcalcs(ByteView octets);
[[nodiscard]] Result<FrameToEsme> decode_frame_to_esme(ByteView octets);

}  // namespace enocheck::sim
