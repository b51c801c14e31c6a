#include "sim/dsp/han_devices.h"

#include <algorithm>
#include <array>

#include "gbcs/dlms.h"
#include "gbcs/payload_asn1.h"

namespace enocheck::sim {
namespace {

constexpr std::uint8_t kOctetString = 0x04;

std::optional<Eui64> eui_of(ByteView octets) {
  const auto device = Eui64::from_octets(octets);
  return device ? std::optional(*device) : std::nullopt;
}

/// The one octet string of a join or unjoin command, wherever it stands.
std::optional<Eui64> device_in(ByteView payload) {
  const auto nodes = gbcs::decode_der(payload);
  if (!nodes || nodes->size() != 1) { return std::nullopt; }
  const auto& root = nodes->front();
  if (root.tag == kOctetString) { return eui_of(root.content); }
  const auto found = std::ranges::find(root.children, kOctetString, &gbcs::DerNode::tag);
  return found == root.children.end() ? std::nullopt : eui_of(found->content);
}

struct Subject {
  std::string_view variant;

  template <class Body>
  std::optional<Eui64> operator()(const Body& /*body*/) const {
    return std::nullopt;
  }
  std::optional<Eui64> operator()(const duis::JoinServiceCritical& body) const { return body.other_device; }
  std::optional<Eui64> operator()(const duis::UpdateHANDeviceLog& body) const { return body.device; }
  std::optional<Eui64> operator()(const duis::SignedPreCommand& body) const {
    if (variant != "8.7.1" && variant != "8.8.1") { return std::nullopt; }
    const auto message = gbcs::decode_message(body.gbcs_payload);
    return message ? device_in(message->payload) : std::nullopt;
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
    const auto device = octets ? eui_of(*octets) : std::nullopt;
    if (!device) { return std::nullopt; }
    devices.push_back(*device);
  }
  return devices;
}

}  // namespace enocheck::sim
