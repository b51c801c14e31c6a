#pragma once

#include <functional>
#include <map>
#include <memory>

#include "sim/comms_hub/comms_hub.h"
#include "sim/dsp/dsp.h"
#include "sim/medium.h"
#include "sim/policy.h"
#include "sim/scheduler.h"
#include "sim/setup.h"
#include "sim/wan/wan.h"

namespace enocheck::sut {

/// What lies between the DSP and the meters on a bench, played by the harness: the WAN, and the
/// Communications Hub of each meter as the way between WAN and HAN.
class MeterField {
 public:
  /// Takes what a hub hands to a device.
  using ToDevice = std::function<void(const Eui64& device, ByteView octets)>;

  /// `scheduler` and `medium` outlive the field. How long octets take from a hub to a device is the bench's
  /// business, and not played here.
  MeterField(const sim::Setup& setup, const sim::Policy& policy, sim::Scheduler& scheduler,
             sim::Medium& medium, ToDevice to_device);
  MeterField(const MeterField&) = delete;
  MeterField& operator=(const MeterField&) = delete;
  ~MeterField();

  /// Where the DSP puts GBCS octets, with the device that they are for.
  [[nodiscard]] sim::OctetSink& downlink() { return downlink_; }
  /// Who gets what devices send, and what could not be delivered; until then it is lost.
  void connect(sim::Dsp& dsp) { dsp_ = &dsp; }
  /// Hands octets to a device as if they came from its hub. Errors: BadValue for no such device.
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets);
  /// A device has sent these towards its hub. What nobody knows is dropped.
  void take(const Eui64& device, ByteView octets);
  /// Cuts or restores the supply of a hub; of other devices it knows nothing.
  void set_power(const Eui64& device, bool on);

 private:
  struct Site;
  [[nodiscard]] Site* site_of(const Eui64& device) const;

  sim::Dsp* dsp_ = nullptr;
  std::unique_ptr<sim::HubRules> hub_rules_;
  sim::Inlet at_device_;
  sim::Inlet at_dsp_;
  sim::Inlet back_at_dsp_;
  sim::Wire to_dsp_;
  sim::Wire back_to_dsp_;
  sim::Wan wan_;
  sim::Wire downlink_;
  std::map<Eui64, std::unique_ptr<Site>> sites_;  ///< by their hubs
  std::map<Eui64, Site*> sites_of_devices_;
};

}  // namespace enocheck::sut
