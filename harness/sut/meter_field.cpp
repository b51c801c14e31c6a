#include "sut/meter_field.h"

#include <utility>

#include "sim/parts_factory.h"

namespace enocheck::sut {

/// A hub with the wires to WAN and HAN.
struct MeterField::Site {
  Site(const sim::HubRules& rules, sim::Wan& wan, sim::OctetSink& at_device, Duration han_latency,
       sim::Medium& medium)
      : to_device(medium, sim::Link::HubToDevice, Duration{}, at_device),
        to_wan(medium, sim::Link::HubToWan, Duration{}, wan.from_hubs()),
        hub(rules, to_device, to_wan),
        from_device(medium, sim::Link::DeviceToHub, han_latency, hub.from_device()),
        from_wan(medium, sim::Link::WanToHub, Duration{}, hub.from_wan()) {}
  sim::Wire to_device;
  sim::Wire to_wan;
  sim::CommsHub hub;
  sim::Wire from_device;
  sim::Wire from_wan;
};

namespace {

std::vector<Eui64> devices_of(const sim::MeterSetup& meter) {
  std::vector<Eui64> devices = {meter.esme, meter.hub};
  for (const auto& one : meter.switches) {
    if (one.kind == sim::SwitchKind::Hcalcs) { devices.push_back(one.hcalcs); }
  }
  return devices;
}

}  // namespace

MeterField::MeterField(const sim::Setup& setup, const sim::Policy& policy, sim::Scheduler& scheduler,
                       sim::Medium& medium, ToDevice to_device)
    : hub_rules_(sim::PartsFactory().hub_rules()),
      at_device_(std::move(to_device)),
      at_dsp_([this](const Eui64& device, ByteView octets) {
        if (dsp_ != nullptr) { dsp_->receive(device, octets); }
      }),
      back_at_dsp_([this](const Eui64& device, ByteView octets) {
        if (dsp_ != nullptr) { dsp_->undelivered().receive(device, octets); }
      }),
      to_dsp_(medium, sim::Link::WanToDsp, Duration{}, at_dsp_),
      back_to_dsp_(medium, sim::Link::WanNoticeToDsp, Duration{}, back_at_dsp_),
      wan_(policy, sim::PartsFactory().wan_rules(), to_dsp_, back_to_dsp_, scheduler),
      downlink_(medium, sim::Link::DspToWan, Duration{}, wan_.from_dsp()) {
  for (const auto& meter : setup.meters) {
    auto site = std::make_unique<Site>(*hub_rules_, wan_, at_device_, policy.han_latency, medium);
    for (const auto& device : devices_of(meter)) {
      wan_.attach(device, {meter.wan, &site->from_wan, [hub = &site->hub] { return hub->takes_from_wan(); }});
      sites_of_devices_.emplace(device, site.get());
    }
    sites_.emplace(meter.hub, std::move(site));
  }
}

MeterField::~MeterField() = default;

MeterField::Site* MeterField::site_of(const Eui64& device) const {
  const auto found = sites_of_devices_.find(device);
  return found == sites_of_devices_.end() ? nullptr : found->second;
}

Status MeterField::deliver(const Eui64& device, ByteView octets) {
  auto* const site = site_of(device);
  if (site == nullptr) { return failure(ErrorCode::BadValue, "no device " + to_string(device)); }
  site->to_device.receive(device, octets);
  return {};
}

void MeterField::take(const Eui64& device, ByteView octets) {
  if (auto* const site = site_of(device)) { site->from_device.receive(device, octets); }
}

void MeterField::set_power(const Eui64& device, bool on) {
  const auto found = sites_.find(device);
  if (found != sites_.end()) { found->second->hub.set_power(on); }
}

}  // namespace enocheck::sut
