#include "sim/premises.h"

#include <fmt/format.h>

#include <utility>

namespace enocheck::sim {
namespace {

std::array<std::unique_ptr<LoadPoint>, 5> load_points(const MeterSetup& setup, const PartsFactory& parts,
                                                      OctetSink& to_esme, OctetSink& feeder,
                                                      Scheduler& scheduler, Medium& medium) {
  std::array<std::unique_ptr<LoadPoint>, 5> points;
  for (std::size_t index = 0; index < points.size(); ++index) {
    points.at(index) =
        std::make_unique<LoadPoint>(setup.switches.at(index), setup.esme, static_cast<unsigned>(index + 1),
                                    parts, to_esme, feeder, scheduler, medium);
  }
  return points;
}

/// The policy, with what this make of meter does otherwise.
Policy policy_of(const MeterSetup& setup, Policy policy) {
  policy.device_latency = setup.device_latency.value_or(policy.device_latency);
  policy.unix_event_ids = setup.unix_event_ids;
  return policy;
}

}  // namespace

Premises::Premises(const MeterSetup& setup, const DeviceCredentials& credentials, const Policy& policy,
                   const PartsFactory& parts, OctetSink& to_wan, OctetSink& feeder, Scheduler& scheduler,
                   Medium& medium)
    : esme_eui_(setup.esme),
      hub_eui_(setup.hub),
      at_esme_from_hub_(
          [this](const Eui64& device, ByteView octets) { esme_.from_hub().receive(device, octets); }),
      at_esme_from_han_(
          [this](const Eui64& device, ByteView octets) { esme_.from_han().receive(device, octets); }),
      at_hub_from_esme_(
          [this](const Eui64& device, ByteView octets) { hub_.from_device().receive(device, octets); }),
      at_hcalcs_([this](const Eui64& hcalcs, ByteView octets) {
        for (const auto& point : load_points_) {
          if (point->hcalcs() == hcalcs) { point->receive_at_hcalcs(octets); }
        }
      }),
      to_esme_(medium, Link::HubToDevice, policy.han_latency, at_esme_from_hub_),
      to_hub_(medium, Link::DeviceToHub, policy.han_latency, at_hub_from_esme_),
      to_hcalcs_(medium, Link::EsmeToHcalcs, policy.han_latency, at_hcalcs_),
      from_hcalcs_(medium, Link::HcalcsToEsme, policy.han_latency, at_esme_from_han_),
      hub_(parts.hub_rules(), to_esme_, to_wan),
      load_points_(load_points(setup, parts, from_hcalcs_, feeder, scheduler, medium)),
      esme_(setup.esme, {credentials.signing, credentials.agreement}, policy_of(setup, policy),
            parts.esme_rules(policy_of(setup, policy)), surroundings(scheduler)) {}

Status Premises::install(const MeterSetup& setup, const DeviceCredentials& credentials) {
  return esme_.install(installed_state(setup, credentials.anchors));
}

Result<bool> Premises::set_power(const Eui64& device, bool on) {
  if (device == hub_eui_) {
    hub_.set_power(on);
    return true;
  }
  if (device == esme_eui_) {
    if (auto changed = esme_.set_power(on); !changed) { return tl::unexpected<Error>(changed.error()); }
    for (const auto& point : load_points_) { point->set_esme_power(on); }
    return true;
  }
  for (const auto& point : load_points_) {
    if (point->kind() == SwitchKind::Hcalcs && point->hcalcs() == device) {
      point->set_hcalcs_power(on);
      return true;
    }
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
  if (index < 1 || index > load_points_.size() || load_points_.at(index - 1)->kind() == SwitchKind::None) {
    return failure(ErrorCode::BadValue, fmt::format("{} has no switch {}", to_string(esme_eui_), index));
  }
  return load_points_.at(index - 1).get();
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
