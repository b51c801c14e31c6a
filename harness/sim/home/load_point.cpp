#include "sim/home/load_point.h"

namespace enocheck::sim {

LoadPoint::LoadPoint(const MeterSetup& meter, unsigned index, const DeviceCredentials* credentials,
                     const Policy& policy, const PartsFactory& parts, const Surroundings& around)
    : LoadPoint(meter, meter.switches.at(index - 1), index, credentials, policy, parts, around) {}

LoadPoint::LoadPoint(const MeterSetup& meter, const SwitchSetup& setup, unsigned index,
                     const DeviceCredentials* credentials, const Policy& policy, const PartsFactory& parts,
                     const Surroundings& around)
    : kind_(setup.kind),
      hcalcs_eui_(setup.hcalcs),
      to_feeder_(around.medium, Link::LoadToFeeder, Duration{}, around.feeder),
      charger_(setup, meter.esme, index, parts.charger_rules(), to_feeder_, around.scheduler),
      to_load_(around.medium, Link::SwitchToLoad, Duration{}, charger_),
      contact_(setup.kind == SwitchKind::Hcalcs ? setup.hcalcs : meter.esme, setup.calendar_closed, to_load_),
      rules_(parts.hcalcs_rules()),
      to_esme_(&around.to_esme),
      scheduler_(&around.scheduler) {
  if (credentials == nullptr) { return; }
  hcalcs_.emplace(hcalcs_eui_, *rules_, contact_, *to_esme_, *scheduler_, Hcalcs::Start::Installed);
  const bool is_joined = setup.han_status == HanStatus::Joined;
  join_.emplace(hcalcs_eui_, is_joined ? std::optional(meter.esme) : std::nullopt, *credentials,
                meter.gbcs_version, policy, around.to_hub, *to_esme_);
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
  if (!hcalcs_) { return; }
  join_->receive_from_han(octets);
  if (rules_->listens(join_->is_joined())) { hcalcs_->receive(hcalcs_eui_, octets); }
}

void LoadPoint::receive_from_hub(ByteView octets) {
  if (hcalcs_) { join_->receive_from_hub(octets); }
}

}  // namespace enocheck::sim
