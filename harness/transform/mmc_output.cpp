#include "transform/mmc_output.h"

#include <algorithm>

#include <fmt/format.h>

#include "gbcs/cosem_time.h"
#include "gbcs/firmware_activation.h"
#include "gbcs/message.h"
#include "transform/mmc_parts.h"

namespace enocheck::transform {
namespace {

constexpr const char* kMmcNamespace = "http://www.dccinterface.co.uk/ResponseAndAlert";
constexpr const char* kMmcVersion = "5.4";

void write_header(const duis::ServiceRequest* request, const gbcs::GroupingHeader& header, MmcWriter& out) {
  out.element("Header", [&] {
    out.value("BusinessOriginatorID", to_string(header.originator));
    out.value("BusinessTargetID", to_string(header.target));
    out.value("OriginatorCounter", fmt::to_string(header.counter.value()));
    if (const auto& party = header.supplementary) {
      out.value("SupplementaryRemotePartyID", to_string(party->remote_party));
      if (party->remote_party_counter) {
        out.value("SupplementaryRemotePartyCounter", fmt::to_string(party->remote_party_counter->value()));
      }
      if (party->originator_counter) {
        out.value("SupplementaryOriginatorCounter", fmt::to_string(party->originator_counter->value()));
      }
    }
    out.value("GBCSHexadecimalMessageCode", fmt::format("{:04X}", header.code.value()));
    if (request != nullptr) {
      out.value("ServiceReference", request->header.service_reference);
      out.value("ServiceReferenceVariant", request->header.service_reference_variant);
    }
    if (const auto when = gbcs::from_cosem(header.date_time)) { out.value("Timestamp", to_iso8601(*when)); }
  });
}

bool succeeded(const gbcs::AccessResponse& response) {
  return std::all_of(response.results.begin(), response.results.end(),
                     [](const auto& result) { return result.code == 0; });
}

void write_debug_info(const gbcs::AccessResponse& response, MmcWriter& out) {
  if (response.results.empty()) { return; }
  out.element("DebugInfo", [&] {
    out.element("COSEMDebug", [&] {
      for (std::size_t i = 0; i < response.results.size(); ++i) {
        const auto& result = response.results[i];
        const bool action = result.kind == gbcs::AccessKind::Action;
        const char* const name =
            action ? gbcs::action_result_name(result.code) : gbcs::data_access_result_name(result.code);
        out.element("COSEMResponse",
                    {{"ResponseCode", fmt::to_string(result.code)}, {"Position", fmt::to_string(i + 1)}},
                    [&] {
                      out.value(action ? "ActionResult" : "DataAccessResult",
                                name != nullptr ? name : "response-code-not-known");
                    });
      }
    });
  });
}

/// The services whose `…Rsp` element MMC has and this knows; the element is the request's with `Rsp` after
/// it.
bool has_response_element(const duis::RequestBody& body) {
  return !std::holds_alternative<duis::OpaqueBody>(body) &&
         !std::holds_alternative<duis::UpdateFirmware>(body) &&
         !std::holds_alternative<duis::SignedPreCommand>(body);
}

/// What the response element holds beside its success; most hold nothing.
struct ContentWriter {
  const gbcs::AccessResponse& response;  // NOLINT(*-ref-data-members): lives for one call
  MmcWriter& out;                        // NOLINT(*-ref-data-members)

  template <class Body>
  Status operator()(const Body& /*body*/) const {
    return {};
  }
  Status operator()(const duis::ReadALCSData& /*body*/) const { return write_switch_data(response, out); }
  Status operator()(const duis::ReadBoostButtonDetails& /*body*/) const {
    return write_boost_details(response, out);
  }
  Status operator()(const duis::ReadAuxiliaryControllerConfigurationData& /*body*/) const {
    return write_controller_configuration(response, out);
  }
  Status operator()(const duis::ReadAuxiliaryControllerOperationalData& /*body*/) const {
    return write_controller_operation(response, out);
  }
  Status operator()(const duis::ReadEventOrSecurityLog& /*body*/) const {
    return write_event_log(response, out);
  }
  Status operator()(const duis::ReadFirmwareVersion& /*body*/) const {
    return write_firmware_version(response, out);
  }
};

Status write_response(const duis::ServiceRequest& request, const gbcs::AccessResponse& response,
                      MmcWriter& out) {
  Status written;
  if (has_response_element(request.body)) {
    out.element("SMETSData", [&] {
      out.element(fmt::format("{}Rsp", duis::element_of(request.body)),
                  {{"MessageSuccess", std::string(xml_boolean(succeeded(response)))}}, [&] {
                    written = std::visit(ContentWriter{response, out}, request.body);
                  });
    });
  }
  write_debug_info(response, out);
  return written;
}

/// CS06 answers in DER: no result codes, hence no DebugInfo of COSEM.
Status write_activation_response(const duis::ServiceRequest& request, ByteView payload, MmcWriter& out) {
  const auto outcome = gbcs::decode_firmware_response(payload);
  if (!outcome) { return tl::unexpected(outcome.error()); }
  Status written;
  out.element("ResponseMessage", [&] {
    out.element("SMETSData", [&] {
      const bool success = !*outcome || (*outcome)->result == 0;
      out.element(fmt::format("{}Rsp", duis::element_of(request.body)),
                  {{"MessageSuccess", std::string(xml_boolean(success))}},
                  [&] { written = write_firmware_activation(payload, out); });
    });
  });
  return written;
}

/// What a response to 8.7.1 or 8.8.1 says; nothing for another one.
std::optional<unsigned> result_of_join(const duis::ServiceRequest& request, const gbcs::Message& message) {
  const bool is_join = std::holds_alternative<duis::JoinServiceCritical>(request.body) ||
                       std::holds_alternative<duis::UnjoinServiceCritical>(request.body);
  return is_join ? join_result(message.payload) : std::nullopt;
}

Status write_body(const duis::ServiceRequest* request, const gbcs::Message& message, MmcWriter& out) {
  Status written;
  if (request == nullptr) {
    out.element("DeviceAlertMessage", [&] { written = write_alert(message, out); });
    return written;
  }
  if (std::holds_alternative<duis::ActivateFirmware>(request->body)) {
    return write_activation_response(*request, message.payload, out);
  }
  if (const auto result = result_of_join(*request, message)) {
    out.element("ResponseMessage", [&] {
      out.element("SMETSData", [&] { write_join_response(duis::element_of(request->body), *result, out); });
    });
    return written;
  }
  const auto response = gbcs::decode_access_response(message.payload);
  if (!response && has_response_element(request->body)) { return tl::unexpected(response.error()); }
  out.element("ResponseMessage", [&] {
    if (response) { written = write_response(*request, *response, out); }
  });
  return written;
}

}  // namespace

Result<std::string> mmc_output(const duis::ServiceRequest* request, ByteView octets) {
  const auto message = gbcs::decode_message(octets);
  if (!message) { return tl::unexpected(message.error()); }
  const auto expected = request == nullptr ? gbcs::CraFlag::Alert : gbcs::CraFlag::Response;
  if (message->header.cra != expected) {
    return failure(ErrorCode::BadValue,
                   request == nullptr ? "the message is no alert" : "the message is no response");
  }
  MmcWriter out;
  Status written;
  out.element("GBCSResponse", {{"xmlns:ra", kMmcNamespace}, {"schemaVersion", kMmcVersion}}, [&] {
    write_header(request, message->header, out);
    out.element("Body", [&] { written = write_body(request, *message, out); });
  });
  if (!written) { return tl::unexpected(written.error()); }
  return out.take();
}

Result<bool> all_items_succeeded(ByteView octets) {
  const auto message = gbcs::decode_message(octets);
  if (!message) { return tl::unexpected(message.error()); }
  if (message->header.cra != gbcs::CraFlag::Response) {
    return failure(ErrorCode::BadValue, "the message is no response");
  }
  constexpr MessageCode kActivateFirmware{0x0012};
  if (message->header.code == kActivateFirmware) {
    return gbcs::decode_firmware_response(message->payload).map([](const auto& outcome) {
      return !outcome || outcome->result == 0;
    });
  }
  if (const auto result = join_result(message->payload)) { return *result == 0; }
  const auto response = gbcs::decode_access_response(message->payload);
  if (!response) { return tl::unexpected(response.error()); }
  return succeeded(*response);
}

}  // namespace enocheck::transform
