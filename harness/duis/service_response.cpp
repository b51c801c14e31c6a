#include "duis/service_response.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/hex.h"
#include "duis/element_writer.h"
#include "duis/response_code.h"
#include "duis/simple_types.h"
#include "xml/element_reader.h"
#include "xml/node.h"

namespace enocheck::duis {
namespace {

using xml::ElementReader;

/// What a ResponseMessage may carry that is passed on unread.
constexpr std::array<std::string_view, 9> kOpaqueContents{
    "CINMessage",          "DSPInventory",  "DSPOptIn",
    "DSPSchedulesRead",    "DSPScheduleID", "DSPUpdateFirmwareWarning",
    "DSPScheduledMessage", "DSPWANMatrix",  "DSPUpdatePPMIDFirmwareWarning"};

/// The children of DCCAlert. Source: DUIS Schema V5.4, type DCCAlert.
constexpr std::array<std::string_view, 24> kDccAlerts{"PowerOutageEvent",
                                                      "DeviceStatusChangeEvent",
                                                      "DSPScheduleRemoval",
                                                      "CommandFailure",
                                                      "FirmwareDistributionFailure",
                                                      "UpdateHANDeviceLogResult",
                                                      "ChangeOfSupplier",
                                                      "DeviceLogRestored",
                                                      "PPMIDAlert",
                                                      "SecurityCredentialsUpdated",
                                                      "PPMIDRemoval",
                                                      "QuarantinedRequest",
                                                      "FirmwareVersionMismatch",
                                                      "DualBandCHAlert",
                                                      "S1SPAlertDSP",
                                                      "SMETS1CHFirmwareNotification",
                                                      "ALCSHCALCSConfigurationChange",
                                                      "FirmwareUpgradeRequested",
                                                      "CSPFirmwareDeliveryStatus",
                                                      "CommsHubAlert",
                                                      "ECoSAlert",
                                                      "CommsHubFirmwareActivation",
                                                      "CoSCertificateAlert",
                                                      "DUISVersionMismatch"};

using Content = decltype(ResponseMessage::content);

template <class Names>
bool is_one_of(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// Takes the next child, which must be one of `names`, as text.
template <class Names>
OpaqueContent read_opaque(ElementReader& in, const Names& names) {
  std::string name(in.next_name());
  if (is_one_of(names, name)) { return {name, xml::compact_text(in.any(), kDuisNamespace, "sr")}; }
  in.fail(name.empty() ? "the content is missing" : name + " is nothing that may stand here");
  return {};
}

FutureDatedDeviceAlert read_future_dated_alert(ElementReader& in) {
  const auto alert_code = [](std::string_view text) -> Result<std::string> {
    auto code = parse_alert_code(text);
    if (code && (*code == "8F66" || *code == "8F67")) { return code; }
    return failure(ErrorCode::BadValue, fmt::format("'{}' is neither 8F66 nor 8F67", text.substr(0, 40)));
  };
  FutureDatedDeviceAlert alert;
  alert.alert_code = in.value("FutureDatedAlertCode", alert_code);
  alert.octets = in.value("GBCSPayload", decode_base64);
  alert.instruction_number = in.value("InstructionNumber", number<std::uint16_t>(0, 65535));
  alert.total_instructions = in.value("TotalCommandInstructions", number<std::uint16_t>(0, 65535));
  return alert;
}

PreCommand read_pre_command(ElementReader& in) {
  PreCommand pre_command;
  in.element("GBCSVersion", [&](ElementReader& leaf) { pre_command.gbcs_version = leaf.text(); });
  pre_command.octets = in.value("GBCSPayload", decode_base64);
  return pre_command;
}

Content read_content(ElementReader& in) {
  const auto name = in.next_name();
  Content content;
  if (name == "GBCSPayload") {
    content = GbcsPayload{in.value(name, decode_base64)};
  } else if (name == "PreCommand") {
    in.element(name, [&](ElementReader& child) { content = read_pre_command(child); });
  } else if (name == "LocalCommand") {
    in.element(name, [&](ElementReader& child) {
      content = LocalCommand{child.value("GBCSPayload", decode_base64)};
    });
  } else if (name == "FutureDatedDeviceAlertMessage") {
    in.element(name, [&](ElementReader& child) { content = read_future_dated_alert(child); });
  } else if (!name.empty()) {
    content = read_opaque(in, kOpaqueContents);
  }
  return content;
}

ResponseMessage read_message(ElementReader& in) {
  ResponseMessage message;
  message.service_reference = in.exact_value("ServiceReference", parse_service_reference);
  message.service_reference_variant =
      in.exact_value("ServiceReferenceVariant", parse_service_reference_variant);
  message.content = read_content(in);
  return message;
}

Throttling read_throttling(ElementReader& in) {
  const auto count = number<std::uint32_t>(0, 0xFFFFFFFF);
  Throttling throttling;
  throttling.sequence_id = in.optional_value("ThrottledAlertSequenceId", count);
  throttling.count = in.optional_value("ThrottledAlertCount", count);
  return throttling;
}

DeviceAlertMessage read_device_alert(ElementReader& in) {
  DeviceAlertMessage alert;
  alert.alert_code = in.value("AlertCode", parse_alert_code);
  alert.throttling = read_throttling(in);
  alert.octets = in.value("GBCSPayload", decode_base64);
  return alert;
}

DccAlertMessage read_dcc_alert(ElementReader& in) {
  const auto alert_code = [](std::string_view text) -> Result<std::string> {
    if (is_dcc_alert_code(text)) { return std::string(text); }
    return failure(ErrorCode::BadValue, fmt::format("'{}' is no DCC alert code", text.substr(0, 40)));
  };
  DccAlertMessage alert;
  alert.code = in.exact_value("DCCAlertCode", alert_code);
  alert.throttling = read_throttling(in);
  in.element("DCCAlert", [&](ElementReader& child) {
    auto content = read_opaque(child, kDccAlerts);
    alert.element = std::move(content.element);
    alert.xml = std::move(content.xml);
  });
  return alert;
}

void read_body(ElementReader& body, ServiceResponse& response) {
  const auto name = body.next_name();
  if (name == "DeviceAlertMessage") {
    body.element(name, [&](ElementReader& in) { response.body = read_device_alert(in); });
  } else if (name == "DCCAlertMessage") {
    body.element(name, [&](ElementReader& in) { response.body = read_dcc_alert(in); });
  } else if (name == "SMETS1ResponseMessage") {
    response.body = read_opaque(body, std::array{name});
  } else {
    body.element("ResponseMessage", [&](ElementReader& in) { response.body = read_message(in); });
  }
}

/// One overload a content or body, each writing what stands where its alternative does.
class ContentWriter {
 public:
  explicit ContentWriter(ElementWriter& out) : out_(out) {}

  void operator()(const NoContent& /*none*/) const {}
  void operator()(const GbcsPayload& content) const { payload(content.octets); }
  void operator()(const PreCommand& content) const {
    out_.element("PreCommand", [&] {
      out_.value("GBCSVersion", content.gbcs_version);
      payload(content.octets);
    });
  }
  void operator()(const LocalCommand& content) const {
    out_.element("LocalCommand", [&] { payload(content.octets); });
  }
  void operator()(const FutureDatedDeviceAlert& content) const {
    out_.element("FutureDatedDeviceAlertMessage", [&] {
      out_.value("FutureDatedAlertCode", content.alert_code);
      payload(content.octets);
      out_.value("InstructionNumber", std::to_string(content.instruction_number));
      out_.value("TotalCommandInstructions", std::to_string(content.total_instructions));
    });
  }
  void operator()(const OpaqueContent& content) const { out_.raw(content.xml); }

  void operator()(const ResponseMessage& message) const {
    out_.element("ResponseMessage", [&] {
      out_.value("ServiceReference", message.service_reference);
      out_.value("ServiceReferenceVariant", message.service_reference_variant);
      std::visit(*this, message.content);
    });
  }
  void operator()(const DeviceAlertMessage& alert) const {
    out_.element("DeviceAlertMessage", [&] {
      out_.value("AlertCode", alert.alert_code);
      throttled(alert.throttling);
      payload(alert.octets);
    });
  }
  void operator()(const DccAlertMessage& alert) const {
    out_.element("DCCAlertMessage", [&] {
      out_.value("DCCAlertCode", alert.code);
      throttled(alert.throttling);
      out_.element("DCCAlert", [&] { out_.raw(alert.xml); });
    });
  }

 private:
  void payload(const Bytes& octets) const { out_.value("GBCSPayload", encode_base64(octets)); }
  void throttled(const Throttling& throttling) const {
    if (throttling.sequence_id) {
      out_.value("ThrottledAlertSequenceId", std::to_string(*throttling.sequence_id));
    }
    if (throttling.count) { out_.value("ThrottledAlertCount", std::to_string(*throttling.count)); }
  }

  ElementWriter& out_;
};

/// Is the document right if its tokens are? The commonest answers have nothing else that could be wrong, and
/// are spared being read back.
bool tokens_tell(const ServiceResponse& response) {
  const auto* const message = std::get_if<ResponseMessage>(&response.body);
  return message != nullptr && (std::holds_alternative<NoContent>(message->content) ||
                                std::holds_alternative<GbcsPayload>(message->content));
}

bool tokens_are_right(const ServiceResponse& response) {
  const auto& message = std::get<ResponseMessage>(response.body);
  return parse_schema_version(response.schema_version) && parse_response_code(response.response_code) &&
         parse_service_reference(message.service_reference) &&
         parse_service_reference_variant(message.service_reference_variant);
}

BuiltDocument write(const ServiceResponse& response) {
  BuiltDocument document;
  document.text.reserve(1024);
  ElementWriter out(document.text);
  out.root("Response", response.schema_version, [&] {
    out.element("Header", [&] {
      if (response.request_id) { out.value("RequestID", to_string(*response.request_id)); }
      if (response.response_id) { out.value("ResponseID", to_string(*response.response_id)); }
      out.value("ResponseCode", response.response_code);
      out.value("ResponseDateTime", to_iso8601(response.response_date_time));
    });
    out.element("Body", [&] { std::visit(ContentWriter(out), response.body); });
  });
  document.is_canonical = out.is_canonical();
  return document;
}

}  // namespace

Result<ServiceResponse> parse_response(std::string_view document) {
  const auto parsed = xml::Document::parse(document);
  if (!parsed) { return tl::unexpected(parsed.error()); }
  return parse_response(*parsed);
}

Result<ServiceResponse> parse_response(const xml::Document& document) {
  const auto* const root = xml::root_of(document);
  if (xml::local_name(root) != "Response" || xml::namespace_of(root) != kDuisNamespace) {
    return failure(ErrorCode::Schema, fmt::format("{}: no DUIS Response", xml::local_name(root)));
  }
  std::optional<Error> error;
  ElementReader in(root, kDuisNamespace, error);
  ServiceResponse response;
  response.schema_version = in.attribute("schemaVersion", parse_schema_version);
  in.element("Header", [&](ElementReader& header) {
    response.request_id = header.optional_value("RequestID", parse_request_id);
    response.response_id = header.optional_value("ResponseID", parse_request_id);
    response.response_code = header.exact_value("ResponseCode", parse_response_code);
    response.response_date_time = header.value("ResponseDateTime", parse_iso8601);
  });
  in.element("Body", [&](ElementReader& body) { read_body(body, response); });
  in.skip_if(kSignatureNamespace, "Signature");
  in.finish();
  if (error) { return tl::unexpected(std::move(*error)); }
  return response;
}

std::string build_response_unchecked(const ServiceResponse& response) { return write(response).text; }

Result<std::string> build_response(const ServiceResponse& response) {
  return build_response_document(response).map([](auto&& document) { return std::move(document.text); });
}

Result<BuiltDocument> build_response_document(const ServiceResponse& response) {
  auto document = write(response);
  if (tokens_tell(response) && tokens_are_right(response)) { return document; }
  // What we would not read, we do not write: one set of rules.
  const auto read_back = parse_response(document.text);
  if (!read_back) { return failure(ErrorCode::BadValue, read_back.error().detail); }
  return document;
}

ByteView gbcs_octets_of(const ServiceResponse& response) {
  const auto octets_of = [](const auto& part) -> ByteView {
    if constexpr (requires { part.octets; }) {
      return part.octets;
    } else {
      return {};
    }
  };
  if (const auto* const message = std::get_if<ResponseMessage>(&response.body)) {
    return std::visit(octets_of, message->content);
  }
  return std::visit(octets_of, response.body);
}

}  // namespace enocheck::duis
