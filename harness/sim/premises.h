#pragma once

#include <array>
#include <map>
#include <memory>

#include "core/result.h"
#include "sim/comms_hub/comms_hub.h"
#include "sim/comms_hub/han_control.h"
#include "sim/comms_hub/han_link.h"
#include "sim/credentials.h"
#include "sim/esme/esme_unit.h"
#include "sim/home/load_point.h"
#include "sim/medium.h"
#include "sim/parts_factory.h"
#include "sim/setup.h"

namespace enocheck::sim {

/// One home: a Communications Hub, an ESME, five switches and their loads, with the wires between them.
class Premises {
 public:
  /// `to_wan` is where the hub sends, `feeder` is told what the loads draw. All arguments by reference
  /// outlive the premises, `setup` excepted. `credentials` has those of every device of the setup.
  Premises(const MeterSetup& setup, const PremisesCredentials& credentials, const Policy& policy,
           const PartsFactory& parts, OctetSink& to_wan, OctetSink& feeder, Scheduler& scheduler,
           Medium& medium);
  /// Starts the ESME as installed. Errors: as Esme::start.
  [[nodiscard]] Status install(const MeterSetup& setup, const PremisesCredentials& credentials);

  [[nodiscard]] OctetSink& from_wan() { return hub_.from_wan(); }
  [[nodiscard]] bool takes_from_wan() const { return hub_.takes_from_wan(); }
  /// Hands octets to a device as if they came from its hub; to the hub, as if they came from the WAN.
  void deliver(const Eui64& device, ByteView octets) { to_device_.receive(device, octets); }
  void press_boost() { esme_.press_boost(); }
  /// False if no device here has this EUI-64. Errors: as EsmeUnit::set_power.
  [[nodiscard]] Result<bool> set_power(const Eui64& device, bool on);

  /// The supply of the whole home is gone: ESME, hub, HCALCSs. Errors: as EsmeUnit::set_power.
  [[nodiscard]] Status cut_off();

  /// `index` is 1 to 5. Errors: BadValue where there is no switch.
  [[nodiscard]] Result<const LoadPoint*> switch_at(unsigned index) const;

 private:
  void receive_from_hub(const Eui64& device, ByteView octets);
  [[nodiscard]] Band band_of(const Eui64& device) const;
  /// Does the hub list this device, and is it on one of its bands?
  [[nodiscard]] bool is_on_han(const Eui64& device) const;
  /// Null if there is no such HCALCS.
  [[nodiscard]] LoadPoint* load_point_of(const Eui64& hcalcs) const;
  [[nodiscard]] SwitchOutputs outputs();
  [[nodiscard]] Esme::Surroundings surroundings(Scheduler& scheduler);

  Eui64 esme_eui_;
  Eui64 hub_eui_;
  bool has_dual_band_hub_;
  std::map<Eui64, Band> bands_;  ///< of HCALCSs
  std::unique_ptr<HubRules> hub_rules_;
  // Wires lead to inlets, inlets to parties that are made later: nothing passes before all of them stand.
  Inlet at_device_from_hub_;
  Inlet at_esme_from_han_;
  Inlet at_hub_from_device_;
  Inlet at_hcalcs_;
  Wire to_device_;
  Wire to_hub_;
  HanLink to_hcalcs_;
  HanLink from_hcalcs_;
  CommsHub hub_;
  HanControl han_control_;
  std::array<std::unique_ptr<LoadPoint>, 5> load_points_;
  EsmeUnit esme_;
};

}  // namespace enocheck::sim
