#pragma once

#include <string>

#include "crypto/key_store.h"
#include "duis/service_response.h"
#include "sim/dsp/inventory.h"
#include "sim/dsp/rules.h"

namespace enocheck::sim {

/// Writes and signs what the DSP says to users.
class AnswerWriter {
 public:
  /// `keys` has the private keys of `dsp`, the access control broker's EUI-64. All outlive the writer.
  AnswerWriter(const DspRules& rules, const crypto::KeyStore& keys, const Eui64& dsp)
      : rules_(&rules), keys_(&keys), dsp_(dsp) {}

  /// The signed document; an acknowledgement or error stays unsigned where the policy says so.
  /// `variant` is the service reference variant that it is about, empty for an alert.
  /// Errors: MissingKey; BadValue from building.
  [[nodiscard]] Result<std::string> write(const duis::ServiceResponse& response,
                                          std::string_view variant) const;

 private:
  const DspRules* rules_;
  const crypto::KeyStore* keys_;
  Eui64 dsp_;
};

/// An answer in the same call: RequestID as sent, no ResponseID.
[[nodiscard]] duis::ServiceResponse synchronous_answer(const duis::RequestHeader& header, std::string code,
                                                       Instant now);
/// A failure that comes later, with ResponseID: E20, E21.
[[nodiscard]] duis::ServiceResponse late_failure(const duis::RequestHeader& header, std::string code,
                                                 Instant now);
/// DCC Alert CommandFailure for a request that failed at its execution.
[[nodiscard]] duis::ServiceResponse command_failure(const duis::RequestHeader& header, Instant now);
/// DCC Alert QuarantinedRequest for a request in excess of its originator's threshold; `event` numbers the
/// quarantine.
[[nodiscard]] duis::ServiceResponse quarantine_alert(const duis::RequestHeader& header, std::uint64_t event,
                                                     Instant now);
/// DCC alert N52: a device runs another firmware than the inventory had.
[[nodiscard]] duis::ServiceResponse firmware_mismatch(const InventoryDevice& device,
                                                      std::string_view on_device, Instant now);
/// What became of a future-dated command: instruction `number` of `total`.
[[nodiscard]] duis::ServiceResponse future_dated_alert(const duis::RequestHeader& header,
                                                       const duis::FutureDatedDeviceAlert& alert,
                                                       Instant now);
/// Hands on an alert of a device: ResponseID `device:recipient:counter`.
[[nodiscard]] duis::ServiceResponse device_alert(const gbcs::GroupingHeader& header, const Eui64& recipient,
                                                 std::uint16_t alert_code, ByteView octets, Instant now);

/// Adds `<sr:name>text</sr:name>`; nothing for an empty text, which stands for a value that is not there.
void append_element(std::string& xml, std::string_view name, std::string_view text);

}  // namespace enocheck::sim
