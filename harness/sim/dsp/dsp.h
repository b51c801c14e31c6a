#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/logger.h"
#include "crypto/key_store.h"
#include "sim/dsp/accepted_requests.h"
#include "sim/dsp/anomaly_detection.h"
#include "sim/dsp/answers.h"
#include "sim/dsp/inventory.h"
#include "sim/dsp/pending.h"
#include "sim/dsp/request_checks.h"
#include "sim/dsp/rules.h"
#include "sim/dsp/web_service.h"
#include "sim/link.h"
#include "sim/scheduler.h"
#include "sim/setup.h"
#include "xml/schema_validator.h"

namespace enocheck::sim {

/// What the DSP needs from outside; all of it outlives the DSP.
struct DspSurroundings {
  /// Certificates of users and devices; private keys of the DSP alone: access control broker (DS, KA) and
  /// XML signing (role 137).
  const crypto::KeyStore& keys;
  const xml::SchemaValidator& schema;
  Scheduler& scheduler;
  OctetSink& wan;  ///< where GBCS octets leave
  Logger& log;
};

/// The DCC's Data Service Provider with its Access Control Broker and Transform: takes DUIS documents,
/// answers, sends GBCS octets to devices, hands their responses to users. It decides nothing itself:
/// `DspRules` does.
class Dsp final : public OctetSink {
 public:
  /// Called with each document for a user's Receive Response service.
  using Deliver = std::function<void(const Eui64& user, std::string document)>;

  /// `dsp` is the EUI-64 of the access control broker.
  Dsp(const Setup& setup, const Eui64& dsp, std::unique_ptr<DspRules> rules, DspSurroundings surroundings,
      Deliver deliver);

  /// Answers one call of a web service.
  [[nodiscard]] DspAnswer handle(WebService service, std::string_view document);
  /// Takes what a device sent.
  void receive(const Eui64& device, ByteView octets) override;
  /// Where the WAN gives back a command that it could not deliver.
  [[nodiscard]] OctetSink& undelivered() { return undelivered_; }

 private:
  using Refusal = RequestChecks::Refusal;
  using Refused = RequestChecks::Refused;
  struct Command {  ///< built, not yet sent
    gbcs::GroupingHeader header;
    Bytes octets;  ///< ends in its signature field: no MAC yet
    bool is_critical;
  };

  [[nodiscard]] DspAnswer serve(WebService service, std::string_view document);
  /// Errors: Schema; Unsupported for another schema version.
  [[nodiscard]] Result<duis::ServiceRequest> read_request(const xml::Document& document) const;
  [[nodiscard]] Refusal refuse_signature(const xml::Document& document, const Eui64& originator) const;
  [[nodiscard]] Refusal refuse_signed_pre_command(const IncomingRequest& incoming) const;
  [[nodiscard]] Refusal refuse(IncomingRequest& incoming);
  void log_refused(const IncomingRequest& incoming, const Refused& refused) const;
  [[nodiscard]] duis::ServiceResponse accept(const IncomingRequest& incoming);

  [[nodiscard]] duis::ServiceResponse answer_non_device(const IncomingRequest& incoming);
  [[nodiscard]] duis::ServiceResponse answer_read_inventory(const IncomingRequest& incoming,
                                                            const duis::OpaqueBody& body) const;
  /// Response codes: I99, or why not.
  [[nodiscard]] std::string update_inventory(const duis::OpaqueBody& body);
  [[nodiscard]] std::string prenotify(const duis::OpaqueBody& body);
  [[nodiscard]] duis::ServiceResponse distribute_firmware(const IncomingRequest& incoming,
                                                          const duis::UpdateFirmware& body);
  [[nodiscard]] Refusal refuse_firmware(const IncomingRequest& incoming,
                                        const duis::UpdateFirmware& body) const;
  [[nodiscard]] duis::ServiceResponse answer_transform(const IncomingRequest& incoming) const;
  [[nodiscard]] duis::ServiceResponse answer_command(const IncomingRequest& incoming);
  [[nodiscard]] duis::ServiceResponse answer_future_dated(const IncomingRequest& incoming);
  void execute(IncomingRequest incoming);
  /// Row 21: true if anomaly detection keeps the request back; its originator is told.
  [[nodiscard]] bool quarantine(const IncomingRequest& incoming);

  /// Errors: Unsupported for what Transform does not play, BadValue for content that cannot be carried.
  [[nodiscard]] Result<Command> build_command(const IncomingRequest& incoming);
  [[nodiscard]] Result<Bytes> protect(const Command& command) const;
  void send(const IncomingRequest& incoming, const Command& command, ByteView octets);
  [[nodiscard]] Result<crypto::SharedSecret> secret_with(const Eui64& device) const;
  [[nodiscard]] OriginatorCounter next_broker_counter();

  /// Of what use case its command is.
  [[nodiscard]] Result<MessageCode> message_code_of(const IncomingRequest& incoming) const;
  /// Adds what the inventory knows of the devices that the request names.
  [[nodiscard]] transform::Addressing with_device_types(transform::Addressing addressing,
                                                        const IncomingRequest& incoming) const;
  /// What a response tells about joins and device logs; what its absence tells; what a hub reports by itself.
  void note_outcome(const PendingCommand& command, const gbcs::Message& response);
  void note_no_outcome(const PendingCommand& command);
  void take_alert_for_dcc(const Eui64& device, const gbcs::Message& alert);

  void take_response(const Eui64& device, const gbcs::Message& message);
  void take_alert(const Eui64& device, const gbcs::Message& message);
  /// What a genuine response tells of the device's firmware goes to the inventory.
  void learn_firmware(const gbcs::Message& response);
  void learn_read_version(const InventoryDevice& device, const gbcs::Message& response);
  /// The alert of a future-dated command, for the user whose request it was; false if it is none.
  [[nodiscard]] bool take_dated_alert(const gbcs::Message& message, std::uint16_t alert_code);
  [[nodiscard]] PendingCommands::iterator find_pending(const Eui64& device,
                                                       const gbcs::GroupingHeader& header);
  [[nodiscard]] bool is_genuine(const gbcs::Message& message, bool is_critical) const;
  void time_out(PendingCommands::iterator pending);
  void take_undelivered(const Eui64& device, ByteView octets);
  /// Tells the user that no response came in time.
  void fail(const PendingCommand& command, const std::string& code);
  void deliver(const Eui64& user, const duis::ServiceResponse& response, std::string_view variant);
  [[nodiscard]] DspAnswer reply(const duis::ServiceResponse& response, std::string_view variant) const;
  [[nodiscard]] duis::ServiceResponse answer(const IncomingRequest& incoming, std::string code) const {
    return synchronous_answer(incoming.header(), std::move(code), now());
  }
  [[nodiscard]] Instant now() const { return outside_.scheduler.now(); }

  Eui64 dsp_;
  std::unique_ptr<DspRules> rules_;
  DspSurroundings outside_;
  Deliver deliver_;
  Inventory inventory_;
  RequestChecks checks_;
  AnswerWriter writer_;
  AnomalyDetection anomalies_;
  std::uint64_t quarantines_{};
  AcceptedRequests accepted_;
  std::map<Eui64, OriginatorCounter> highest_counters_;  ///< of what each user sent and was accepted
  PendingCommands pending_;
  DatedRequests dated_;
  std::vector<std::pair<duis::RequestHeader, Scheduler::EventId>> future_dated_;
  OriginatorCounter broker_counter_;
  Inlet undelivered_;
};

}  // namespace enocheck::sim
