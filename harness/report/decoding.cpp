#include "report/decoding.h"

#include <fmt/format.h>

#include "duis/service_request.h"
#include "duis/service_response.h"
#include "gbcs/message_text.h"

namespace enocheck::report {
namespace {

DuisSummary summary_of(const duis::ServiceRequest& request) {
  return {.kind = "request",
          .request_id = to_string(request.header.request_id),
          .response_id = {},
          .service_reference_variant = request.header.service_reference_variant,
          .command_variant = std::to_string(request.header.command_variant),
          .response_code = {},
          .element = std::string(duis::element_of(request.body))};
}

DuisSummary summary_of(const duis::ServiceResponse& response) {
  DuisSummary summary;
  summary.kind = "response";
  if (response.request_id) { summary.request_id = to_string(*response.request_id); }
  if (response.response_id) { summary.response_id = to_string(*response.response_id); }
  summary.response_code = response.response_code;
  if (const auto* const message = std::get_if<duis::ResponseMessage>(&response.body)) {
    summary.service_reference_variant = message->service_reference_variant;
    summary.element = "ResponseMessage";
  } else if (const auto* const alert = std::get_if<duis::DeviceAlertMessage>(&response.body)) {
    summary.element = "DeviceAlertMessage " + alert->alert_code;
  } else if (const auto* const dcc = std::get_if<duis::DccAlertMessage>(&response.body)) {
    summary.element = "DCCAlertMessage " + dcc->code;
  } else if (const auto* const other = std::get_if<duis::OpaqueContent>(&response.body)) {
    summary.element = other->element;
  }
  return summary;
}

/// The local name of a document's root element, by sight: which parser's complaint is to be shown.
std::string_view root_of(std::string_view document) {
  for (auto at = document.find('<'); at != std::string_view::npos; at = document.find('<', at + 1)) {
    if (at + 1 >= document.size() || document[at + 1] == '?' || document[at + 1] == '!') { continue; }
    const auto name = document.substr(at + 1, document.find_first_of(" \t\r\n/>", at + 1) - at - 1);
    return name.substr(name.find(':') + 1);
  }
  return {};
}

}  // namespace

bool is_xml(ByteView content) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  auto text = text_of(content);
  if (text.starts_with(kByteOrderMark)) { text.remove_prefix(kByteOrderMark.size()); }
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

Decoding::Decoding(std::optional<crypto::KeyStore> keys) : keys_(std::move(keys)) {
  if (keys_) { verifier_.emplace(*keys_); }
}

void Decoding::add_content(const std::string& name, ByteView content) {
  if (is_xml(content)) { return add_document(name, content); }
  const auto found = gbcs::find_messages(content);
  if (found.empty()) { add(name, {}, failure(ErrorCode::Truncated, "no message")); }
  for (const auto& message : found) {
    const auto where = message.line == 0 ? name : fmt::format("{}:{}", name, message.line);
    add(where, {}, message.octets);
  }
}

void Decoding::add_document(const std::string& name, ByteView content) {
  if (root_of(text_of(content)) == "Request") {
    const auto request = duis::parse_request(text_of(content));
    if (!request) { return add(name, {}, tl::unexpected(request.error())); }
    const auto* const carried = std::get_if<duis::SignedPreCommand>(&request->body);
    return add(name, summary_of(*request), carried != nullptr ? carried->gbcs_payload : Bytes());
  }
  const auto response = duis::parse_response(text_of(content));
  if (!response) { return add(name, {}, tl::unexpected(response.error())); }
  add(name, summary_of(*response), copy_of(duis::gbcs_octets_of(*response)));
}

void Decoding::add(const std::string& file, std::optional<DuisSummary> duis, Result<Bytes> octets) {
  auto& report = reports_.emplace_back();
  report.file = file;
  report.duis = std::move(duis);
  if (!octets) {
    report.error = octets.error();
    return;
  }
  report.octets = *std::move(octets);
  if (report.duis && report.octets.empty()) { return; }
  auto message = gbcs::decode_message(report.octets);
  if (!message) {
    report.error = message.error();
    return;
  }
  report.message = *std::move(message);
  remember_command(*report.message);
}

void Decoding::remember_command(const gbcs::Message& message) {
  const auto& header = message.header;
  if (header.cra != gbcs::CraFlag::Command) { return; }
  if (auto request = gbcs::decode_access_request(message.payload)) {
    requests_[{header.counter.value(), header.code.value(), header.originator, header.target}] =
        *std::move(request);
  }
}

void Decoding::describe(DecodeReport& report) const {
  if (!report.message) { return; }
  const auto& header = report.message->header;
  gbcs::DescriptionContext context{.request = nullptr, .keys = keys_ ? &*keys_ : nullptr};
  const auto command =
      requests_.find({header.counter.value(), header.code.value(), header.target, header.originator});
  if (header.cra == gbcs::CraFlag::Response && command != requests_.end()) {
    context.request = &command->second;
  }
  report.payload = gbcs::describe_payload(*report.message, context);
  if (report.payload.error) {
    report.error = report.payload.error;
    report.error->offset += report.message->payload_offset;
  }
  report.verification =
      verifier_ ? verifier_->verify(*report.message) : gbcs::verification_without_keys(*report.message);
}

void Decoding::describe() {
  for (; described_ < reports_.size(); ++described_) { describe(reports_[described_]); }
}

}  // namespace enocheck::report
