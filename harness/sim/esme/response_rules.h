#pragma once

#include "core/result.h"
#include "crypto/keys.h"
#include "crypto/secret_bytes.h"
#include "gbcs/message.h"
#include "sim/esme/use_case_rule.h"

namespace enocheck::sim {

/// How a conformant ESME answers: one decision a function. Source: GBCS brief 1.3, 1.7, 3.3.
class ResponseRules {
 public:
  ResponseRules() = default;
  ResponseRules(const ResponseRules&) = delete;
  ResponseRules& operator=(const ResponseRules&) = delete;
  virtual ~ResponseRules() = default;

  /// Ids swapped; counter, code and supplementary fields as in the command.
  [[nodiscard]] virtual gbcs::GroupingHeader response_header(const gbcs::GroupingHeader& command) const;
  /// Critical: the device signs and there is no MAC. Otherwise: no signature, MAC.
  [[nodiscard]] virtual bool signs_response(const UseCaseRule& rule) const;
  /// The result of the items after the first that failed: 250, other reason.
  [[nodiscard]] virtual std::uint8_t result_after_failure() const;
};

/// A response with its protection: the device's signature, or a MAC for the sender of the command. The sender
/// is the known remote party, or the broker that speaks for an unknown one.
/// Errors: those of signing and MAC.
[[nodiscard]] Result<Bytes> protected_response(const gbcs::GroupingHeader& header, ByteView payload,
                                               bool is_signed, const crypto::PrivateKey& device,
                                               const crypto::SharedSecret& with_sender);

}  // namespace enocheck::sim
