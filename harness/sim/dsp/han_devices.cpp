#include "sim/dsp/han_devices.h"

#include <algorithm>
#include <array>

#include "gbcs/dlms.h"
#include "sim/join_command.h"

namespace enocheck::sim {
namespace {

struct Subject {
  std::string_view variant;

  template <class Body>
  std::optional<Eui64> operator()(const Body& /*body*/) const {
    return std::nullopt;
  }
  std::optional<Eui64> operator()(const duis::JoinServiceCritical& body) const { return body.other_device; }
  std::optional<Eui64> operator()(const duis::UpdateHANDeviceLog& body) const { return body.device; }
  std::optional<Eui64> operator()(const duis::SignedPreCommand& body) const {
    const auto message = gbcs::decode_message(body.gbcs_payload);
    if (!message) { return std::nullopt; }
    if (variant == "8.8.1") { return read_unjoin(message->payload); }
    const auto join = variant == "8.7.1" ? read_join(message->payload) : std::nullopt;
    return join ? std::optional(join->other_device) : std::nullopt;
  }
};

}  // namespace

std::optional<Eui64> subject_of(const duis::ServiceRequest& request) {
  return std::visit(Subject{request.header.service_reference_variant}, request.body);
}

bool is_join_success(const gbcs::Message& response) {
  constexpr std::array<std::uint8_t, 3> kSuccess = {0x02, 0x01, 0x00};  // DER: INTEGER 0
  return std::ranges::equal(response.payload, kSuccess);
}

bool is_device_log_success(const gbcs::Message& response) {
  const auto answer = gbcs::decode_access_response(response.payload);
  return answer && std::ranges::all_of(answer->results, [](const auto& result) { return result.code == 0; });
}

std::optional<std::vector<Eui64>> device_log_of(const gbcs::Message& alert) {
  constexpr std::uint16_t kDeviceLogChanged = 0x0018;
  const auto notification = gbcs::decode_data_notification(alert.payload);
  if (alert.header.code.value() != kDeviceLogChanged || !notification || notification->members.size() != 3) {
    return std::nullopt;
  }
  const auto listing = gbcs::members_of(notification->members[2]);
  const auto entries = listing && listing->size() == 3 ? gbcs::members_of(listing->at(2)) : std::nullopt;
  if (!entries) { return std::nullopt; }
  std::vector<Eui64> devices;
  for (const auto& entry : *entries) {
    const auto members = gbcs::members_of(entry);
    const auto octets = members && !members->empty() ? gbcs::string_of(members->front()) : std::nullopt;
    if (!octets) { return std::nullopt; }
    const auto device = Eui64::from_octets(*octets);
    if (!device) { return std::nullopt; }
    devices.push_back(*device);
  }
  return devices;
}

}  // namespace enocheck::sim
