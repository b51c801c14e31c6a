#pragma once

#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/result.h"
#include "crypto/key_store.h"
#include "gbcs/description.h"
#include "gbcs/message.h"
#include "gbcs/verification.h"

namespace enocheck::report {

/// What a DUIS document says around the GBCS message it carries, if any.
struct DuisSummary {
  std::string kind;  ///< "request", "response"
  std::string request_id;
  std::string response_id;
  std::string service_reference_variant;
  std::string command_variant;
  std::string response_code;
  std::string element;  ///< "DeactivateAuxiliaryLoad", "DeviceAlertMessage"
};

/// One message as `decode` reports it: taken apart as far as it goes.
struct DecodeReport {
  std::string file;  ///< "-", a path, or path:line where a file holds several messages
  std::optional<DuisSummary> duis;
  Bytes octets;
  std::optional<gbcs::Message> message;  ///< views into `octets`
  gbcs::Verification verification;
  gbcs::DescribedPayload payload;
  std::optional<Error> error;

  /// True if the message could not be decoded, or its MAC or signature is wrong.
  [[nodiscard]] bool is_bad() const {
    return error || verification.signature == gbcs::SignatureStatus::Invalid ||
           verification.mac == gbcs::MacStatus::Invalid;
  }
};

/// `truncated at octet 12: …`
[[nodiscard]] std::string error_text(const Error& error);
/// One line of JSON, as schemas/enocheck/decode.schema.json has it.
[[nodiscard]] std::string to_json(const DecodeReport& report);
/// Lines for people. `keys` (may be null) name the roles of the parties.
[[nodiscard]] std::string to_text(const DecodeReport& report, const crypto::KeyStore* keys);

}  // namespace enocheck::report
