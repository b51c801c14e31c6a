#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/certificate.h"
#include "crypto/secret_bytes.h"
#include "duis/service_request.h"
#include "duis/service_response.h"
#include "gbcs/firmware_activation.h"
#include "gbcs/message.h"
#include "sim/dsp/inventory.h"
#include "sim/dsp/inventory_services.h"
#include "sim/dsp/pending.h"
#include "sim/dsp/service_table.h"
#include "sim/dsp/web_service.h"
#include "sim/firmware_image.h"
#include "sim/policy.h"
#include "transform/to_pre_command.h"
#include "xml/document.h"

namespace enocheck::sim {

/// Every decision that the DSP takes, one function each. This class is the conformant DSP; a defect
/// (sim/defects/) derives from it and takes one decision wrongly. Nothing here has an effect: `Dsp` acts.
class DspRules {
 public:
  explicit DspRules(const Policy& policy) : policy_(policy) {}
  DspRules(const DspRules&) = delete;
  DspRules& operator=(const DspRules&) = delete;
  virtual ~DspRules() = default;
  [[nodiscard]] const Policy& policy() const { return policy_; }

  // The document and who sent it.
  /// What is read in place of a document; nothing: the document as it came.
  [[nodiscard]] virtual std::optional<std::string> read_instead(std::string_view /*document*/) const {
    return std::nullopt;
  }
  /// The HTTP status for a document that is no request.
  [[nodiscard]] virtual int status_of_unreadable(std::string_view /*document*/) const { return 400; }
  /// Is this request's XML signature looked at?
  [[nodiscard]] virtual bool checks_signature_of(const duis::RequestHeader& /*header*/) const { return true; }
  [[nodiscard]] virtual bool supports_schema_version(std::string_view version) const;
  /// May a Request come without signature?
  [[nodiscard]] virtual bool takes_unsigned() const { return false; }
  /// May this certificate sign XML for `originator` now?
  [[nodiscard]] virtual bool may_sign_for(const crypto::Certificate& signer, const Eui64& originator,
                                          Instant now) const;
  [[nodiscard]] virtual Status check_xml_signature(const xml::Document& document,
                                                   const crypto::PublicKey& key) const;

  // Do the request's parts fit each other?
  [[nodiscard]] virtual bool is_served_by(WebService service, duis::CommandVariant variant) const;
  [[nodiscard]] virtual bool variant_fits(const Service& service, const duis::ServiceRequest& request) const;
  [[nodiscard]] virtual bool header_fits(const Service& service, const duis::ServiceRequest& request) const;

  // Access control. `service` is the service reference variant's row.
  [[nodiscard]] virtual bool is_live(const UserSetup& user) const { return !user.suspended; }
  [[nodiscard]] virtual bool may_send(std::string_view role, std::string_view variant) const;
  /// Is registration looked at for this request; and, if it is future-dated, for its execution as well?
  [[nodiscard]] virtual bool wants_registration(const duis::RequestHeader& /*header*/) const { return true; }
  [[nodiscard]] virtual bool wants_registration_at_execution() const { return true; }
  /// May a user in `role` act for the device's MPAN at that time?
  [[nodiscard]] virtual bool is_registered(const Inventory& inventory, const UserSetup& user,
                                           std::string_view role, const InventoryDevice& device,
                                           Instant at) const;
  [[nodiscard]] virtual bool covers(const RegistrationSetup& registration, Instant at) const;
  [[nodiscard]] virtual std::string code_of_unknown_device() const { return "E19"; }
  /// May a request for the DCC itself name this target?
  [[nodiscard]] virtual bool takes_non_device_target(const Eui64& target, const Eui64& dsp) const {
    return target == dsp;
  }
  [[nodiscard]] virtual bool takes_target(const Service& service, const InventoryDevice& device) const;
  [[nodiscard]] virtual bool takes_status(const Service& service, const InventoryDevice& device) const;
  [[nodiscard]] virtual bool takes_generation(const InventoryDevice& device) const;
  /// Has the device's firmware the use case that this request needs? By inventory.
  [[nodiscard]] virtual bool firmware_has_use_case(const Service& service, std::string_view role,
                                                   const InventoryDevice& device) const;
  [[nodiscard]] virtual bool is_at_least(std::string_view gbcs_version, std::string_view wanted) const;
  [[nodiscard]] virtual bool may_have_local_command(std::string_view role) const;

  // Request management.
  /// What the schema cannot see: names the value at fault, or nothing.
  [[nodiscard]] virtual std::optional<std::string> fault_in_content(const duis::ServiceRequest& request,
                                                                    Instant now) const;
  /// May these two be joined, as far as the inventory tells: the other is behind the same hub, and
  /// whitelisted or further?
  [[nodiscard]] virtual bool may_be_joined(const InventoryDevice& other, const InventoryDevice& target) const;
  /// May this device leave the hub's device log? Not while it is joined to its meter.
  [[nodiscard]] virtual bool may_be_removed(const InventoryDevice& device) const;
  /// What becomes of the inventory when a join is confirmed.
  [[nodiscard]] virtual bool notes_joins() const { return true; }
  [[nodiscard]] virtual bool refuses_duplicate(const duis::RequestHeader& header) const;
  /// Is a request that was refused kept as one that has been sent?
  [[nodiscard]] virtual bool remembers_refused() const { return false; }
  /// The octets that count of those that a signed pre-command carries.
  [[nodiscard]] virtual ByteView signed_pre_command(ByteView carried) const { return carried; }
  /// Does the signed pre-command carry what its request's header says?
  [[nodiscard]] virtual bool belongs(const gbcs::Message& signed_pre_command,
                                     const duis::RequestHeader& header, MessageCode code) const;
  [[nodiscard]] virtual bool check_gbcs_signature(const gbcs::Message& message,
                                                  const crypto::PublicKey& key) const;
  /// The response code of the answer in the same call once a request is accepted and its command on its way.
  [[nodiscard]] virtual std::string acknowledgement(const duis::RequestHeader& header) const;
  /// Is the request kept until its execution date? What the device itself dates goes out at once.
  [[nodiscard]] virtual bool executes_later(const duis::ServiceRequest& request) const;
  /// Does this cancellation mean that stored request?
  [[nodiscard]] virtual bool cancels(const duis::RequestHeader& cancellation,
                                     const duis::RequestHeader& stored) const;

  /// May a request of that originator have this counter, after one with that highest counter so far? The
  /// devices count, the DSP does not.
  [[nodiscard]] virtual bool takes_counter(OriginatorCounter /*counter*/,
                                           OriginatorCounter /*highest*/) const {
    return true;
  }
  /// How long a command waits before it leaves: it does not, whoever sent it; arrival order holds.
  [[nodiscard]] virtual Duration held_back_for(std::string_view /*role*/,
                                               const duis::RequestHeader& /*header*/) const {
    return Duration::zero();
  }

  // Anomaly detection.
  /// Does this request count against that threshold, and is it held to it?
  [[nodiscard]] virtual bool counts_for(const ThresholdSetup& threshold,
                                        const duis::RequestHeader& header) const;
  [[nodiscard]] virtual bool is_held_to(const ThresholdSetup& threshold,
                                        const duis::RequestHeader& header) const;
  /// Does what was let through at `at` still count: is it in the window that ends now?
  [[nodiscard]] virtual bool still_counts(Instant at, Instant now, const ThresholdSetup& threshold) const;
  /// After that many, is one more in excess?
  [[nodiscard]] virtual bool is_excess(std::size_t counted, const ThresholdSetup& threshold) const;
  /// Do requests count that give no command: refused ones, and those for a pre-command?
  [[nodiscard]] virtual bool counts_refused() const { return false; }
  [[nodiscard]] virtual bool counts_transform() const { return false; }
  /// Is the user told of the quarantine by a DCC alert?
  [[nodiscard]] virtual bool tells_of_quarantine() const { return true; }

  // Transform.
  /// Does the access control broker speak for this user, rather than the user itself?
  [[nodiscard]] virtual bool by_unknown_remote_party(std::string_view role, std::string_view variant) const;
  /// The message code of this request from this role.
  [[nodiscard]] virtual Result<MessageCode> message_code(const Service& service, std::string_view role) const;
  /// The code that a request needs beyond `message_code`: what is no meter is joined by CS03A2, and CCS02
  /// removes what CCS01 adds. Nothing for all others.
  [[nodiscard]] virtual std::optional<MessageCode> code_by_content(const duis::ServiceRequest& request,
                                                                   const InventoryDevice& target,
                                                                   std::string_view role) const;
  /// Grouping header and payload.
  [[nodiscard]] virtual Result<Bytes> transform(const duis::ServiceRequest& request,
                                                const transform::Addressing& addressing,
                                                MessageCode code) const;
  /// What stands in DUIS as PreCommand: version and octets, with the null signature octet.
  [[nodiscard]] virtual duis::PreCommand pre_command(Bytes unsigned_command,
                                                     const InventoryDevice& device) const;
  /// The octets that leave for the device, MAC included.
  [[nodiscard]] virtual Result<Bytes> with_mac(ByteView command, const crypto::SharedSecret& z) const;

  // The inventory (8.4, 12.2).
  /// May this row be changed so: the status of a hub as a hub's, a deletion while the device is Pending?
  [[nodiscard]] virtual bool takes_update(const InventoryUpdate& update, const InventoryDevice& device) const;
  /// Is a change that was confirmed made?
  [[nodiscard]] virtual bool carries_out(const InventoryUpdate& /*update*/) const { return true; }
  /// Is a device refused that is notified a second time?
  [[nodiscard]] virtual bool refuses_known_device() const { return true; }
  [[nodiscard]] virtual std::string status_of_prenotified() const { return "Pending"; }

  // Firmware (11.1 to 11.3).
  /// May this image be distributed: listed, under this version, with this hash?
  [[nodiscard]] virtual bool takes_image(const Inventory& inventory, const FirmwareImage& image,
                                         std::string_view version) const;
  /// May this user have an image sent to the device: registered as its supplier?
  [[nodiscard]] virtual bool may_have_image(const Inventory& inventory, const UserSetup& user,
                                            std::string_view role, const InventoryDevice& device,
                                            Instant at) const {
    return is_registered(inventory, user, role, device, at);
  }
  /// To which of the devices that a request names an image goes: all.
  [[nodiscard]] virtual std::vector<Eui64> image_recipients(const std::vector<Eui64>& named) const {
    return named;
  }
  /// The version that a device is taken to run once an image has been sent to it: no other than before.
  [[nodiscard]] virtual std::optional<std::string> version_after_delivery(
      std::string_view /*version*/) const {
    return std::nullopt;
  }
  /// The version that a device runs after this outcome of an activation; nothing: that is not learnt.
  [[nodiscard]] virtual std::optional<std::string> version_after(const gbcs::FirmwareOutcome& outcome) const;
  /// Does the inventory take over what a device says when it is asked for its version; is that told?
  [[nodiscard]] virtual bool learns_from_read() const { return policy_.inventory_learns_from_read; }
  [[nodiscard]] virtual bool tells_mismatch() const { return true; }
  /// How many alerts a device will send about this command, which it carries out later; 0 for other commands.
  [[nodiscard]] virtual std::uint16_t alerts_of_dated(const duis::RequestHeader& header) const;

  // Responses.
  /// Is this response the answer to that command: ids swapped, counter, code, supplementary party?
  [[nodiscard]] virtual bool answers(const gbcs::GroupingHeader& response,
                                     const PendingCommand& command) const;
  /// Is a critical response signed by the device?
  [[nodiscard]] virtual bool check_response_signature(const gbcs::Message& response,
                                                      const crypto::PublicKey& device) const;
  /// Is a response to the access control broker protected by the MAC between device and broker?
  [[nodiscard]] virtual bool check_response_mac(const gbcs::Message& response,
                                                const crypto::SharedSecret& z) const;
  /// The Service Response for the user. `octets` go in as they came from the device.
  [[nodiscard]] virtual duis::ServiceResponse service_response(const PendingCommand& command, ByteView octets,
                                                               Instant now) const;
  /// After how long without an answer E21 goes to the user; never if absent.
  [[nodiscard]] virtual std::optional<Duration> response_limit(const PendingCommand& command) const;
  /// What the user is told when the WAN gives a command back: E20; nothing: the limit decides.
  [[nodiscard]] virtual std::optional<std::string> code_of_undelivered() const;
  /// The role of the key that signs documents about this service reference variant.
  [[nodiscard]] virtual crypto::RemotePartyRole signing_role(std::string_view variant) const;

 private:
  Policy policy_;
};

/// The GBCS role in which a user of a DUIS role signs: IS and GS are suppliers, ED a network operator.
[[nodiscard]] crypto::RemotePartyRole remote_party_role(std::string_view duis_role);

}  // namespace enocheck::sim
