#pragma once

#include "sim/comms_hub/hub_rules.h"
#include "sim/gbcs_end.h"
#include "sim/scheduler.h"

namespace enocheck::sim {

/// The Communications Hub Function's hold on the HAN: its device log, kept by CCS01 and CCS02 from the access
/// control broker, told by CS14. Source: GBCS brief 4.11, 4.13.
class HanControl {
 public:
  /// `rules`, `uplink` and `scheduler` outlive it; responses and alerts leave at `uplink`.
  HanControl(GbcsEnd end, DeviceLog log, const HubRules& rules, OctetSink& uplink, Scheduler& scheduler,
             Duration latency);

  /// GBCS octets for the hub itself; they are worked on after the device's latency.
  void receive(ByteView octets);
  [[nodiscard]] bool lets_onto_han(const Eui64& device) const { return rules_->lets_onto_han(log_, device); }
  void set_power(bool on);

 private:
  void process(ByteView octets);
  [[nodiscard]] std::optional<Bytes> execute(const gbcs::Message& command);
  void tell_change();

  GbcsEnd end_;
  DeviceLog log_;
  const HubRules* rules_;
  OctetSink* uplink_;
  Scheduler* scheduler_;
  Timers timers_;
  Duration latency_;
  bool is_powered_ = true;
};

}  // namespace enocheck::sim
