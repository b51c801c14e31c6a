// Firmware as the DCC sees it: images that it distributes, versions that it learns. Source: DUIS brief 3.6,
// 7.3.
#include <algorithm>

#include "core/byte_reader.h"
#include "core/hex.h"
#include "gbcs/dlms.h"
#include "sim/dsp/dsp.h"

namespace enocheck::sim {
namespace {

constexpr MessageCode kReadFirmwareVersion{0x0059};
constexpr MessageCode kActivateFirmware{0x0012};

/// The originator counter of the command whose outcome an alert tells.
std::optional<OriginatorCounter> dated_counter_of(const gbcs::Message& message) {
  if (const auto alert = gbcs::decode_firmware_alert(message.payload)) { return alert->counter; }
  const auto notification = gbcs::decode_data_notification(message.payload);
  if (!notification || notification->members.size() != 3) { return std::nullopt; }
  const auto instruction = gbcs::string_of(notification->members.back());
  constexpr std::size_t kOctets = 19;  // message code, counter, class, object, attribute
  if (!instruction || instruction->size() != kOctets) { return std::nullopt; }
  ByteReader in(instruction->subspan(2));
  return OriginatorCounter{in.u64()};
}

}  // namespace

Dsp::Refusal Dsp::refuse_firmware(const IncomingRequest& incoming, const duis::UpdateFirmware& body) const {
  const auto image = read_firmware_image(body.image);
  if (!image || !rules_->takes_image(inventory_, *image, body.version)) {
    return Refused{
        rules_->policy().code_firmware_image,
        image ? "firmware image: not an active one of the Central Products List with version " + body.version
              : "firmware image: " + image.error().detail};
  }
  for (const auto& id : body.devices) {
    const auto* const device = inventory_.find(id);
    if (device == nullptr) {
      return Refused{rules_->code_of_unknown_device(), to_string(id) + " is not in the inventory"};
    }
    if (device->type != "ESME") { return Refused{"E11", "no ESME, but " + device->type}; }
    const auto is_in_role = [&](const std::string& role) {
      return rules_->may_send(role, incoming.service->variant) &&
             rules_->may_have_image(inventory_, *incoming.user, role, *device, now());
    };
    if (std::ranges::none_of(incoming.user->roles, is_in_role)) {
      return Refused{"E4", "the user is not registered for " + to_string(id)};
    }
  }
  return std::nullopt;
}

duis::ServiceResponse Dsp::distribute_firmware(const IncomingRequest& incoming,
                                               const duis::UpdateFirmware& body) {
  if (const auto refusal = refuse_firmware(incoming, body)) {
    log_refused(incoming, *refusal);
    return answer(incoming, refusal->code);
  }
  for (const auto& device : rules_->image_recipients(body.devices)) {
    outside_.wan.receive(device, body.image);
    if (const auto version = rules_->version_after_delivery(body.version)) {
      inventory_.set_firmware(device, *version);
    }
  }
  return answer(incoming, "I99");
}

void Dsp::learn_firmware(const gbcs::Message& response) {
  const auto* const device = inventory_.find(response.header.originator);
  if (device == nullptr) { return; }
  if (response.header.code == kReadFirmwareVersion) { return learn_read_version(*device, response); }
  if (response.header.code != kActivateFirmware) { return; }
  const auto outcome = gbcs::decode_firmware_response(response.payload);
  const auto version = outcome && *outcome ? rules_->version_after(**outcome) : std::nullopt;
  if (version) { inventory_.set_firmware(device->id, *version); }
}

void Dsp::learn_read_version(const InventoryDevice& device, const gbcs::Message& response) {
  const auto payload = gbcs::decode_access_response(response.payload);
  const auto octets =
      payload && !payload->data.empty() ? gbcs::string_of(payload->data.front()) : std::optional<ByteView>();
  if (!octets || encode_hex(*octets) == device.firmware_version) { return; }
  const auto version = encode_hex(*octets);
  if (rules_->tells_mismatch()) {
    const auto alert = firmware_mismatch(device, version, now());
    for (const auto& registration : inventory_.registrations()) {
      const bool is_supplier = registration.mpan == device.mpan && registration.role == "IS";
      if (is_supplier && rules_->covers(registration, now())) { deliver(registration.user, alert, {}); }
    }
  }
  if (rules_->learns_from_read()) { inventory_.set_firmware(device.id, version); }
}

bool Dsp::take_dated_alert(const gbcs::Message& message, std::uint16_t alert_code) {
  const bool is_outcome = alert_code == 0x8F66 || alert_code == 0x8F67;
  const auto counter = is_outcome ? dated_counter_of(message) : std::nullopt;
  const auto found =
      counter ? dated_.find({message.header.originator, message.header.target, *counter}) : dated_.end();
  if (found == dated_.end()) { return false; }
  if (const auto alert = gbcs::decode_firmware_alert(message.payload)) {
    const auto version = rules_->version_after(alert->outcome);
    if (version) { inventory_.set_firmware(message.header.originator, *version); }
  }
  auto& dated = found->second;
  const duis::FutureDatedDeviceAlert alert{alert_code == 0x8F66 ? "8F66" : "8F67", copy_of(message.octets),
                                           ++dated.alerts, dated.total};
  const auto header = dated.request;
  if (dated.alerts >= dated.total) { dated_.erase(found); }
  deliver(message.header.target, future_dated_alert(header, alert, now()), header.service_reference_variant);
  return true;
}

}  // namespace enocheck::sim
