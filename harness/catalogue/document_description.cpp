#include "catalogue/document_description.h"

#include <fmt/format.h>

#include "core/hex.h"
#include "duis/service_request.h"
#include "duis/service_response.h"
#include "duis/xml_signature.h"
#include "xml/document.h"

namespace enocheck::catalogue {
namespace {

using Fields = std::vector<DescribedField>;

/// Adds the values of one body, each named after the body's element.
class BodyFields {
 public:
  BodyFields(std::string element, Fields& into) : element_(std::move(element)), into_(into) {}
  void add(std::string_view name, std::string value) {
    into_.push_back({fmt::format("{}/{}", element_, name), std::move(value)});
  }

  void operator()(const duis::ReadEventOrSecurityLog& body) {
    execution(body.execution);
    add("StartDateTime", to_iso8601(body.start));
    add("EndDateTime", to_iso8601(body.end));
    add("LogToRead", body.log);
  }
  void operator()(const duis::UpdateDeviceConfigurationALCScheduler& body) {
    execution(body.execution);
    for (std::size_t i = 0; i < body.schedule.size(); ++i) {
      const auto& entry = body.schedule[i];
      add(fmt::format("entry[{}]", i + 1),
          fmt::format("switch {} {} at {}", entry.index, entry.activate ? "closes" : "opens",
                      to_iso8601(entry.time)));
    }
    add("special-days", fmt::to_string(body.special_days.size()));
    for (const auto& bound : body.switches) {
      add(fmt::format("SwitchTypeAndId[{}]", bound.index), bound.hcalcs ? to_string(*bound.hcalcs) : "ALCS");
    }
  }
  void operator()(const duis::SetRandomisedOffsetLimit& body) {
    add("RandomisedOffsetLimit", fmt::to_string(body.limit));
  }
  void operator()(const duis::UpdateFirmware& body) {
    add("FirmwareImage", encode_hex(body.image));
    add("FirmwareVersion", body.version);
    for (const auto& device : body.devices) { add("DeviceID", to_string(device)); }
  }
  void operator()(const duis::ReadFirmwareVersion& body) { execution(body.execution); }
  void operator()(const duis::ActivateFirmware& body) {
    execution(body.execution);
    add("FirmwareHash", encode_hex(body.hash));
  }
  void operator()(const duis::UpdateDeviceConfigurationALCDescriptions& body) {
    for (const auto& labelled : body.switches) {
      add(fmt::format("SwitchDescription[{}]", labelled.index), labelled.description);
    }
  }
  void operator()(const duis::ActivateAuxiliaryLoad& body) { index_and_duration(body.index, body.duration); }
  void operator()(const duis::DeactivateAuxiliaryLoad& body) {
    index_and_duration(body.index, body.duration);
  }
  void operator()(const duis::ReadALCSData& body) { execution(body.execution); }
  void operator()(const duis::ResetAuxiliaryLoad& body) { add("index", fmt::to_string(body.index)); }
  void operator()(const duis::AddAuxiliaryLoadToBoostButton& body) { flags(body); }
  void operator()(const duis::RemoveAuxiliaryLoadFromBoostButton& body) { flags(body); }
  void operator()(const duis::ReadBoostButtonDetails& body) {
    execution(body.execution);
    add("StartDateTime", to_iso8601(body.start));
    add("EndDateTime", to_iso8601(body.end));
  }
  void operator()(const duis::SetAuxiliaryControllerState& body) {
    add("auxiliaryControllerN", fmt::to_string(body.controller));
    add("StartDateTime", to_iso8601(body.start));
    add("EndDateTime", to_iso8601(body.end));
    add("CommandedStateLevel", fmt::to_string(body.level));
    add("InputFromControlledLoad", body.input_from_controlled_load ? "true" : "false");
  }
  void operator()(const duis::ReadAuxiliaryControllerConfigurationData& body) { execution(body.execution); }
  void operator()(const duis::ReadAuxiliaryControllerOperationalData& body) { execution(body.execution); }
  void operator()(const duis::JoinServiceCritical& body) {
    add("OtherDeviceID", to_string(body.other_device));
  }
  void operator()(const duis::UnjoinServiceCritical& body) {
    add("OtherDeviceID", to_string(body.other_device));
  }
  void operator()(const duis::UpdateHANDeviceLog& body) {
    execution(body.execution);
    add("DeviceID", to_string(body.device));
    add("RequestType", body.request_type == duis::UpdateHANDeviceLog::RequestType::Add ? "Add" : "Remove");
    if (!body.details) { return; }
    add("JoinTimePeriod", fmt::to_string(body.details->join_time_period));
    add("InstallCode", encode_hex(body.details->install_code));
  }
  void operator()(const duis::SignedPreCommand& body) {
    execution(body.execution);
    add("GBCSPayload", encode_hex(body.gbcs_payload));
  }
  void operator()(const duis::OpaqueBody& body) { add("xml", body.xml); }

 private:
  void index_and_duration(unsigned index, unsigned duration) {
    add("index", fmt::to_string(index));
    add("Duration", fmt::to_string(duration));
  }
  template <class Body>
  void flags(const Body& body) {
    execution(body.execution);
    for (const auto& flag : body.flags) {
      add(fmt::format("flag[{}]", flag.index), flag.value ? "true" : "false");
    }
  }
  void execution(const std::optional<Instant>& when) {
    if (when) { add("ExecutionDateTime", to_iso8601(*when)); }
  }

  std::string element_;
  Fields& into_;  // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): lives for one call
};

Fields fields_of(const duis::ServiceRequest& request) {
  const auto& header = request.header;
  Fields fields = {{"schemaVersion", request.schema_version},
                   {"RequestID", to_string(header.request_id)},
                   {"CommandVariant", fmt::to_string(header.command_variant)},
                   {"ServiceReference", header.service_reference},
                   {"ServiceReferenceVariant", header.service_reference_variant}};
  if (header.first_in_sequence) {
    fields.push_back({"FirstInSequence", *header.first_in_sequence ? "true" : "false"});
  }
  if (header.preceding) { fields.push_back({"PrecedingServiceRequestID", to_string(*header.preceding)}); }
  const std::string element(duis::element_of(request.body));
  fields.push_back({"Body", element});
  std::visit(BodyFields(element, fields), request.body);
  return fields;
}

/// The name of the content that a response message carries.
std::string content_of(const duis::ResponseMessage& message) {
  struct Name {
    std::string operator()(const duis::NoContent& /*content*/) const { return "none"; }
    std::string operator()(const duis::GbcsPayload& /*content*/) const { return "GBCSPayload"; }
    std::string operator()(const duis::PreCommand& /*content*/) const { return "PreCommand"; }
    std::string operator()(const duis::LocalCommand& /*content*/) const { return "LocalCommand"; }
    std::string operator()(const duis::FutureDatedDeviceAlert& /*content*/) const {
      return "FutureDatedDeviceAlertMessage";
    }
    std::string operator()(const duis::OpaqueContent& content) const { return content.element; }
  };
  return std::visit(Name{}, message.content);
}

Fields fields_of(const duis::ServiceResponse& response) {
  Fields fields = {{"schemaVersion", response.schema_version}};
  if (response.request_id) { fields.push_back({"RequestID", to_string(*response.request_id)}); }
  if (response.response_id) { fields.push_back({"ResponseID", to_string(*response.response_id)}); }
  fields.push_back({"ResponseCode", response.response_code});
  fields.push_back({"ResponseDateTime", to_iso8601(response.response_date_time)});
  if (const auto* const message = std::get_if<duis::ResponseMessage>(&response.body)) {
    fields.push_back({"ServiceReference", message->service_reference});
    fields.push_back({"ServiceReferenceVariant", message->service_reference_variant});
    fields.push_back({"ResponseMessage", content_of(*message)});
  } else if (const auto* const alert = std::get_if<duis::DeviceAlertMessage>(&response.body)) {
    fields.push_back({"AlertCode", alert->alert_code});
  } else if (const auto* const dcc = std::get_if<duis::DccAlertMessage>(&response.body)) {
    fields.push_back({"DCCAlertCode", dcc->code});
    fields.push_back({"DCCAlert", dcc->xml});
  }
  if (const auto octets = duis::gbcs_octets_of(response); !octets.empty()) {
    fields.push_back({"GBCSPayload", encode_hex(octets)});
  }
  return fields;
}

/// Who signs: the user for a request (the originator in its id), the DSP for a response, whose EUI-64 no
/// header shows; the key file names one.
Result<std::string> signature_state(const xml::Document& document, const std::optional<Eui64>& signer,
                                    const VectorKeys* keys) {
  const auto claim = duis::read_signature(document);
  if (!claim) { return tl::unexpected(claim.error()); }
  if (!*claim) { return "absent"; }
  const auto* const key =
      keys == nullptr ? nullptr : keys->find(signer.value_or(keys->broker()), VectorKeys::Use::XmlSignature);
  if (key == nullptr) { return "unchecked"; }
  return duis::verify_signature(document, key->public_key) ? "valid" : "invalid";
}

bool is_request(const xml::Document& document) { return document.root_name().ends_with("}Request"); }

}  // namespace

Result<DocumentDescription> describe_document(std::string_view text, const VectorKeys* keys) {
  const auto document = xml::Document::parse(text);
  if (!document) { return tl::unexpected(document.error()); }
  DocumentDescription description;
  std::optional<Eui64> signer;
  if (is_request(*document)) {
    const auto request = duis::parse_request(text);
    if (!request) { return tl::unexpected(request.error()); }
    description.root = "Request";
    description.fields = fields_of(*request);
    signer = request->header.request_id.originator;
  } else {
    const auto response = duis::parse_response(text);
    if (!response) { return tl::unexpected(response.error()); }
    description.root = "Response";
    description.fields = fields_of(*response);
  }
  const auto state = signature_state(*document, signer, keys);
  if (!state) { return tl::unexpected(state.error()); }
  description.signature = *state;
  return description;
}

Result<std::string> make_document(std::string_view text) {
  const auto document = xml::Document::parse(text);
  if (!document) { return tl::unexpected(document.error()); }
  if (is_request(*document)) {
    const auto request = duis::parse_request(text);
    if (!request) { return tl::unexpected(request.error()); }
    return duis::build_request(*request);
  }
  const auto response = duis::parse_response(text);
  if (!response) { return tl::unexpected(response.error()); }
  return duis::build_response(*response);
}

}  // namespace enocheck::catalogue
