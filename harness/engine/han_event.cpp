#include "engine/han_event.h"

namespace enocheck::engine {
namespace {

constexpr std::size_t kHeader = 3;      // frame control, sequence number, command id
constexpr std::size_t kEventSize = 26;  // header and 23 octets of Load Control Event
constexpr std::size_t kDurationAt = kHeader + 4 + 2 + 1 + 4;
constexpr std::size_t kDutyCycleAt = kDurationAt + 2 + 1 + 2 + 4 + 1;
constexpr std::uint8_t kServerToClient = 0x09;
constexpr std::uint8_t kNoDefaultResponse = 0x10;
constexpr std::uint8_t kDutyClosed = 0x64;

std::uint32_t little_endian(ByteView octets, std::size_t at, unsigned size) {
  std::uint32_t value = 0;
  for (unsigned i = size; i-- > 0;) { value = value << 8U | octets[at + i]; }
  return value;
}

}  // namespace

std::optional<HanEvent> read_han_event(ByteView frame) {
  if (frame.size() < kHeader || (frame[0] & ~kNoDefaultResponse) != kServerToClient) { return std::nullopt; }
  const auto command = frame[2];
  HanEvent event;
  if (command == 0x00 && frame.size() == kEventSize) {
    event.event_id = little_endian(frame, kHeader, 4);
    event.minutes = static_cast<std::uint16_t>(little_endian(frame, kDurationAt, 2));
    event.closed = frame[kDutyCycleAt] == kDutyClosed;
    return event;
  }
  if (command == 0x01 || command == 0x02) {
    event.is_cancel = true;
    if (command == 0x01 && frame.size() >= kHeader + 4) { event.event_id = little_endian(frame, kHeader, 4); }
    return event;
  }
  return std::nullopt;
}

std::optional<HanReport> read_han_report(ByteView frame) {
  constexpr std::uint8_t kClientToServer = 0x01;
  constexpr std::size_t kReportSize = 63;  // header and 60 octets of Report Event Status
  if (frame.size() != kReportSize || (frame[0] & ~kNoDefaultResponse) != kClientToServer ||
      frame[2] != 0x00) {
    return std::nullopt;
  }
  return HanReport{little_endian(frame, kHeader, 4), frame[kHeader + 4]};
}

}  // namespace enocheck::engine
