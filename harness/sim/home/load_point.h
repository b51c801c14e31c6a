#pragma once

#include <memory>
#include <optional>

#include "sim/home/charger.h"
#include "sim/home/contact.h"
#include "sim/home/hcalcs.h"
#include "sim/home/hcalcs_join.h"
#include "sim/medium.h"
#include "sim/parts_factory.h"

namespace enocheck::sim {

/// One switch of a premises with what hangs on it: contacts, load, and the HCALCS where the contacts are in
/// one.
class LoadPoint {
 public:
  /// What is around it: the ways of an HCALCS's frames and of its GBCS messages, who gets what the load
  /// draws, time, and the links.
  struct Surroundings {
    OctetSink& to_esme;
    OctetSink& to_hub;
    OctetSink& feeder;
    Scheduler& scheduler;
    Medium& medium;
  };
  /// The switch of this index (1 to 5). `credentials` are of an HCALCS, else null. The
  /// meter gives ALCS contacts their supply.
  LoadPoint(const MeterSetup& meter, unsigned index, const DeviceCredentials* credentials,
            const Policy& policy, const PartsFactory& parts, const Surroundings& around);

  [[nodiscard]] SwitchKind kind() const { return kind_; }
  [[nodiscard]] const Eui64& hcalcs() const { return hcalcs_eui_; }
  [[nodiscard]] bool is_closed() const { return contact_.is_closed(); }
  [[nodiscard]] unsigned watts() const { return charger_.watts(); }
  /// The contacts that an ESME moves by itself; null where they are not in it.
  [[nodiscard]] Contact* alcs_contact() { return kind_ == SwitchKind::Alcs ? &contact_ : nullptr; }
  /// The meter's supply came or went: an ALCS's load goes with it.
  void set_esme_power(bool on);
  void set_hcalcs_power(bool on);
  /// A frame from the HAN, and GBCS octets from the hub. Without power there is nobody to take them.
  void receive_at_hcalcs(ByteView octets);
  void receive_from_hub(ByteView octets);

 private:
  LoadPoint(const MeterSetup& meter, const SwitchSetup& setup, unsigned index,
            const DeviceCredentials* credentials, const Policy& policy, const PartsFactory& parts,
            const Surroundings& around);

  SwitchKind kind_;
  Eui64 hcalcs_eui_;
  Wire to_feeder_;
  Charger charger_;
  Wire to_load_;
  Contact contact_;
  std::unique_ptr<HcalcsRules> rules_;
  OctetSink* to_esme_;
  Scheduler* scheduler_;
  std::optional<Hcalcs> hcalcs_;
  std::optional<HcalcsJoin> join_;
};

}  // namespace enocheck::sim
