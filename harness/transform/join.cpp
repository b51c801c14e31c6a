// CS03A1, CS03A2 and CS04AC.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/byte_writer.h"
#include "transform/payloads.h"

namespace enocheck::transform {
namespace {

// Source: GBCS brief 4.12.
constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kMethodAInitiator = 0;
constexpr std::uint8_t kMethodAResponder = 1;

constexpr std::array<std::pair<std::string_view, std::uint8_t>, 6> kDeviceTypes = {
    {{"GSME", 0}, {"ESME", 1}, {"CHF", 2}, {"GPF", 3}, {"HCALCS", 4}, {"PPMID", 5}}};

Result<std::uint8_t> join_type_of(std::string_view device_type) {
  const auto* const found =
      std::ranges::find(kDeviceTypes, device_type, &decltype(kDeviceTypes)::value_type::first);
  if (found == kDeviceTypes.end()) {
    return failure(ErrorCode::BadValue, fmt::format("a device of type \"{}\" cannot be joined", device_type));
  }
  return found->second;
}

void put_device(ByteWriter& out, const Eui64& device) { out.u8(kOctetString).u8(8).bytes(device.octets()); }

}  // namespace

Result<Bytes> payload_of(const duis::JoinServiceCritical& body, std::string_view target_type,
                         std::string_view other_type) {
  const auto type = join_type_of(other_type);
  if (!type) { return tl::unexpected(type.error()); }
  Bytes payload;
  ByteWriter(payload).u8(kSequence).prefixed([&](ByteWriter& out) {
    out.u8(kInteger).u8(1).u8(target_type == "ESME" ? kMethodAInitiator : kMethodAResponder);
    put_device(out, body.other_device);
    out.u8(kInteger).u8(1).u8(*type);
  });
  return payload;
}

Result<Bytes> payload_of(const duis::UnjoinServiceCritical& body) {
  Bytes payload;
  ByteWriter out(payload);
  put_device(out, body.other_device);
  return payload;
}

}  // namespace enocheck::transform
