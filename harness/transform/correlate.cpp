#include "transform/correlate.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/hex.h"
#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"
#include "gbcs/message.h"
#include "transform/expected_instructions.h"
#include "transform/mismatches.h"

namespace enocheck::transform {
namespace {

std::string text(MessageCode code) { return fmt::format("0x{:04X}", code.value()); }
std::string text(const std::optional<OriginatorCounter>& counter) {
  return counter ? fmt::to_string(counter->value()) : "absent";
}
std::string text(gbcs::AccessKind kind) {
  switch (kind) {
    case gbcs::AccessKind::Get: return "get";
    case gbcs::AccessKind::Set: return "set";
    case gbcs::AccessKind::Action: return "action";
    case gbcs::AccessKind::GetWithSelection: return "get with selection";
  }
  return fmt::to_string(static_cast<unsigned>(kind));
}
std::string present(bool is) { return is ? "present" : "absent"; }

/// Whose message it is: `user_side` is the originator of a command, the target of a response.
void compare_party(const duis::RequestId& id, const gbcs::GroupingHeader& header, const Eui64& user_side,
                   const char* user_field, bool by_broker, const CorrelationOptions& options,
                   Mismatches& into) {
  if (!header.supplementary || !by_broker) {
    into.expect(user_field, to_string(id.originator), to_string(user_side));
    into.expect("originator counter", text(id.counter), text(header.counter));
    into.expect("supplementary remote party", "absent",
                header.supplementary ? to_string(header.supplementary->remote_party) : "absent");
    return;
  }
  const auto& party = *header.supplementary;
  if (options.broker) { into.expect(user_field, to_string(*options.broker), to_string(user_side)); }
  into.expect("supplementary remote party", to_string(id.originator), to_string(party.remote_party));
  into.expect("supplementary remote party counter", text(id.counter), text(party.remote_party_counter));
  into.expect("supplementary originator counter", "absent", text(party.originator_counter));
  into.expect("certificate", "absent", present(!party.certificate.empty()));
}

void compare_header(const duis::ServiceRequest& request, const Expectation& expectation,
                    const gbcs::GroupingHeader& header, gbcs::CraFlag cra, const CorrelationOptions& options,
                    Mismatches& into) {
  const auto& id = request.header.request_id;
  into.expect("CRA flag", gbcs::name_of(cra), gbcs::name_of(header.cra));
  const auto& further = options.further_codes;
  if (header.code != expectation.other_code &&
      std::find(further.begin(), further.end(), header.code) == further.end()) {
    into.expect("message code", text(expectation.code), text(header.code));
  }
  const bool command = cra == gbcs::CraFlag::Command;
  into.expect(command ? "target" : "originator", to_string(id.target),
              to_string(command ? header.target : header.originator));
  compare_party(id, header, command ? header.originator : header.target, command ? "originator" : "target",
                expectation.broker_may_speak && options.unknown_remote_party, options, into);
  if (!command && expectation.response_has_time) {
    return into.expect("date-time", "present", present(gbcs::from_cosem(header.date_time).has_value()));
  }
  into.expect("date-time", "absent", header.date_time.empty() ? "absent" : encode_hex(header.date_time));
}

void compare_invoke_id(const gbcs::GroupingHeader& header, std::uint32_t found, Mismatches& into) {
  const auto expected = 0x20000000U | (static_cast<std::uint32_t>(header.counter.value()) & 0x00FFFFFFU);
  into.expect("invoke id", fmt::format("{:08X}", expected), fmt::format("{:08X}", found));
}

void compare_instruction(const ExpectedInstruction& expected, std::size_t number,
                         const gbcs::AccessSpecification& specification, ByteView data, Mismatches& into) {
  const auto field = [&](const char* what) { return fmt::format("{} of instruction {}", what, number); };
  const auto object = gbcs::to_string(specification.obis);
  into.expect(field("kind"), text(expected.kind), text(specification.kind));
  into.expect(field("class"), fmt::to_string(expected.class_id), fmt::to_string(specification.class_id));
  if (object != expected.object) {
    into.expect(field("object"), fmt::format("{} ({})", expected.object, expected.name), object);
  }
  into.expect(field("attribute"), fmt::to_string(expected.attribute),
              fmt::to_string(specification.attribute));
  if (specification.kind != expected.kind) { return; }  // its value is of another kind then
  const bool selects = expected.kind == gbcs::AccessKind::GetWithSelection;
  if (selects) { into.expect(field("selector"), "1", fmt::to_string(specification.selector)); }
  compare_value(expected.value, selects ? specification.selection : data, into);
  if (expected.answer != gbcs::DataTag::Null) {  // a get, of either kind
    into.expect(field("data"), name_of(gbcs::DataTag::Null), name_of(gbcs::tag_of(data)));
  }
}

void compare_command_payload(const Expectation& expectation, const gbcs::AccessRequest& request,
                             Mismatches& into) {
  const auto& expected = expectation.instructions;
  into.expect("number of instructions", fmt::to_string(expected.size()),
              fmt::to_string(request.specifications.size()));
  const auto common = std::min({expected.size(), request.specifications.size(), request.data.size()});
  for (std::size_t i = 0; i < common; ++i) {
    compare_instruction(expected[i], i + 1, request.specifications[i], request.data[i], into);
  }
}

void compare_result(const ExpectedInstruction& expected, std::size_t number, const gbcs::AccessResult& result,
                    ByteView data, Mismatches& into) {
  const auto kind =
      expected.kind == gbcs::AccessKind::GetWithSelection ? gbcs::AccessKind::Get : expected.kind;
  into.expect(fmt::format("kind of result {}", number), text(kind), text(result.kind));
  const auto type = result.code == 0 ? expected.answer : gbcs::DataTag::Null;
  into.expect(fmt::format("type of the {}", expected.name), name_of(type), name_of(gbcs::tag_of(data)));
}

void compare_response_payload(const Expectation& expectation, const gbcs::AccessResponse& response,
                              Mismatches& into) {
  const auto& expected = expectation.instructions;
  into.expect("number of results", fmt::to_string(expected.size()), fmt::to_string(response.results.size()));
  into.expect("number of data items", fmt::to_string(expected.size()), fmt::to_string(response.data.size()));
  const auto common = std::min({expected.size(), response.results.size(), response.data.size()});
  for (std::size_t i = 0; i < common; ++i) {
    compare_result(expected[i], i + 1, response.results[i], response.data[i], into);
  }
}

}  // namespace

Result<std::vector<Mismatch>> correlate_pre_command(const duis::ServiceRequest& request, ByteView octets,
                                                    const CorrelationOptions& options) {
  const auto expectation = expectation_of(request);
  if (!expectation) { return tl::unexpected(expectation.error()); }
  const auto message = gbcs::decode_message(octets);
  if (!message) { return tl::unexpected(message.error()); }
  Mismatches mismatches;
  compare_header(request, *expectation, message->header, gbcs::CraFlag::Command, options, mismatches);
  const bool is_signed = message->signature_form == gbcs::SignatureForm::Present;
  // A critical command is signed from the signed pre-command on; a non-critical one never is.
  const bool must_be_signed = expectation->critical && (is_signed || message->has_mac);
  mismatches.expect("signature", present(must_be_signed), present(is_signed));
  if (expectation->activation) {
    compare_activation(*expectation->activation, message->header.counter, message->payload, mismatches);
  } else if (expectation->joined_device) {
    compare_join_command(*expectation, request, message->payload, mismatches);
  } else if (const auto payload = gbcs::decode_access_request(message->payload)) {
    compare_invoke_id(message->header, payload->invoke_id, mismatches);
    compare_command_payload(*expectation, *payload, mismatches);
  } else {
    mismatches.expect("payload", "a DLMS access-request", payload.error().detail);
  }
  return mismatches.take();
}

Result<std::vector<Mismatch>> correlate_response(const duis::ServiceRequest& request, ByteView octets,
                                                 const CorrelationOptions& options) {
  const auto expectation = expectation_of(request);
  if (!expectation) { return tl::unexpected(expectation.error()); }
  const auto message = gbcs::decode_message(octets);
  if (!message) { return tl::unexpected(message.error()); }
  Mismatches mismatches;
  compare_header(request, *expectation, message->header, gbcs::CraFlag::Response, options, mismatches);
  // The device signs what answers a critical command, and MACs the rest.
  mismatches.expect("signature", present(expectation->critical),
                    present(message->signature_form == gbcs::SignatureForm::Present));
  mismatches.expect("MAC", present(!expectation->critical), present(message->has_mac));
  if (expectation->activation) {
    compare_activation_response(*expectation->activation, message->payload, mismatches);
  } else if (expectation->joined_device) {
    compare_join_response(message->payload, mismatches);
  } else if (const auto payload = gbcs::decode_access_response(message->payload)) {
    compare_invoke_id(message->header, payload->invoke_id, mismatches);
    compare_response_payload(*expectation, *payload, mismatches);
  } else {
    mismatches.expect("payload", "a DLMS access-response", payload.error().detail);
  }
  return mismatches.take();
}

}  // namespace enocheck::transform
