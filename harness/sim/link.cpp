#include "sim/link.h"

namespace enocheck::sim {

std::string_view name_of(Link link) {
  switch (link) {
    case Link::UserToDsp: return "user-to-dsp";
    case Link::DspToUser: return "dsp-to-user";
    case Link::DspToWan: return "dsp-to-wan";
    case Link::WanToHub: return "wan-to-hub";
    case Link::HubToDevice: return "hub-to-device";
    case Link::DeviceToHub: return "device-to-hub";
    case Link::HubToWan: return "hub-to-wan";
    case Link::WanToDsp: return "wan-to-dsp";
    case Link::EsmeToHcalcs: return "esme-to-hcalcs";
    case Link::HcalcsToEsme: return "hcalcs-to-esme";
    case Link::SwitchToLoad: return "switch-to-load";
    case Link::WanNoticeToDsp: return "wan-notice-to-dsp";
    case Link::LoadToFeeder: return "load-to-feeder";
  }
  return {};
}

std::optional<Link> link_named(std::string_view name) {
  for (const auto link : kAllLinks) {
    if (name_of(link) == name) { return link; }
  }
  return std::nullopt;
}

}  // namespace enocheck::sim
