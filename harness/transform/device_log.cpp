// CCS01 and CCS02: the device log of the Communications Hub, its whitelist.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "transform/instructions.h"
#include "transform/payloads.h"

namespace enocheck::transform {
namespace {

// Source: GBCS brief 4.13.
constexpr std::uint16_t kZigBeeNetworkControl = 104;
constexpr gbcs::Obis kDeviceLog = {0, 0, 30, 3, 0, 255};
constexpr std::uint8_t kRegisterDevice = 1;    // method
constexpr std::uint8_t kUnregisterDevice = 2;  // method
constexpr std::uint8_t kJoiningOpen = 2;       // attribute
constexpr std::uint8_t kJoinTime = 3;          // attribute
constexpr std::uint8_t kByInstallCode = 1;

constexpr std::array<std::pair<std::string_view, std::uint8_t>, 7> kDeviceTypes = {
    {{"ESME", 0}, {"GSME", 1}, {"HCALCS", 13}, {"IHD", 128}, {"CAD", 130}, {"PPMID", 132}, {"GPF", 254}}};

Result<Bytes> add(const duis::UpdateHANDeviceLog& body, OriginatorCounter counter,
                  std::string_view device_type) {
  const auto* const type =
      std::ranges::find(kDeviceTypes, device_type, &decltype(kDeviceTypes)::value_type::first);
  if (type == kDeviceTypes.end()) {
    return failure(ErrorCode::BadValue,
                   fmt::format("a device of type \"{}\" has no place in a device log", device_type));
  }
  if (!body.details) { return failure(ErrorCode::BadValue, "an addition without its details"); }
  Bytes entry;
  ByteWriter out(entry);
  gbcs::put_structure(out, 4);
  gbcs::put_octet_string(out, body.device.octets());
  gbcs::put_enum(out, kByInstallCode);
  gbcs::put_octet_string(out, body.details->install_code);
  gbcs::put_enum(out, type->second);
  Instructions instructions;
  instructions.action(kZigBeeNetworkControl, kDeviceLog, kRegisterDevice, std::move(entry));
  instructions.set(kZigBeeNetworkControl, kDeviceLog, kJoinTime,
                   item(gbcs::put_long_unsigned, body.details->join_time_period));
  instructions.set(kZigBeeNetworkControl, kDeviceLog, kJoiningOpen, item(gbcs::put_boolean, true));
  return instructions.encode(counter);
}

}  // namespace

Result<Bytes> payload_of(const duis::UpdateHANDeviceLog& body, OriginatorCounter counter,
                         std::string_view device_type) {
  if (body.request_type == duis::UpdateHANDeviceLog::RequestType::Add) {
    return add(body, counter, device_type);
  }
  if (body.details) { return failure(ErrorCode::BadValue, "a removal with the details of an addition"); }
  Instructions instructions;
  instructions.action(kZigBeeNetworkControl, kDeviceLog, kUnregisterDevice,
                      item(gbcs::put_octet_string, body.device.octets()));
  return instructions.encode(counter);
}

}  // namespace enocheck::transform
