#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/await.h"
#include "engine/hop_finder.h"
#include "engine/labels.h"
#include "engine/protection.h"
#include "engine/response_value.h"
#include "engine/steps.h"
#include "engine/trace.h"
#include "gbcs/dlms.h"
#include "gbcs/message.h"
#include "transform/mmc_output.h"

namespace enocheck::engine {
namespace {

/// A delivery about this message that no expectation has taken yet; null if there is none.
Delivery* next_about(CaseContext& context, const duis::RequestId& id) {
  auto& all = context.deliveries();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Delivery& delivery) {
    return !delivery.taken && delivery.received.response.request_id == id;
  });
  return found == all.end() ? nullptr : &*found;
}

std::string describe(const duis::ServiceResponse& response) {
  return fmt::format("{} with {} octets of GBCS", response.response_code,
                     duis::gbcs_octets_of(response).size());
}

Stop at_request_management(std::string reason, std::string expected, std::string got) {
  auto stop = diverged(std::move(reason), std::move(expected), std::move(got));
  stop.hop = Hop::DspRequestManagement;
  return stop;
}

/// What the DSP writes around the device's octets.
std::optional<Stop> judge_header(const duis::ServiceResponse& response, const SentMessage& message) {
  const auto wanted = duis::answer_to(message.request_id());
  if (response.response_id != wanted) {
    return at_request_management("the response has another ResponseID", to_string(wanted),
                                 response.response_id ? to_string(*response.response_id) : "none");
  }
  const auto* body = std::get_if<duis::ResponseMessage>(&response.body);
  const auto& srv = message.request.header.service_reference_variant;
  if (body == nullptr || body->service_reference_variant != srv) {
    return at_request_management("the response is about another service request", srv,
                                 body == nullptr ? "no ResponseMessage" : body->service_reference_variant);
  }
  return std::nullopt;
}

std::optional<Stop> judge_correlation(CaseContext& context, const SentMessage& message, ByteView octets) {
  const auto& srv = message.request.header.service_reference_variant;
  const auto mismatches =
      transform::correlate_response(message.request, octets, context.correlation_options(srv));
  if (!mismatches) {
    if (mismatches.error().code == ErrorCode::Unsupported) { return std::nullopt; }
    return diverged("the response does not decode", "a GBCS response", mismatches.error().detail);
  }
  context.count_check();
  if (mismatches->empty()) { return std::nullopt; }
  const auto& first = mismatches->front();
  return diverged("the response does not belong to the request",
                  fmt::format("{} {}", first.field, first.expected),
                  fmt::format("{} {}", first.field, first.found));
}

std::optional<Stop> judge_protection(CaseContext& context, const SentMessage& message, ByteView octets) {
  context.count_check();
  const auto decoded = gbcs::decode_message(octets);
  if (!decoded) {
    return diverged("the response does not decode", "a GBCS response", decoded.error().detail);
  }
  const auto fault = response_protection_fault(*decoded, message.is_critical, context.keys());
  if (!fault) { return std::nullopt; }
  return diverged("the response is not protected as its category says",
                  message.is_critical ? "the device's signature" : "a MAC for the recipient", *fault);
}

std::optional<Stop> judge_outcome(CaseContext& context, const std::string& outcome, ByteView octets) {
  if (outcome.empty()) { return std::nullopt; }
  context.count_check();
  const auto succeeded = transform::all_items_succeeded(octets);
  if (!succeeded) {
    return diverged("the response does not tell its outcome", outcome, succeeded.error().detail);
  }
  const std::string got = *succeeded ? "success" : "failure";
  if (got == outcome) { return std::nullopt; }
  return diverged("the device did otherwise", outcome, got);
}

std::optional<Stop> judge_results(CaseContext& context, const std::vector<unsigned>& expected,
                                  ByteView octets) {
  if (expected.empty()) { return std::nullopt; }
  context.count_check();
  const auto message = gbcs::decode_message(octets);
  if (!message) {
    return diverged("the response does not decode", "a GBCS response", message.error().detail);
  }
  const auto response = gbcs::decode_access_response(message->payload);
  if (!response) {
    return diverged("the payload does not decode", "an access-response", response.error().detail);
  }
  std::vector<unsigned> got;
  for (const auto& result : response->results) { got.push_back(result.code); }
  if (got == expected) { return std::nullopt; }
  return diverged("the items ended otherwise", fmt::format("result codes {}", fmt::join(expected, " ")),
                  fmt::format("result codes {}", fmt::join(got, " ")));
}

std::optional<Stop> judge_content(CaseContext& context, const catalogue::ExpectResponse& expected,
                                  const SentMessage& message, ByteView octets) {
  if (auto stop = judge_correlation(context, message, octets)) { return stop; }
  if (auto stop = judge_protection(context, message, octets)) { return stop; }
  if (auto stop = judge_outcome(context, expected.outcome, octets)) { return stop; }
  if (auto stop = judge_results(context, expected.results, octets)) { return stop; }
  if (auto stop = judge_values(context, expected.values, message, octets)) { return stop; }
  return judge_labels(context, expected.labels, message, octets);
}

}  // namespace

std::optional<Stop> run_expect_response(CaseContext& context, const catalogue::ExpectResponse& expected) {
  const auto found = context.find_message(expected.to);
  if (!found) { return at_fault(found.error().detail); }
  const auto& message = **found;
  const auto is_there = [&] { return next_about(context, message.request_id()) != nullptr; };
  if (auto stop = await_delivery(context, expected.within, is_there)) { return stop; }
  context.count_check();
  auto* const delivery = next_about(context, message.request_id());
  const HopFinder finder(context);
  if (delivery == nullptr) {
    return with_hop(
        diverged("no service response came", "a response within " + to_iso8601(expected.within), "none"),
        expected.hop, finder.wrong_response(message));
  }
  delivery->taken = true;
  const auto& response = delivery->received.response;
  const auto octets = duis::gbcs_octets_of(response);
  if (response.response_code != "I0" || octets.empty()) {
    const bool is_early = response.response_code == "E21" &&
                          context.sut().now() - message.sent_at < context.profile().response_limit;
    const auto fault = is_early ? Finding{Hop::DspRequestManagement, "it gave up before its limit", {}}
                                : finder.wrong_response(message);
    return with_hop(diverged("the DSP reported otherwise", "a service response, I0", describe(response)),
                    expected.hop, fault);
  }
  if (auto stop = judge_header(response, message)) { return stop; }
  if (auto stop = judge_content(context, expected, message, octets)) {
    if (stop->verdict != Verdict::Fail) { return stop; }
    return with_hop(*std::move(stop), expected.hop, finder.wrong_response(message));
  }
  ++(*found)->responses_taken;
  return std::nullopt;
}

std::optional<Stop> run_expect_no_response(CaseContext& context,
                                           const catalogue::ExpectNoResponse& expected) {
  const auto found = context.find_message(expected.to);
  if (!found) { return at_fault(found.error().detail); }
  const auto& message = **found;
  const auto with_content = [&]() -> const Delivery* {
    for (const auto& delivery : context.deliveries()) {
      const auto& response = delivery.received.response;
      if (!delivery.taken && response.request_id == message.request_id() &&
          !duis::gbcs_octets_of(response).empty()) {
        return &delivery;
      }
    }
    return nullptr;
  };
  const auto answered = [&] {
    return Trace(context).responses_on(kDeviceToHub, message).size() > message.responses_taken;
  };
  if (auto stop = await_delivery(context, expected.within, [&] { return with_content() != nullptr; })) {
    return stop;
  }
  context.count_check();
  const auto* const delivery = with_content();
  if (delivery == nullptr && !answered()) { return std::nullopt; }
  const auto got = delivery == nullptr ? "the device answered" : describe(delivery->received.response);
  return with_hop(diverged("a response came to what had to be ignored", "no response", got), expected.hop,
                  HopFinder(context).unwanted_response(message));
}

std::optional<Stop> run_expect_error_response(CaseContext& context,
                                              const catalogue::ExpectErrorResponse& expected) {
  const auto found = context.find_message(expected.to);
  if (!found) { return at_fault(found.error().detail); }
  const auto& message = **found;
  const auto code = context.resolve(expected.code);
  if (!code) { return at_fault(code.error().detail); }
  const auto is_there = [&] { return next_about(context, message.request_id()) != nullptr; };
  if (auto stop = await_delivery(context, expected.within, is_there)) { return stop; }
  context.count_check();
  auto* const delivery = next_about(context, message.request_id());
  if (delivery == nullptr) {
    return with_hop(diverged("the user was not told", *code, "nothing within " + to_iso8601(expected.within)),
                    expected.hop, HopFinder(context).wrong_failure(message, *code));
  }
  delivery->taken = true;
  const auto& response = delivery->received.response;
  const auto passed = context.sut().now() - message.sent_at;
  if (response.response_code == *code && expected.not_before && passed < *expected.not_before) {
    return with_hop(diverged("the user was told too early",
                             fmt::format("{} after {} at least", *code, to_iso8601(*expected.not_before)),
                             "after " + to_iso8601(passed)),
                    expected.hop, {Hop::DspRequestManagement, "", std::nullopt});
  }
  if (response.response_code == *code) { return std::nullopt; }
  const auto fault = duis::gbcs_octets_of(response).empty() ? HopFinder(context).wrong_failure(message, *code)
                                                            : HopFinder(context).unwanted_response(message);
  return with_hop(diverged("the user was told otherwise", *code, describe(response)), expected.hop, fault);
}

}  // namespace enocheck::engine
