#include <variant>

#include "transform/correlate.h"
#include "transform/mismatches.h"

namespace enocheck::transform {
namespace {

std::string text(const std::optional<duis::RequestId>& id) { return id ? to_string(*id) : "absent"; }

void compare_references(const duis::ServiceRequest& request, const duis::ServiceResponse& document,
                        const duis::ResponseMessage& message, Mismatches& into) {
  const auto& header = request.header;
  into.expect("RequestID", to_string(header.request_id), text(document.request_id));
  // The answer to a transform request comes in the same call and has no ResponseID (DUIS brief 3.2).
  if (document.response_id || std::holds_alternative<duis::GbcsPayload>(message.content)) {
    into.expect("ResponseID", to_string(duis::answer_to(header.request_id)), text(document.response_id));
  }
  into.expect("ServiceReference", header.service_reference, message.service_reference);
  into.expect("ServiceReferenceVariant", header.service_reference_variant, message.service_reference_variant);
}

}  // namespace

Result<std::vector<Mismatch>> correlate_document(const duis::ServiceRequest& request,
                                                 const duis::ServiceResponse& document,
                                                 const CorrelationOptions& options) {
  const auto* const message = std::get_if<duis::ResponseMessage>(&document.body);
  const bool is_response = message != nullptr && std::holds_alternative<duis::GbcsPayload>(message->content);
  const bool is_pre_command =
      message != nullptr && std::holds_alternative<duis::PreCommand>(message->content);
  if (!is_response && !is_pre_command) {
    return failure(
        ErrorCode::Unsupported,
        "the document carries neither a pre-command nor a service response (" + document.response_code + ")");
  }
  Mismatches mismatches;
  compare_references(request, document, *message, mismatches);
  const auto octets = duis::gbcs_octets_of(document);
  auto inside = is_response ? correlate_response(request, octets, options)
                            : correlate_pre_command(request, octets, options);
  if (!inside) { return inside; }
  auto all = mismatches.take();
  all.insert(all.end(), inside->begin(), inside->end());
  return all;
}

}  // namespace enocheck::transform
