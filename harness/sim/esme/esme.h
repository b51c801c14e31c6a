#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/result.h"
#include "crypto/keys.h"
#include "gbcs/message.h"
#include "sim/esme/anchors.h"
#include "sim/esme/esme_rules.h"
#include "sim/esme/esme_state.h"
#include "sim/esme/joins.h"
#include "sim/esme/switchboard.h"
#include "sim/link.h"
#include "sim/policy.h"
#include "sim/scheduler.h"

namespace enocheck::sim {

/// The private keys of a device.
struct DeviceKeys {
  crypto::PrivateKey signing;
  crypto::PrivateKey agreement;
};

/// An Electricity Smart Metering Equipment while it has power. What it remembers is its state, and nothing
/// else: an ESME built from the state of one that lost power goes on where that one was.
class Esme {
 public:
  /// What is around it. `uplink` takes responses and alerts.
  struct Surroundings {
    OctetSink* uplink = nullptr;
    SwitchOutputs switches;
    Scheduler* scheduler = nullptr;
  };

  /// Builds an ESME and starts it. `rules` and the surroundings outlive it.
  /// Errors: BadValue for a trust anchor cell that holds no public key.
  [[nodiscard]] static Result<std::unique_ptr<Esme>> start(const Eui64& eui, DeviceKeys keys, EsmeState state,
                                                           const Policy& policy, const EsmeRules& rules,
                                                           const Surroundings& surroundings);
  Esme(const Esme&) = delete;
  Esme& operator=(const Esme&) = delete;
  ~Esme() = default;

  /// GBCS octets from the hub; they are worked on after the device's latency.
  void receive_from_hub(ByteView octets);
  /// A ZSE frame from an HCALCS.
  void receive_from_han(const Eui64& hcalcs, ByteView octets) {
    joins_.receive_from_han(hcalcs, octets);
    switchboard_.receive_from_han(hcalcs, octets);
  }
  void press_boost() { switchboard_.press_boost(); }

  [[nodiscard]] const EsmeState& state() const { return state_; }

 private:
  Esme(const Eui64& eui, DeviceKeys keys, EsmeState state, std::vector<Anchor> anchors, Policy policy,
       const EsmeRules& rules, const Surroundings& surroundings);

  void process(ByteView octets);
  /// Rows 10 to 12: carries out a command that passed all checks, and answers.
  void execute(const gbcs::Message& command, const UseCaseRule& rule, const Anchor& sender);
  /// The response's payload, or nothing where the command's is not the use case's.
  [[nodiscard]] std::optional<Bytes> carry_out(const gbcs::Message& command, const UseCaseRule& rule,
                                               const Anchor& sender);
  [[nodiscard]] std::optional<Bytes> take_activation(const gbcs::Message& command);
  [[nodiscard]] gbcs::FirmwareOutcome activate_firmware(ByteView hash);
  void take_image(ByteView octets);
  /// Carries out the future-dated commands whose time has come, and waits for the next.
  void carry_out_dated();
  void execute_join(const gbcs::Message& command, const UseCaseRule& rule, const Anchor& sender);
  void execute_unjoin(const gbcs::Message& command, const UseCaseRule& rule, const Anchor& sender);
  void refuse(const gbcs::Message& message, const Admission& admission);
  void respond(const gbcs::GroupingHeader& command, const UseCaseRule& rule, const Anchor& sender,
               ByteView payload);
  /// 8F30 (no authority), generic critical, to the supplier.
  void alert_unauthorised();
  /// 8F85, ECS100, to who sent a command that this firmware does not know; only if its MAC holds.
  void alert_unsupported(const gbcs::Message& command);
  /// 8F72: an image has come, whole.
  void alert_image(ByteView hash);
  void tell_firmware_outcome(const DatedCommand& dated, const gbcs::FirmwareOutcome& outcome);
  void tell_calendar_outcome(const DatedCommand& dated);
  void send_dlms_alert(gbcs::GroupingHeader header, std::uint16_t alert_code, ByteView further_member);
  using AlertPayload = std::function<Bytes(OriginatorCounter counter)>;
  void send_critical_alert(gbcs::GroupingHeader header, const AlertPayload& payload);
  void send(Result<Bytes> message);

  Eui64 eui_;
  DeviceKeys keys_;
  EsmeState state_;
  std::vector<Anchor> anchors_;
  Policy policy_;
  const EsmeRules* rules_;
  OctetSink* uplink_;
  Scheduler* scheduler_;
  Timers timers_;
  Timers dated_;  ///< for what is to be carried out later
  Switchboard switchboard_;
  Joins joins_;
  bool stopped_ = false;  ///< takes no commands any more
};

}  // namespace enocheck::sim
