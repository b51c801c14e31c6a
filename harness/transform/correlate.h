#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/eui64.h"
#include "core/result.h"
#include "core/strong.h"
#include "duis/service_request.h"
#include "duis/service_response.h"

namespace enocheck::transform {

/// A field in which request and message disagree.
struct Mismatch {
  std::string field;  ///< in the specification's words: "message code", "duration", "label of switch 2"
  std::string expected;
  std::string found;
  friend bool operator==(const Mismatch&, const Mismatch&) = default;
};

/// What the correlating side accepts beyond today's codes.
struct CorrelationOptions {
  /// Further message codes for the request's service reference variant (the ENO variants of the profile).
  std::vector<MessageCode> further_codes;
  /// Accept messages that the access control broker sends for an unknown remote party, where the use case has
  /// the broker among its roles (7.7, 7.11).
  bool unknown_remote_party = true;
  /// The broker's EUI, where it is known: then no other may speak for the user.
  std::optional<Eui64> broker;
};

/// Does this pre-command (or command) carry what the request asks for, and nothing else? It decodes and
/// compares values; it never calls Transform. An empty list means that it belongs. Whether signature and MAC
/// are valid is for gbcs/protection to say; here they must be there, or not, as the use case has it.
/// Errors: those of decode_message (a payload that does not decode is a mismatch); Unsupported for a service
/// request outside the subset; BadValue for a request that contradicts itself (a switch named twice, a body
/// that is not the reference's).
[[nodiscard]] Result<std::vector<Mismatch>> correlate_pre_command(const duis::ServiceRequest& request,
                                                                  ByteView octets,
                                                                  const CorrelationOptions& options = {});

/// Does this response answer the request: ids swapped, counter, code, supplementary fields, number and kind
/// of results? Errors: as above.
[[nodiscard]] Result<std::vector<Mismatch>> correlate_response(const duis::ServiceRequest& request,
                                                               ByteView octets,
                                                               const CorrelationOptions& options = {});

/// The same for a DUIS Response document: its references and ids, then the pre-command or service response
/// that it carries. Errors: as above, and Unsupported for a document that carries neither.
[[nodiscard]] Result<std::vector<Mismatch>> correlate_document(const duis::ServiceRequest& request,
                                                               const duis::ServiceResponse& document,
                                                               const CorrelationOptions& options = {});

}  // namespace enocheck::transform
