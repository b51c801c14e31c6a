#include "sim/home/load_point.h"

namespace enocheck::sim {

LoadPoint::LoadPoint(const SwitchSetup& setup, const Eui64& esme, unsigned index, const PartsFactory& parts,
                     OctetSink& to_esme, OctetSink& feeder, Scheduler& scheduler, Medium& medium)
    : kind_(setup.kind),
      hcalcs_eui_(setup.hcalcs),
      to_feeder_(medium, Link::LoadToFeeder, Duration{}, feeder),
      charger_(setup, esme, index, parts.charger_rules(), to_feeder_, scheduler),
      to_load_(medium, Link::SwitchToLoad, Duration{}, charger_),
      contact_(setup.kind == SwitchKind::Hcalcs ? setup.hcalcs : esme, setup.calendar_closed, to_load_),
      rules_(parts.hcalcs_rules()),
      to_esme_(&to_esme),
      scheduler_(&scheduler) {
  if (kind_ == SwitchKind::Hcalcs) {
    hcalcs_.emplace(hcalcs_eui_, *rules_, contact_, to_esme, scheduler, Hcalcs::Start::Installed);
  }
}

void LoadPoint::set_esme_power(bool on) {
  if (kind_ == SwitchKind::Alcs) { contact_.set_supplied(on); }
}

void LoadPoint::set_hcalcs_power(bool on) {
  if (on == hcalcs_.has_value()) { return; }
  if (!on) {
    hcalcs_.reset();
    return contact_.set_supplied(false);
  }
  hcalcs_.emplace(hcalcs_eui_, *rules_, contact_, *to_esme_, *scheduler_, Hcalcs::Start::PowerRestored);
  contact_.set_supplied(true);
}

void LoadPoint::receive_at_hcalcs(ByteView octets) {
  if (hcalcs_) { hcalcs_->receive(hcalcs_eui_, octets); }
}

}  // namespace enocheck::sim
