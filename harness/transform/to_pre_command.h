#pragma once

#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/result.h"
#include "core/strong.h"
#include "duis/service_request.h"
#include "gbcs/message.h"

namespace enocheck::transform {

/// The profile's choices that Transform depends on.
struct TransformOptions {
  /// What a `false` flag of 7.9 or 7.10 becomes. Open point 6 of the GBCS brief.
  enum class FalseFlag { WriteOpposite, Refuse } false_flag = FalseFlag::WriteOpposite;
  /// The message code to use instead of today's, for the ENO variants.
  std::optional<MessageCode> code;
};

/// Who the GBCS message is from and to. For a known remote party the request id says it; for an unknown one
/// the access control broker speaks, with its own counter.
struct Addressing {
  Eui64 originator;
  Eui64 target;
  OriginatorCounter counter;
  std::optional<gbcs::SupplementaryParty> supplementary;
  /// What target and other device are ("ESME", "HCALCS", as DUIS names device types): 8.7.1 and 8.11 put it
  /// into their payloads, no request says it, the inventory does.
  std::string target_type = {};
  std::string other_type = {};
};
[[nodiscard]] Addressing known_remote_party(const duis::RequestId& id);
[[nodiscard]] Addressing unknown_remote_party(const duis::RequestId& id, const Eui64& broker,
                                              OriginatorCounter counter);

/// Today's message code of the request's service reference variant: 7.6 gives 0055.
/// Errors: Unsupported for a variant that Transform does not know.
[[nodiscard]] Result<MessageCode> message_code_of(const duis::ServiceRequest& request);
/// True for service requests whose command the user signs (command variants 4 to 7).
[[nodiscard]] bool is_critical(std::string_view service_reference_variant);

/// The DCC's Transform: a DUIS request to grouping header and payload, without signature field.
/// Covers 6.13 (the log of the switches), 6.14.1, 6.14.2, 7.5 to 7.15, 8.7.1, 8.8.1, 8.11, 11.2 and 11.3.
/// Errors: Unsupported for others, BadValue for content that cannot be carried.
[[nodiscard]] Result<Bytes> to_unsigned_command(const duis::ServiceRequest& request,
                                                const Addressing& addressing,
                                                const TransformOptions& options = {});

}  // namespace enocheck::transform
