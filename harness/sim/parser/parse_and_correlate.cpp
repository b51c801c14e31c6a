#include "sim/parser/parse_and_correlate.h"

#include <fmt/format.h>

#include "duis/service_request.h"
#include "gbcs/message.h"
#include "transform/eno_codes.h"
#include "transform/mmc_output.h"

namespace enocheck::sim {
namespace {

std::string describe(const std::vector<transform::Mismatch>& mismatches) {
  std::string text;
  for (const auto& one : mismatches) {
    text += fmt::format("{}{}: {} in the request, {} in the message", text.empty() ? "" : "; ", one.field,
                        one.expected, one.found);
  }
  return text;
}

Result<std::vector<transform::Mismatch>> compare(const duis::ServiceRequest& request,
                                                 const gbcs::Message& message, ByteView octets,
                                                 const transform::CorrelationOptions& options) {
  return message.header.cra == gbcs::CraFlag::Response
             ? transform::correlate_response(request, octets, options)
             : transform::correlate_pre_command(request, octets, options);
}

}  // namespace

std::vector<MessageCode> ParserRules::eno_codes(std::string_view srv) const {
  return transform::eno_codes(srv, policy_);
}

Result<ParseAndCorrelate::Correlation> ParseAndCorrelate::correlate(std::string_view request,
                                                                    ByteView message) const {
  const auto asked = duis::parse_request(request);
  if (!asked) { return Correlation{false, "the request cannot be read: " + asked.error().detail}; }
  if (!rules_->knows(asked->header.service_reference_variant)) {
    return Correlation{false, "nothing is known of this service"};
  }
  const auto decoded = gbcs::decode_message(message);
  if (!decoded) {
    return Correlation{rules_->takes_unreadable(), "the message cannot be read: " + decoded.error().detail};
  }
  transform::CorrelationOptions options;
  options.broker = broker_;
  options.further_codes = rules_->eno_codes(asked->header.service_reference_variant);
  auto mismatches = compare(*asked, *decoded, message, options);
  if (!mismatches && mismatches.error().code == ErrorCode::Unsupported) {
    return tl::unexpected(mismatches.error());
  }
  if (!mismatches) { return Correlation{false, mismatches.error().detail}; }
  std::erase_if(*mismatches, [&](const auto& mismatch) { return !rules_->matters(mismatch); });
  return Correlation{mismatches->empty(), describe(*mismatches)};
}

ParseAndCorrelate::Parsed ParseAndCorrelate::parse(std::string_view request, ByteView message) const {
  std::optional<duis::ServiceRequest> asked;
  if (!request.empty()) {
    auto read = duis::parse_request(request);
    if (!read) { return {std::nullopt, "the request cannot be read: " + read.error().detail}; }
    asked = *std::move(read);
  } else if (!rules_->parses_alerts()) {
    return {std::nullopt, "a message without its request is not parsed"};
  }
  auto mmc = transform::mmc_output(asked ? &*asked : nullptr, message);
  if (!mmc) { return {rules_->given_for_nothing(), mmc.error().detail}; }
  return {rules_->finished(*std::move(mmc)), {}};
}

}  // namespace enocheck::sim
