#include "sim/home/zse_frame.h"

#include "core/byte_reader.h"
#include "core/byte_writer.h"

namespace enocheck::sim {
namespace {

constexpr std::uint8_t kServerToClient = 0x09;
constexpr std::uint8_t kClientToServer = 0x01;
constexpr std::uint8_t kClientToServerNoDefaultResponse = 0x11;
constexpr std::uint16_t kSimpleMiscellaneousLoads = 0x0080;
constexpr std::uint8_t kUnused8 = 0xFF;
constexpr std::uint16_t kUnusedSetPoint = 0x8000;
constexpr std::uint8_t kUnusedAdjustment = 0x80;
constexpr std::uint8_t kDutyOpen = 0x00;
constexpr std::uint8_t kDutyClosed = 0x64;
constexpr std::size_t kSignatureOctets = 42;

std::uint16_t swapped(std::uint16_t value) { return static_cast<std::uint16_t>(value >> 8U | value << 8U); }

std::uint32_t swapped(std::uint32_t value) {
  return value >> 24U | (value >> 8U & 0xFF00U) | (value << 8U & 0xFF0000U) | value << 24U;
}

/// The ZCL header: frame control, sequence number, command.
ByteWriter& header(ByteWriter& out, std::uint8_t control, std::uint8_t sequence, std::uint8_t command) {
  return out.u8(control).u8(sequence).u8(command);
}

std::optional<EventStatus> status_of(std::uint8_t octet) {
  switch (const auto status = static_cast<EventStatus>(octet)) {
    case EventStatus::Received:
    case EventStatus::Started:
    case EventStatus::Completed:
    case EventStatus::Cancelled:
    case EventStatus::Superseded:
    case EventStatus::UnknownEvent:
    case EventStatus::Rejected: return status;
  }
  return std::nullopt;
}

LoadControlEvent read_event(ByteReader& in) {
  LoadControlEvent event;
  event.id = swapped(in.u32());
  static_cast<void>(in.bytes(2 + 1 + 4));  // device class, enrolment group, start time (now)
  event.minutes = swapped(in.u16());
  static_cast<void>(in.bytes(1 + 2 + 4 + 1));  // criticality, offsets, set points, adjustment
  const auto duty = in.u8();
  if (duty != kDutyOpen && duty != kDutyClosed) { in.fail(ErrorCode::BadValue, "duty cycle"); }
  event.closed = duty == kDutyClosed;
  in.expect_u8(0, "event control");
  return event;
}

CancelLoadControlEvent read_cancel(ByteReader& in) {
  CancelLoadControlEvent cancel;
  cancel.id = swapped(in.u32());
  static_cast<void>(in.bytes(2 + 1 + 1 + 4));  // device class, group, cancel control, effective time
  return cancel;
}

ReportEventStatus read_report(ByteReader& in) {
  ReportEventStatus report;
  report.id = swapped(in.u32());
  const auto status = status_of(in.u8());
  if (!status) { in.fail(ErrorCode::BadValue, "event status"); }
  report.status = status.value_or(EventStatus::Rejected);
  static_cast<void>(
      in.bytes(4 + 1 + 4 + 1 + 1 + 1));  // time, criticality, set points, adjustment, duty, control
  in.expect_u8(0, "signature type");
  static_cast<void>(in.bytes(kSignatureOctets));
  return report;
}

}  // namespace

Bytes encode(const LoadControlEvent& event, std::uint8_t sequence) {
  Bytes frame;
  ByteWriter out(frame);
  header(out, kServerToClient, sequence, 0x00);
  out.u32(swapped(event.id)).u16(swapped(kSimpleMiscellaneousLoads)).u8(0);
  out.u32(0).u16(swapped(event.minutes)).u8(0x01);  // start now; criticality
  out.u8(kUnused8).u8(kUnused8).u16(swapped(kUnusedSetPoint)).u16(swapped(kUnusedSetPoint));
  out.u8(kUnusedAdjustment).u8(event.closed ? kDutyClosed : kDutyOpen).u8(0);
  return frame;
}

Bytes encode(const CancelLoadControlEvent& cancel, std::uint8_t sequence) {
  Bytes frame;
  ByteWriter out(frame);
  header(out, kServerToClient, sequence, 0x01);
  out.u32(swapped(cancel.id)).u16(swapped(kSimpleMiscellaneousLoads)).u8(0).u8(0).u32(0);
  return frame;
}

Bytes encode(const ReportEventStatus& report, std::uint8_t sequence) {
  Bytes frame;
  ByteWriter out(frame);
  header(out, kClientToServer, sequence, 0x00);
  out.u32(swapped(report.id)).u8(static_cast<std::uint8_t>(report.status));
  out.u32(swapped(std::uint32_t{1})).u8(0x01);  // the HCALCS needs no clock; criticality
  out.u16(swapped(kUnusedSetPoint)).u16(swapped(kUnusedSetPoint)).u8(kUnusedAdjustment).u8(kUnused8);
  out.u8(0).u8(0).bytes(Bytes(kSignatureOctets, 0xFF));
  return frame;
}

Bytes encode(const GetScheduledEvents& /*request*/, std::uint8_t sequence) {
  Bytes frame;
  ByteWriter out(frame);
  header(out, kClientToServerNoDefaultResponse, sequence, 0x01);
  out.u32(0).u8(0x01);  // from now on, one event
  return frame;
}

Result<FrameToHcalcs> decode_frame_to_hcalcs(ByteView octets) {
  ByteReader in(octets);
  in.expect_u8(kServerToClient, "frame control");
  static_cast<void>(in.u8());
  FrameToHcalcs frame;
  switch (in.u8()) {
    case 0x00: frame.event = read_event(in); break;
    case 0x01: frame.cancel = read_cancel(in); break;
    default: in.fail(ErrorCode::BadTag, "command"); break;
  }
  in.expect_end();
  return in.finish(frame);
}

Result<FrameToEsme> decode_frame_to_esme(ByteView octets) {
  ByteReader in(octets);
  const auto control = in.u8();
  static_cast<void>(in.u8());
  const auto command = in.u8();
  FrameToEsme frame;
  if (control == kClientToServer && command == 0x00) {
    frame.report = read_report(in);
  } else if (control == kClientToServerNoDefaultResponse && command == 0x01) {
    static_cast<void>(in.bytes(4 + 1));  // start time, number of events
    frame.request = GetScheduledEvents{};
  } else {
    in.fail(ErrorCode::BadTag, "frame control and command");
  }
  in.expect_end();
  return in.finish(frame);
}

}  // namespace enocheck::sim
