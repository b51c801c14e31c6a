#pragma once

#include <optional>
#include <string>

#include "sim/dsp/content.h"
#include "sim/dsp/inventory.h"
#include "sim/dsp/rules.h"

namespace enocheck::sim {

/// A request on its way through the DSP, with what the checks found out about it.
struct IncomingRequest {
  WebService web_service = WebService::Send;
  duis::ServiceRequest request;
  const Service* service = nullptr;
  const UserSetup* user = nullptr;
  const InventoryDevice* device = nullptr;  ///< null for a request to the DSP itself
  std::string role{};                       ///< the user's role in which the request is allowed

  [[nodiscard]] const duis::RequestHeader& header() const { return request.header; }
};

/// The checks that need no key and no memory: rows 4 to 16 and 19 of the DUIS brief's 6.3, in that order.
/// Each is a rule of its own with its own response code; the first that is broken answers.
class RequestChecks {
 public:
  /// All outlive the checks. `dsp` is the target of requests to the DSP itself.
  RequestChecks(const DspRules& rules, const Inventory& inventory, const Eui64& dsp)
      : rules_(&rules), inventory_(&inventory), dsp_(dsp) {}

  /// The response code for the user; and why, for the DSP's log alone.
  struct Refused {
    std::string code;
    std::string why;
  };
  using Refusal = std::optional<Refused>;

  /// Rows 4 to 16. Fills in what `incoming` lacks.
  [[nodiscard]] Refusal refuse(IncomingRequest& incoming, Instant now) const;
  /// Rows 7 to 15 alone, when the time of a future-dated request has come.
  [[nodiscard]] Refusal refuse_access(IncomingRequest& incoming, Instant now) const;
  /// Row 19.
  [[nodiscard]] Refusal refuse_local_delivery(const IncomingRequest& incoming) const;

 private:
  using Check = Refusal (RequestChecks::*)(IncomingRequest&, Instant) const;
  [[nodiscard]] Refusal url(IncomingRequest& incoming, Instant now) const;                // 4
  [[nodiscard]] Refusal command_variant(IncomingRequest& incoming, Instant now) const;    // 5
  [[nodiscard]] Refusal references(IncomingRequest& incoming, Instant now) const;         // 6
  [[nodiscard]] Refusal user(IncomingRequest& incoming, Instant now) const;               // 7
  [[nodiscard]] Refusal user_status(IncomingRequest& incoming, Instant now) const;        // 8
  [[nodiscard]] Refusal right(IncomingRequest& incoming, Instant now) const;              // 9
  [[nodiscard]] Refusal target(IncomingRequest& incoming, Instant now) const;             // 10
  [[nodiscard]] Refusal registration(IncomingRequest& incoming, Instant now) const;       // 11
  [[nodiscard]] Refusal device_type(IncomingRequest& incoming, Instant now) const;        // 12
  [[nodiscard]] Refusal device_status(IncomingRequest& incoming, Instant now) const;      // 13
  [[nodiscard]] Refusal device_generation(IncomingRequest& incoming, Instant now) const;  // 14
  [[nodiscard]] Refusal use_case(IncomingRequest& incoming, Instant now) const;           // 15
  [[nodiscard]] Refusal content(IncomingRequest& incoming, Instant now) const;            // 16
  /// The other device of 8.7.1 and 8.11: known, and as far as it has to be. 7.2 of the brief.
  [[nodiscard]] Refusal subject(IncomingRequest& incoming, Instant now) const;

  const DspRules* rules_;
  const Inventory* inventory_;
  Eui64 dsp_;
};

/// The answer to a service reference variant that this simulator does not play. No DCC code means that: it
/// is one of those without a sourced meaning, so that no case can take it for a rule.
inline constexpr const char* kNotPlayed = "E1000";

}  // namespace enocheck::sim
