#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/eui64.h"
#include "core/result.h"
#include "core/strong.h"
#include "crypto/key_store.h"
#include "duis/service_request.h"
#include "duis/service_response.h"
#include "transform/correlate.h"
#include "user/counter_sequence.h"
#include "xml/schema_validator.h"

namespace enocheck::user {

/// What arrived at a user, checked.
struct Received {
  duis::ServiceResponse response;
  bool is_signed = false;  ///< acknowledgements may come unsigned; content must not
};

/// One party at the user interface: ENO, EIS, another user. It holds its own keys and nobody else's.
class ServiceUser {
 public:
  /// `keys` has the user's XML signing (role 135) and GBCS signing keys and the DSP's certificates; `schema`
  /// is the DUIS schema that arriving documents must fit. Both outlive the user.
  ServiceUser(const Eui64& eui, const crypto::KeyStore& keys, const xml::SchemaValidator& schema,
              OriginatorCounter first_counter);
  /// The same, for one whose counters others use too.
  ServiceUser(const Eui64& eui, const crypto::KeyStore& keys, const xml::SchemaValidator& schema,
              std::shared_ptr<CounterSequence> counters);

  [[nodiscard]] const Eui64& eui() const { return eui_; }
  /// The next originator counter; each is handed out once.
  [[nodiscard]] OriginatorCounter next_counter() { return counters_->next(); }

  /// The request as a signed document. Errors: MissingKey, BadValue from strict building.
  [[nodiscard]] Result<std::string> signed_document(const duis::ServiceRequest& request) const;
  /// Correlates the pre-command with the request, signs it, and gives the request of `variant` (5, 6 or 7)
  /// that carries it under the same RequestID. Errors: BadValue naming the first mismatch: nothing is signed
  /// then.
  [[nodiscard]] Result<duis::ServiceRequest> signed_pre_command(const duis::ServiceRequest& request,
                                                                ByteView pre_command,
                                                                const transform::CorrelationOptions& options,
                                                                duis::CommandVariant variant = 5) const;
  /// Checks an arriving document: schema, then signature by a DSP certificate (role 137), then parses it.
  /// Errors: Schema, BadSignature (also for content without signature), MissingKey.
  [[nodiscard]] Result<Received> receive(std::string_view text) const;

 private:
  Eui64 eui_;
  const crypto::KeyStore* keys_;
  const xml::SchemaValidator* schema_;
  std::shared_ptr<CounterSequence> counters_;
};

}  // namespace enocheck::user
