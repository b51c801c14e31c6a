#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "sim/credentials.h"
#include "sim/link.h"
#include "sim/medium.h"
#include "sim/parts_factory.h"
#include "sim/setup.h"

namespace enocheck::sim {

class Feeder;
class Premises;
class Wan;

/// Everything beyond the DSP: the WAN, and behind it the premises of a world. Octets go in at `downlink` and
/// come out at the sink that `connect` names.
class Field {
 public:
  /// Gives each device of a meter's premises its credentials; asked once a device.
  using Credentials = std::function<Result<DeviceCredentials>(const MeterSetup&, const Eui64& device)>;

  /// Errors: those of `credentials`; BadValue where two meters, hubs or HCALCS share an EUI-64.
  /// `medium` and `scheduler` outlive the field; the field outlives every event that it posted, so let no
  /// time pass on the scheduler after it is gone.
  [[nodiscard]] static Result<std::unique_ptr<Field>> build(const Setup& setup, const Policy& policy,
                                                            const PartsFactory& parts,
                                                            const Credentials& credentials,
                                                            Scheduler& scheduler, Medium& medium);
  Field(const Field&) = delete;
  Field& operator=(const Field&) = delete;
  ~Field();

  /// Where the DSP puts GBCS octets, with the device that they are for (the link "dsp-to-wan").
  [[nodiscard]] OctetSink& downlink() { return downlink_; }
  /// Who gets what devices send (the link "wan-to-dsp"); until then it is lost.
  void connect(OctetSink& dsp) { dsp_ = &dsp; }

  /// Who gets back what could not be delivered to a hub (the link "wan-notice-to-dsp"); until then nobody.
  void connect_undelivered(OctetSink& dsp) { undelivered_ = &dsp; }

  /// Is the switch (1 to 5) closed, as its own contacts are? Errors: BadValue for no such meter or switch.
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& esme, unsigned index) const;
  /// What the load behind the switch draws, in watts. Errors: as above.
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& esme, unsigned index) const;
  /// Errors: BadValue for no such feeder.
  [[nodiscard]] Result<const Feeder*> feeder(std::string_view name) const;
  /// Errors: BadValue for no such meter. Nothing happens at a meter without the button. What follows at once
  /// (a contact, a load) has happened when this returns; the same holds for `set_power`.
  [[nodiscard]] Status press_boost(const Eui64& esme);
  /// Cuts or restores the supply of an ESME, an HCALCS or a hub. Errors: BadValue for no such device.
  [[nodiscard]] Status set_power(const Eui64& device, bool on);
  /// Hands octets to an ESME or HCALCS as if they came over the HAN from its hub, or to a hub as if they came
  /// over the WAN. Errors: BadValue for no such device.
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets);

 private:
  struct Site;

  Field(const Policy& policy, const PartsFactory& parts, Scheduler& scheduler, Medium& medium);
  void add_feeder(const FeederSetup& feeder, const std::vector<MeterSetup>& meters);
  [[nodiscard]] Result<Premises*> premises_of(const Eui64& esme) const;

  Scheduler* scheduler_;
  OctetSink* dsp_ = nullptr;
  OctetSink* undelivered_ = nullptr;
  Inlet at_dsp_;
  Inlet back_at_dsp_;
  Wire to_dsp_;
  Wire back_to_dsp_;
  std::unique_ptr<Wan> wan_;
  Wire downlink_;
  Inlet feeder_;
  std::map<Eui64, std::unique_ptr<Site>> sites_;  ///< by their ESMEs
  std::map<Eui64, Site*> sites_of_devices_;
  std::vector<std::unique_ptr<Feeder>> feeders_;
};

}  // namespace enocheck::sim
