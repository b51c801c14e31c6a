// The way back: what devices send, and what does not come.
#include <algorithm>
#include <utility>

#include "gbcs/dlms.h"
#include "gbcs/firmware_activation.h"
#include "sim/dsp/dsp.h"

namespace enocheck::sim {
namespace {

constexpr MessageCode kFirmwareOutcome{0x00CA};

/// The alert code that an alert starts with, or nothing.
std::optional<std::uint16_t> alert_code_of(const gbcs::Message& message) {
  if (message.header.code == kFirmwareOutcome) {
    const auto alert = gbcs::decode_firmware_alert(message.payload);
    return alert ? std::optional(alert->alert_code) : std::nullopt;
  }
  const auto notification = gbcs::decode_data_notification(message.payload);
  if (!notification || notification->members.empty()) { return std::nullopt; }
  const auto code = gbcs::unsigned_of(notification->members.front());
  return code ? std::optional(static_cast<std::uint16_t>(*code)) : std::nullopt;
}

}  // namespace

void Dsp::receive(const Eui64& device, ByteView octets) {
  const auto message = gbcs::decode_message(octets);
  if (!message) {
    outside_.log.warning("message from device dropped device={} reason={}", to_string(device),
                         message.error().detail);
    return;
  }
  if (message->header.cra == gbcs::CraFlag::Alert) {
    take_alert(device, *message);
  } else {
    take_response(device, *message);
  }
}

PendingCommands::iterator Dsp::find_pending(const Eui64& device, const gbcs::GroupingHeader& header) {
  const auto [first, last] = pending_.equal_range({device, header.counter});
  const auto found = std::find_if(
      first, last, [&](const auto& candidate) { return rules_->answers(header, candidate.second); });
  return found == last ? pending_.end() : found;
}

void Dsp::take_response(const Eui64& device, const gbcs::Message& message) {
  const auto found = find_pending(device, message.header);
  if (found == pending_.end()) {
    outside_.log.warning("response dropped: no such command device={} originator_counter={}",
                         to_string(device), message.header.counter.value());
    return;
  }
  auto& command = found->second;
  if (!is_genuine(message, command.is_critical)) {
    outside_.log.warning("response dropped: not genuine device={} originator_counter={}", to_string(device),
                         message.header.counter.value());
    return;
  }
  if (command.time_out) { outside_.scheduler.cancel(*command.time_out); }
  const auto answered = command;
  pending_.erase(found);
  learn_firmware(message);
  if (const auto alerts = rules_->alerts_of_dated(answered.request); alerts != 0) {
    dated_[{device, answered.sent.originator, answered.sent.counter}] = {answered.request, 0, alerts};
  }
  deliver(answered.request.request_id.originator, rules_->service_response(answered, message.octets, now()),
          answered.request.service_reference_variant);
  note_outcome(answered, message);
}

/// A critical message is the device's by its signature. Of the others, only what is addressed to the access
/// control broker can be checked here: the MAC of a known remote party's response is between device and user.
bool Dsp::is_genuine(const gbcs::Message& message, bool is_critical) const {
  const auto& device = message.header.originator;
  if (is_critical) {
    const auto* const entry = outside_.keys.find(device, crypto::KeyUsage::DigitalSignature);
    return entry != nullptr && rules_->check_response_signature(message, entry->certificate.public_key());
  }
  if (message.header.target != dsp_) { return true; }
  const auto secret = secret_with(device);
  return secret && rules_->check_response_mac(message, *secret);
}

void Dsp::take_alert(const Eui64& device, const gbcs::Message& message) {
  const bool is_signed = message.signature_form == gbcs::SignatureForm::Present;
  const auto code = alert_code_of(message);
  if (!code || !is_genuine(message, is_signed)) {
    outside_.log.warning("alert dropped device={}", to_string(device));
    return;
  }
  if (take_dated_alert(message, *code)) { return; }
  auto recipient = message.header.target;
  if (recipient == dsp_) {
    if (!message.header.supplementary) { return take_alert_for_dcc(device, message); }
    recipient = message.header.supplementary->remote_party;
  }
  deliver(recipient, device_alert(message.header, recipient, *code, message.octets, now()), {});
}

void Dsp::time_out(PendingCommands::iterator pending) {
  pending->second.time_out.reset();
  fail(pending->second, "E21");
}

/// Source: DUIS brief 6: no path to the hub, E20.
void Dsp::take_undelivered(const Eui64& device, ByteView octets) {
  const auto code = rules_->code_of_undelivered();
  const auto message = gbcs::decode_message(octets);
  if (!code || !message) { return; }
  const auto [first, last] = pending_.equal_range({device, message->header.counter});
  const auto found = std::find_if(first, last, [&](const auto& candidate) {
    return candidate.second.sent.originator == message->header.originator;
  });
  if (found == last) { return; }
  const auto command = found->second;
  pending_.erase(found);  // it has not got there: no response can come
  if (command.time_out) { outside_.scheduler.cancel(*command.time_out); }
  fail(command, *code);
}

void Dsp::fail(const PendingCommand& command, const std::string& code) {
  deliver(command.request.request_id.originator, late_failure(command.request, code, now()),
          command.request.service_reference_variant);
  note_no_outcome(command);
}

void Dsp::deliver(const Eui64& user, const duis::ServiceResponse& response, std::string_view variant) {
  auto document = writer_.write(response, variant);
  if (!document) {
    outside_.log.warning("document not written user={} reason={}", to_string(user), document.error().detail);
    return;
  }
  deliver_(user, std::move(*document));
}

DspAnswer Dsp::reply(const duis::ServiceResponse& response, std::string_view variant) const {
  auto document = writer_.write(response, variant);
  if (!document) {
    outside_.log.warning("answer not written reason={}", document.error().detail);
    return {.http_status = 500, .body = {}};
  }
  return {.http_status = 200, .body = std::move(*document)};
}

Result<crypto::SharedSecret> Dsp::secret_with(const Eui64& device) const {
  const auto* const own =
      outside_.keys.find(dsp_, crypto::RemotePartyRole::AccessControlBroker, crypto::KeyUsage::KeyAgreement);
  const auto* const peer = outside_.keys.find(device, crypto::KeyUsage::KeyAgreement);
  if (own == nullptr || peer == nullptr) {
    return failure(ErrorCode::MissingKey, "no key agreement certificate for " + to_string(device));
  }
  return outside_.keys.shared_secret(*own, *peer);
}

}  // namespace enocheck::sim
