#include "sim/premises.h"

#include <fmt/format.h>

#include <utility>

namespace enocheck::sim {
namespace {

std::array<std::unique_ptr<LoadPoint>, 5> load_points(const MeterSetup& setup,
                                                      const PremisesCredentials& credentials,
                                                      const Policy& policy, const PartsFactory& parts,
                                                      const LoadPoint::Surroundings& around) {
  std::array<std::unique_ptr<LoadPoint>, 5> points;
  for (std::size_t index = 0; index < points.size(); ++index) {
    const auto given = credentials.find(setup.switches.at(index).hcalcs);
    points.at(index) = std::make_unique<LoadPoint>(setup, static_cast<unsigned>(index + 1),
                                                   given == credentials.end() ? nullptr : &given->second,
                                                   policy, parts, around);
  }
  return points;
}

HanTiming timing_of(const Policy& policy) {
  return {policy.han_latency, policy.sub_ghz_latency, policy.sub_ghz_pause};
}

std::map<Eui64, Band> bands_of(const MeterSetup& setup) {
  std::map<Eui64, Band> bands;
  for (const auto& sw : setup.switches) {
    if (sw.kind == SwitchKind::Hcalcs) { bands.emplace(sw.hcalcs, sw.band); }
  }
  return bands;
}

/// The hub lists the meter, and each HCALCS that has come as far.
DeviceLog device_log(const MeterSetup& setup) {
  DeviceLog log = {setup.esme};
  for (const auto& sw : setup.switches) {
    const bool has_come = sw.han_status >= HanStatus::Whitelisted && sw.is_on_device_log;
    if (sw.kind == SwitchKind::Hcalcs && has_come) { log.push_back(sw.hcalcs); }
  }
  return log;
}

/// The policy, with what this make of meter does otherwise.
Policy policy_of(const MeterSetup& setup, Policy policy) {
  policy.device_latency = setup.device_latency.value_or(policy.device_latency);
  policy.unix_event_ids = setup.unix_event_ids;
  return policy;
}

}  // namespace

Premises::Premises(const MeterSetup& setup, const PremisesCredentials& credentials, const Policy& policy,
                   const PartsFactory& parts, OctetSink& to_wan, OctetSink& feeder, Scheduler& scheduler,
                   Medium& medium)
    : esme_eui_(setup.esme),
      hub_eui_(setup.hub),
      has_dual_band_hub_(setup.has_dual_band_hub),
      bands_(bands_of(setup)),
      hub_rules_(parts.hub_rules()),
      at_device_from_hub_([this](const Eui64& device, ByteView octets) { receive_from_hub(device, octets); }),
      at_esme_from_han_([this](const Eui64& device, ByteView octets) {
        if (is_on_han(device)) { esme_.from_han().receive(device, octets); }
      }),
      at_hub_from_device_(
          [this](const Eui64& device, ByteView octets) { hub_.from_device().receive(device, octets); }),
      at_hcalcs_([this](const Eui64& hcalcs, ByteView octets) {
        auto* const point = load_point_of(hcalcs);
        if (point != nullptr && is_on_han(hcalcs)) { point->receive_at_hcalcs(octets); }
      }),
      to_device_(medium, Link::HubToDevice, policy.han_latency, at_device_from_hub_),
      to_hub_(medium, Link::DeviceToHub, policy.han_latency, at_hub_from_device_),
      to_hcalcs_(
          Link::EsmeToHcalcs, timing_of(policy), *hub_rules_,
          [this](const Eui64& device) { return band_of(device); }, at_hcalcs_, medium, scheduler),
      from_hcalcs_(
          Link::HcalcsToEsme, timing_of(policy), *hub_rules_,
          [this](const Eui64& device) { return band_of(device); }, at_esme_from_han_, medium, scheduler),
      hub_(*hub_rules_, to_device_, to_wan),
      han_control_(GbcsEnd(setup.hub, credentials.at(setup.hub), setup.gbcs_version, *hub_rules_),
                   device_log(setup), *hub_rules_, to_hub_, scheduler, policy.device_latency),
      load_points_(load_points(setup, credentials, policy, parts,
                               {.to_esme = from_hcalcs_,
                                .to_hub = to_hub_,
                                .feeder = feeder,
                                .scheduler = scheduler,
                                .medium = medium})),
      esme_(setup.esme, {credentials.at(setup.esme).signing, credentials.at(setup.esme).agreement},
            policy_of(setup, policy), parts.esme_rules(policy_of(setup, policy)), surroundings(scheduler)) {}

Status Premises::install(const MeterSetup& setup, const PremisesCredentials& credentials) {
  return esme_.install(installed_state(setup, credentials.at(setup.esme).anchors));
}

/// The hub is a device itself: what is for it comes this way, so that it is seen like what is for others.
void Premises::receive_from_hub(const Eui64& device, ByteView octets) {
  if (device == hub_eui_) { return han_control_.receive(octets); }
  if (auto* const point = load_point_of(device)) {
    if (is_on_han(device)) { point->receive_from_hub(octets); }
    return;
  }
  esme_.from_hub().receive(device, octets);
}

Band Premises::band_of(const Eui64& device) const {
  const auto found = bands_.find(device);
  return found == bands_.end() ? Band::TwoPointFourGhz : found->second;
}

bool Premises::is_on_han(const Eui64& device) const {
  return han_control_.lets_onto_han(device) && hub_rules_->hears(band_of(device), has_dual_band_hub_);
}

LoadPoint* Premises::load_point_of(const Eui64& hcalcs) const {
  for (const auto& point : load_points_) {
    if (point->kind() == SwitchKind::Hcalcs && point->hcalcs() == hcalcs) { return point.get(); }
  }
  return nullptr;
}

Result<bool> Premises::set_power(const Eui64& device, bool on) {
  if (device == hub_eui_) {
    hub_.set_power(on);
    han_control_.set_power(on);
    return true;
  }
  if (device == esme_eui_) {
    return esme_.set_power(on).map([&] {
      for (const auto& point : load_points_) { point->set_esme_power(on); }
      return true;
    });
  }
  if (auto* const point = load_point_of(device)) {
    point->set_hcalcs_power(on);
    return true;
  }
  return false;
}

Status Premises::cut_off() {
  for (const auto& point : load_points_) {
    if (point->kind() == SwitchKind::Hcalcs) { point->set_hcalcs_power(false); }
  }
  hub_.set_power(false);
  return set_power(esme_eui_, false).map([](bool) {});
}

Result<const LoadPoint*> Premises::switch_at(unsigned index) const {
  unsigned number = 0;
  for (const auto& point : load_points_) {
    if (++number == index && point->kind() != SwitchKind::None) { return point.get(); }
  }
  return failure(ErrorCode::BadValue, fmt::format("{} has no switch {}", to_string(esme_eui_), index));
}

SwitchOutputs Premises::outputs() {
  SwitchOutputs outputs;
  for (std::size_t index = 0; index < load_points_.size(); ++index) {
    outputs.contacts.at(index) = load_points_.at(index)->alcs_contact();
  }
  outputs.han = &to_hcalcs_;
  return outputs;
}

Esme::Surroundings Premises::surroundings(Scheduler& scheduler) { return {&to_hub_, outputs(), &scheduler}; }

}  // namespace enocheck::sim
