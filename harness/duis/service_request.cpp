#include "duis/service_request.h"

#include <type_traits>

#include <fmt/format.h>

#include "duis/element_writer.h"
#include "duis/request_body.h"
#include "duis/simple_types.h"
#include "xml/element_reader.h"
#include "xml/node.h"

namespace enocheck::duis {
namespace {

using xml::ElementReader;

/// The element of each body, in the order of RequestBody's alternatives; OpaqueBody knows its own.
constexpr std::array<std::string_view, std::variant_size_v<RequestBody> - 1> kElements{
    "ReadEventOrSecurityLog",
    "UpdateDeviceConfigurationALCDescriptions",
    "UpdateDeviceConfigurationALCScheduler",
    "ActivateAuxiliaryLoad",
    "DeactivateAuxiliaryLoad",
    "ReadALCSData",
    "ResetAuxiliaryLoad",
    "AddAuxiliaryLoadToBoostButton",
    "RemoveAuxiliaryLoadFromBoostButton",
    "ReadBoostButtonDetails",
    "SetRandomisedOffsetLimit",
    "SetAuxiliaryControllerState",
    "ReadAuxiliaryControllerConfigurationData",
    "ReadAuxiliaryControllerOperationalData",
    "UpdateFirmware",
    "ReadFirmwareVersion",
    "ActivateFirmware",
    "JoinServiceCritical",
    "UnjoinServiceCritical",
    "UpdateHANDeviceLog",
    "SignedPreCommand",
};

constexpr CommandVariant kMostCommandVariant = 9;

RequestHeader read_header(ElementReader& in) {
  RequestHeader header;
  header.request_id = in.value("RequestID", parse_request_id);
  header.first_in_sequence = in.optional_value("FirstInSequence", parse_boolean);
  header.preceding = in.optional_value("PrecedingServiceRequestID", parse_request_id);
  header.command_variant = in.value("CommandVariant", number<CommandVariant>(1, kMostCommandVariant));
  header.service_reference = in.exact_value("ServiceReference", parse_service_reference);
  header.service_reference_variant =
      in.exact_value("ServiceReferenceVariant", parse_service_reference_variant);
  return header;
}

void write_header(const RequestHeader& header, ElementWriter& out) {
  out.value("RequestID", to_string(header.request_id));
  if (header.first_in_sequence) {
    out.value("FirstInSequence", *header.first_in_sequence ? "true" : "false");
  }
  if (header.preceding) { out.value("PrecedingServiceRequestID", to_string(*header.preceding)); }
  out.value("CommandVariant", std::to_string(header.command_variant));
  out.value("ServiceReference", header.service_reference);
  out.value("ServiceReferenceVariant", header.service_reference_variant);
}

/// Is the document right if its tokens are? A signed pre-command has nothing else that could be wrong, and is
/// spared being read back.
bool tokens_tell(const ServiceRequest& request) {
  return std::holds_alternative<SignedPreCommand>(request.body);
}

bool tokens_are_right(const ServiceRequest& request) {
  const auto& header = request.header;
  return parse_schema_version(request.schema_version) && header.command_variant >= 1 &&
         header.command_variant <= kMostCommandVariant && parse_service_reference(header.service_reference) &&
         parse_service_reference_variant(header.service_reference_variant);
}

BuiltDocument write(const ServiceRequest& request) {
  BuiltDocument document;
  document.text.reserve(1024);
  ElementWriter out(document.text);
  out.root("Request", request.schema_version, [&] {
    out.element("Header", [&] { write_header(request.header, out); });
    out.element("Body", [&] { write_request_body(request.body, out); });
  });
  document.is_canonical = out.is_canonical();
  return document;
}

}  // namespace

Result<ServiceRequest> parse_request(std::string_view document) {
  const auto parsed = xml::Document::parse(document);
  if (!parsed) { return tl::unexpected(parsed.error()); }
  return parse_request(*parsed);
}

Result<ServiceRequest> parse_request(const xml::Document& document) {
  const auto* const root = xml::root_of(document);
  if (xml::local_name(root) != "Request" || xml::namespace_of(root) != kDuisNamespace) {
    return failure(ErrorCode::Schema, fmt::format("{}: no DUIS Request", xml::local_name(root)));
  }
  std::optional<Error> error;
  ElementReader in(root, kDuisNamespace, error);
  ServiceRequest request;
  request.schema_version = in.attribute("schemaVersion", parse_schema_version);
  in.element("Header", [&](ElementReader& header) { request.header = read_header(header); });
  in.element("Body", [&](ElementReader& body) { request.body = read_request_body(body); });
  in.skip_if(kSignatureNamespace, "Signature");
  in.finish();
  if (error) { return tl::unexpected(std::move(*error)); }
  return request;
}

std::string build_request_unchecked(const ServiceRequest& request) { return write(request).text; }

Result<std::string> build_request(const ServiceRequest& request) {
  return build_request_document(request).map([](auto&& document) { return std::move(document.text); });
}

Result<BuiltDocument> build_request_document(const ServiceRequest& request) {
  auto document = write(request);
  if (tokens_tell(request) && tokens_are_right(request)) { return document; }
  // What we would not read, we do not write: one set of rules.
  const auto read_back = parse_request(document.text);
  if (!read_back) { return failure(ErrorCode::BadValue, read_back.error().detail); }
  if (element_of(read_back->body) != element_of(request.body)) {
    return failure(ErrorCode::BadValue, fmt::format("Request/Body: the text is a {}, not a {}",
                                                    element_of(read_back->body), element_of(request.body)));
  }
  return document;
}

std::string_view element_of(const RequestBody& body) {
  const auto* const opaque = std::get_if<OpaqueBody>(&body);
  return opaque != nullptr ? std::string_view(opaque->element) : kElements.at(body.index());
}

std::optional<Instant> execution_of(const RequestBody& body) {
  return std::visit(
      [](const auto& concrete) -> std::optional<Instant> {
        if constexpr (requires { concrete.execution; }) {
          return concrete.execution;
        } else {
          return std::nullopt;
        }
      },
      body);
}

}  // namespace enocheck::duis
