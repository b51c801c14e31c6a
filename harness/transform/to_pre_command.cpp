#include "transform/to_pre_command.h"

#include <algorithm>
#include <array>
#include <type_traits>

#include <fmt/format.h>

#include "duis/service_reference.h"
#include "gbcs/message.h"
#include "transform/payloads.h"

namespace enocheck::transform {
namespace {

struct Service {
  std::string_view variant;
  MessageCode code;
};

// Source: DUIS brief 5.1, GBCS brief 4.0.
constexpr std::array kServices = {
    Service{"6.13", MessageCode{0x00BA}},   Service{"6.14.1", MessageCode{0x0053}},
    Service{"6.14.2", MessageCode{0x0054}}, Service{"7.5", MessageCode{0x0055}},
    Service{"7.6", MessageCode{0x0055}},    Service{"7.7", MessageCode{0x00BB}},
    Service{"7.8", MessageCode{0x0055}},    Service{"7.9", MessageCode{0x005F}},
    Service{"7.10", MessageCode{0x005F}},   Service{"7.11", MessageCode{0x005E}},
    Service{"7.12", MessageCode{0x004B}},   Service{"7.13", MessageCode{0x011E}},
    Service{"11.2", MessageCode{0x0059}},   Service{"11.3", MessageCode{0x0012}},
    Service{"7.14", MessageCode{0x011C}},   Service{"7.15", MessageCode{0x011D}},
    Service{"7.13", MessageCode{0x011E}},   Service{"8.7.1", MessageCode{0x000D}},
    Service{"8.8.1", MessageCode{0x000F}},  Service{"8.11", MessageCode{0x0001}},
};

/// Today's code of the request: of 8.7.1 the target decides it, of 8.11 the request type.
MessageCode code_of(const Service& service, const duis::RequestBody& body, const Addressing& addressing) {
  constexpr MessageCode kJoinOfNoMeter{0x00AB};
  constexpr MessageCode kRemoveFromDeviceLog{0x0002};
  const auto* const log = std::get_if<duis::UpdateHANDeviceLog>(&body);
  if (log != nullptr && log->request_type == duis::UpdateHANDeviceLog::RequestType::Remove) {
    return kRemoveFromDeviceLog;
  }
  return service.variant == "8.7.1" && addressing.target_type == "HCALCS" ? kJoinOfNoMeter : service.code;
}

// Source: DUIS brief 5.1: critical services are exactly those of command variants 4 to 7.
constexpr std::array<std::string_view, 14> kCritical = {"6.14.1", "6.14.2", "6.14.3", "6.15.1", "7.5",
                                                        "7.6",    "7.8",    "7.12",   "7.13",   "7.16",
                                                        "8.1.1",  "8.7.1",  "8.8.1",  "11.3"};

const Service* find_service(std::string_view variant) {
  const auto* const found = std::find_if(kServices.begin(), kServices.end(),
                                         [&](const auto& row) { return row.variant == variant; });
  return found == kServices.end() ? nullptr : found;
}

tl::unexpected<Error> unknown_service(std::string_view variant) {
  return failure(ErrorCode::Unsupported,
                 fmt::format("service reference variant {} is not one that Transform knows", variant));
}

Result<Bytes> payload_of(const duis::RequestBody& body, const Addressing& addressing,
                         const TransformOptions& options) {
  const auto counter = addressing.counter;
  return std::visit(
      [&](const auto& known) -> Result<Bytes> {
        using Body = std::decay_t<decltype(known)>;
        if constexpr (std::is_same_v<Body, duis::SignedPreCommand> ||
                      std::is_same_v<Body, duis::UpdateFirmware> || std::is_same_v<Body, duis::OpaqueBody>) {
          return failure(ErrorCode::Unsupported,
                         fmt::format("a body {} is nothing to transform", duis::element_of(body)));
        } else if constexpr (std::is_same_v<Body, duis::AddAuxiliaryLoadToBoostButton> ||
                             std::is_same_v<Body, duis::RemoveAuxiliaryLoadFromBoostButton>) {
          return transform::payload_of(known, counter, options.false_flag);
        } else if constexpr (std::is_same_v<Body, duis::JoinServiceCritical>) {
          return transform::payload_of(known, addressing.target_type, addressing.other_type);
        } else if constexpr (std::is_same_v<Body, duis::UnjoinServiceCritical>) {
          return transform::payload_of(known);
        } else if constexpr (std::is_same_v<Body, duis::UpdateHANDeviceLog>) {
          return transform::payload_of(known, counter, addressing.other_type);
        } else {
          return transform::payload_of(known, counter);
        }
      },
      body);
}

}  // namespace

Addressing known_remote_party(const duis::RequestId& id) {
  return {id.originator, id.target, id.counter, std::nullopt};
}

Addressing unknown_remote_party(const duis::RequestId& id, const Eui64& broker, OriginatorCounter counter) {
  gbcs::SupplementaryParty party;
  party.remote_party = id.originator;
  party.remote_party_counter = id.counter;
  return {broker, id.target, counter, std::move(party)};
}

Result<MessageCode> message_code_of(const duis::ServiceRequest& request) {
  const auto* const service = find_service(request.header.service_reference_variant);
  if (service == nullptr) { return unknown_service(request.header.service_reference_variant); }
  return service->code;
}

bool is_critical(std::string_view service_reference_variant) {
  return std::find(kCritical.begin(), kCritical.end(), service_reference_variant) != kCritical.end();
}

Result<Bytes> to_unsigned_command(const duis::ServiceRequest& request, const Addressing& addressing,
                                  const TransformOptions& options) {
  const auto& variant = request.header.service_reference_variant;
  const auto* const service = find_service(variant);
  if (service == nullptr) { return unknown_service(variant); }
  const auto payload = payload_of(request.body, addressing, options);
  if (!payload) { return tl::unexpected(payload.error()); }
  // The schema ties body and reference to each other nowhere: here is where a mix-up would do harm.
  const auto* const named = duis::find_variant(variant);
  if (const auto element = duis::element_of(request.body); named == nullptr || element != named->element) {
    return failure(ErrorCode::BadValue,
                   fmt::format("a body {} under service reference variant {}", element, variant));
  }
  gbcs::GroupingHeader header;
  header.cra = gbcs::CraFlag::Command;
  header.counter = addressing.counter;
  header.originator = addressing.originator;
  header.target = addressing.target;
  header.code = options.code.value_or(code_of(*service, request.body, addressing));
  header.supplementary = addressing.supplementary;
  return gbcs::encode_unsigned(header, *payload);
}

}  // namespace enocheck::transform
