#include "sim/field.h"

#include <set>
#include <utility>

#include "sim/home/feeder.h"
#include "sim/premises.h"
#include "sim/wan/wan.h"

namespace enocheck::sim {

/// The wires of a premises to and from the WAN.
struct Field::Site {
  Site(const MeterSetup& setup, const PremisesCredentials& credentials, const Policy& policy,
       const PartsFactory& parts, Wan& wan, OctetSink& feeder, Scheduler& scheduler, Medium& medium)
      : from_hub(medium, Link::HubToWan, Duration{}, wan.from_hubs()),
        premises(setup, credentials, policy, parts, from_hub, feeder, scheduler, medium),
        to_hub(medium, Link::WanToHub, Duration{}, premises.from_wan()) {}
  Wire from_hub;
  Premises premises;
  Wire to_hub;
};

namespace {

std::vector<Eui64> devices_of(const MeterSetup& meter) {
  std::vector<Eui64> devices = {meter.esme, meter.hub};
  for (const auto& sw : meter.switches) {
    if (sw.kind == SwitchKind::Hcalcs) { devices.push_back(sw.hcalcs); }
  }
  return devices;
}

Result<PremisesCredentials> credentials_of(const MeterSetup& meter, const Field::Credentials& give) {
  PremisesCredentials all;
  for (const auto& device : devices_of(meter)) {
    auto given = give(meter, device);
    if (!given) { return failure(given.error(), "credentials of " + to_string(device)); }
    all.emplace(device, *std::move(given));
  }
  return all;
}

/// The first EUI-64 that two devices of the setup share.
std::optional<Eui64> shared_eui(const Setup& setup) {
  std::set<Eui64> seen;
  for (const auto& meter : setup.meters) {
    for (const auto& device : devices_of(meter)) {
      if (!seen.insert(device).second) { return device; }
    }
  }
  return std::nullopt;
}

}  // namespace

Field::Field(const Policy& policy, const PartsFactory& parts, Scheduler& scheduler, Medium& medium)
    : scheduler_(&scheduler),
      at_dsp_([this](const Eui64& device, ByteView octets) {
        if (dsp_ != nullptr) { dsp_->receive(device, octets); }
      }),
      back_at_dsp_([this](const Eui64& device, ByteView octets) {
        if (undelivered_ != nullptr) { undelivered_->receive(device, octets); }
      }),
      to_dsp_(medium, Link::WanToDsp, Duration{}, at_dsp_),
      back_to_dsp_(medium, Link::WanNoticeToDsp, Duration{}, back_at_dsp_),
      wan_(std::make_unique<Wan>(policy, parts.wan_rules(), to_dsp_, back_to_dsp_, scheduler)),
      downlink_(medium, Link::DspToWan, Duration{}, wan_->from_dsp()),
      feeder_([this](const Eui64& esme, ByteView octets) {
        for (const auto& feeder : feeders_) { feeder->receive(esme, octets); }
      }) {}

Field::~Field() = default;

Result<std::unique_ptr<Field>> Field::build(const Setup& setup, const Policy& policy,
                                            const PartsFactory& parts, const Credentials& credentials,
                                            Scheduler& scheduler, Medium& medium) {
  if (const auto eui = shared_eui(setup)) {
    return failure(ErrorCode::BadValue, "two devices have the EUI-64 " + to_string(*eui));
  }
  std::unique_ptr<Field> field(new Field(policy, parts, scheduler, medium));
  for (const auto& meter : setup.meters) {
    const auto given = credentials_of(meter, credentials);
    if (!given) { return tl::unexpected<Error>(given.error()); }
    auto site =
        std::make_unique<Site>(meter, *given, policy, parts, *field->wan_, field->feeder_, scheduler, medium);
    if (auto installed = site->premises.install(meter, *given); !installed) {
      return failure(installed.error(), "ESME " + to_string(meter.esme));
    }
    for (const auto& device : devices_of(meter)) {
      field->wan_->attach(device, {meter.wan, &site->to_hub,
                                   [premises = &site->premises] { return premises->takes_from_wan(); }});
      field->sites_of_devices_.emplace(device, site.get());
    }
    field->sites_.emplace(meter.esme, std::move(site));
  }
  for (const auto& feeder : setup.feeders) { field->add_feeder(feeder, setup.meters); }
  return field;
}

void Field::add_feeder(const FeederSetup& feeder, const std::vector<MeterSetup>& meters) {
  const auto cut_off = [this, homes = feeder.homes] {
    for (const auto& home : homes) {
      const auto site = sites_.find(home);
      // A meter without power has nothing left that could fail to be stored.
      if (site != sites_.end()) { static_cast<void>(site->second->premises.cut_off()); }
    }
  };
  feeders_.push_back(std::make_unique<Feeder>(feeder, meters, cut_off, *scheduler_));
}

Result<const Feeder*> Field::feeder(std::string_view name) const {
  for (const auto& feeder : feeders_) {
    if (feeder->setup().name == name) { return feeder.get(); }
  }
  return failure(ErrorCode::BadValue, "no feeder " + std::string(name));
}

Result<Premises*> Field::premises_of(const Eui64& esme) const {
  const auto found = sites_.find(esme);
  if (found == sites_.end()) { return failure(ErrorCode::BadValue, "no meter " + to_string(esme)); }
  return &found->second->premises;
}

Result<bool> Field::switch_is_closed(const Eui64& esme, unsigned index) const {
  return premises_of(esme)
      .and_then([&](const Premises* premises) { return premises->switch_at(index); })
      .map([](const LoadPoint* point) { return point->is_closed(); });
}

Result<unsigned> Field::load_watts(const Eui64& esme, unsigned index) const {
  return premises_of(esme)
      .and_then([&](const Premises* premises) { return premises->switch_at(index); })
      .map([](const LoadPoint* point) { return point->watts(); });
}

Status Field::press_boost(const Eui64& esme) {
  return premises_of(esme).map([this](Premises* premises) {
    premises->press_boost();
    scheduler_->run_until(scheduler_->now());
  });
}

Status Field::set_power(const Eui64& device, bool on) {
  for (const auto& [esme, site] : sites_) {
    const auto done = site->premises.set_power(device, on);
    if (!done) { return tl::unexpected<Error>(done.error()); }
    if (*done) {
      scheduler_->run_until(scheduler_->now());
      return {};
    }
  }
  return failure(ErrorCode::BadValue, "no device " + to_string(device));
}

Status Field::deliver(const Eui64& device, ByteView octets) {
  const auto site = sites_of_devices_.find(device);
  if (site == sites_of_devices_.end()) {
    return failure(ErrorCode::BadValue, "no device " + to_string(device));
  }
  site->second->premises.deliver(device, octets);
  return {};
}

}  // namespace enocheck::sim
