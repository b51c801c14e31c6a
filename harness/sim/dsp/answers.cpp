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

duis::ResponseMessage references_of(const duis::RequestHeader& header) {
  return {header.service_reference, header.service_reference_variant, duis::NoContent{}};
}

}  // namespace

void append_element(std::string& xml, std::string_view name, std::string_view text) {
  if (!text.empty()) { xml += fmt::format("<sr:{0}>{1}</sr:{0}>", name, text); }
}

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

}  // namespace enocheck::sim
