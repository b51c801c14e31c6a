#pragma once

#include <memory>
#include <optional>

#include "sim/home/charger.h"
#include "sim/home/contact.h"
#include "sim/home/hcalcs.h"
#include "sim/medium.h"
#include "sim/parts_factory.h"

namespace enocheck::sim {

/// One switch of a premises with what hangs on it: contacts, load, and the HCALCS where the contacts are in
/// one.
class LoadPoint {
 public:
  /// `index` is 1 to 5; `esme` gives ALCS contacts their supply. `to_esme` is the way of an HCALCS's frames,
  /// `feeder` gets what the load draws.
  LoadPoint(const SwitchSetup& setup, const Eui64& esme, unsigned index, const PartsFactory& parts,
            OctetSink& to_esme, OctetSink& feeder, Scheduler& scheduler, Medium& medium);

  [[nodiscard]] SwitchKind kind() const { return kind_; }
  [[nodiscard]] const Eui64& hcalcs() const { return hcalcs_eui_; }
  [[nodiscard]] bool is_closed() const { return contact_.is_closed(); }
  [[nodiscard]] unsigned watts() const { return charger_.watts(); }
  /// The contacts that an ESME moves by itself; null where they are not in it.
  [[nodiscard]] Contact* alcs_contact() { return kind_ == SwitchKind::Alcs ? &contact_ : nullptr; }
  /// The meter's supply came or went: an ALCS's load goes with it.
  void set_esme_power(bool on);
  void set_hcalcs_power(bool on);
  void receive_at_hcalcs(ByteView octets);

 private:
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
};

}  // namespace enocheck::sim
