#include "sim/dsp/answers.h"

#include <fmt/format.h>

#include "duis/xml_signature.h"

namespace enocheck::sim {
namespace {

/// True for an acknowledgement or an error: nothing beside the references.
bool is_bare(const duis::ServiceResponse& response) {
  const auto* const message = std::get_if<duis::ResponseMessage>(&response.body);
  return message != nullptr && std::holds_alternative<duis::NoContent>(message->content);
}

/// The text of a simple element of an opaque body, whose prefixes are resolved to `sr`.
std::optional<std::string> text_in(std::string_view xml, std::string_view element) {
  const auto opening = fmt::format("<sr:{}>", element);
  const auto start = xml.find(opening);
  if (start == std::string_view::npos) { return std::nullopt; }
  const auto text = xml.substr(start + opening.size());
  return std::string(text.substr(0, text.find('<')));
}

void append_element(std::string& xml, std::string_view name, std::string_view text) {
  if (!text.empty()) { xml += fmt::format("<sr:{0}>{1}</sr:{0}>", name, text); }
}

std::string inventory_row(const InventoryDevice& device) {
  std::string xml = "<sr:Device>";
  append_element(xml, "DeviceID", to_string(device.id));
  append_element(xml, "DeviceType", device.type);
  append_element(xml, "DeviceStatus", device.status);
  append_element(xml, "DeviceManufacturer", "ENOCHECK");
  append_element(xml, "DeviceModel", "SIMULATED");
  append_element(xml, "SMETSCHTSVersion", device.smets_version);
  append_element(xml, "DeviceFirmwareVersion", device.firmware_version);
  if (device.type == "ESME") { append_element(xml, "ImportMPxN", device.mpan); }
  append_element(xml, "DeviceGBCSVersion", device.gbcs_version);
  return xml + "</sr:Device>";
}

duis::ResponseMessage references_of(const duis::RequestHeader& header) {
  return {header.service_reference, header.service_reference_variant, duis::NoContent{}};
}

}  // namespace

Result<std::string> AnswerWriter::write(const duis::ServiceResponse& response,
                                        std::string_view variant) const {
  auto document = duis::build_response_document(response);
  if (!document) { return tl::unexpected(document.error()); }
  if (is_bare(response) && !rules_->policy().sign_acknowledgements) { return std::move(document->text); }
  const auto role = rules_->signing_role(variant);
  const auto* const signer = keys_->find(dsp_, role, crypto::KeyUsage::DigitalSignature);
  if (signer == nullptr || !signer->private_key) {
    return failure(ErrorCode::MissingKey, "the DSP has no signing key of " + crypto::name_of(role));
  }
  return duis::sign_document(*document, *signer->private_key, duis::identity_of(signer->certificate));
}

duis::ServiceResponse synchronous_answer(const duis::RequestHeader& header, std::string code, Instant now) {
  return {.request_id = header.request_id,
          .response_id = std::nullopt,
          .response_code = std::move(code),
          .response_date_time = now,
          .body = references_of(header)};
}

duis::ServiceResponse late_failure(const duis::RequestHeader& header, std::string code, Instant now) {
  auto response = synchronous_answer(header, std::move(code), now);
  response.response_id = duis::answer_to(header.request_id);
  return response;
}

duis::ServiceResponse command_failure(const duis::RequestHeader& header, Instant now) {
  std::string xml = "<sr:CommandFailure>";
  append_element(xml, "CommandRequestID", duis::to_string(header.request_id));
  append_element(xml, "DeviceID", to_string(header.request_id.target));
  return {.request_id = std::nullopt,
          .response_id = std::nullopt,
          .response_code = "I0",
          .response_date_time = now,
          .body = duis::DccAlertMessage{"N13", "CommandFailure", xml + "</sr:CommandFailure>"}};
}

duis::ServiceResponse quarantine_alert(const duis::RequestHeader& header, std::uint64_t event, Instant now) {
  std::string xml = "<sr:QuarantinedRequest><sr:ADUserThresholdBreach>";
  append_element(xml, "RequestID", duis::to_string(header.request_id));
  append_element(xml, "QuarantineEventRef", fmt::to_string(event));
  xml += "</sr:ADUserThresholdBreach></sr:QuarantinedRequest>";
  return {.request_id = std::nullopt,
          .response_id = std::nullopt,
          .response_code = "I0",
          .response_date_time = now,
          .body = duis::DccAlertMessage{"N41", "QuarantinedRequest", std::move(xml)}};
}

duis::ServiceResponse firmware_mismatch(const InventoryDevice& device, std::string_view on_device,
                                        Instant now) {
  std::string xml = "<sr:FirmwareVersionMismatch>";
  append_element(xml, "DeviceID", to_string(device.id));
  append_element(xml, "DeviceType", device.type);
  append_element(xml, "FirmwareVersionSMI", device.firmware_version);
  append_element(xml, "FirmwareVersionDevice", on_device);
  xml += "</sr:FirmwareVersionMismatch>";
  return {.request_id = std::nullopt,
          .response_id = std::nullopt,
          .response_code = "I0",
          .response_date_time = now,
          .body = duis::DccAlertMessage{"N52", "FirmwareVersionMismatch", std::move(xml)}};
}

duis::ServiceResponse future_dated_alert(const duis::RequestHeader& header,
                                         const duis::FutureDatedDeviceAlert& alert, Instant now) {
  auto references = references_of(header);
  references.content = alert;
  return {.request_id = header.request_id,
          .response_id = duis::answer_to(header.request_id),
          .response_code = "I0",
          .response_date_time = now,
          .body = std::move(references)};
}

duis::ServiceResponse device_alert(const gbcs::GroupingHeader& header, const Eui64& recipient,
                                   std::uint16_t alert_code, ByteView octets, Instant now) {
  return {.request_id = std::nullopt,
          .response_id = duis::RequestId{header.originator, recipient, header.counter},
          .response_code = "I0",
          .response_date_time = now,
          .body = duis::DeviceAlertMessage{fmt::format("{:04X}", alert_code), copy_of(octets)}};
}

Result<duis::OpaqueContent> read_inventory(const duis::OpaqueBody& request, const Inventory& inventory) {
  const InventoryDevice* device = nullptr;
  if (const auto id = text_in(request.xml, "DeviceID")) {
    const auto eui = Eui64::parse(*id);
    device = eui ? inventory.find(*eui) : nullptr;
  } else if (const auto mpan = text_in(request.xml, "MPxN")) {
    device = inventory.find_mpan(*mpan);
  } else {
    return failure(ErrorCode::Unsupported, "inventory search by property");
  }
  if (device == nullptr) { return failure(ErrorCode::BadValue, "no such device"); }
  std::string xml = "<sr:DSPInventory>";
  for (const auto* const member : inventory.premises_of(*device)) { xml += inventory_row(*member); }
  return duis::OpaqueContent{"DSPInventory", xml + "</sr:DSPInventory>"};
}

}  // namespace enocheck::sim
