#include "sim/link.h"

namespace enocheck::sim {
namespace {

/// In the order of kAllLinks, which is that of the enumerators.
constexpr std::array<std::string_view, kAllLinks.size()> kNames = {
    "user-to-dsp",    "dsp-to-user",       "dsp-to-wan",    "wan-to-hub",     "hub-to-device",
    "device-to-hub",  "hub-to-wan",        "wan-to-dsp",    "esme-to-hcalcs", "hcalcs-to-esme",
    "switch-to-load", "wan-notice-to-dsp", "load-to-feeder"};

}  // namespace

std::string_view name_of(Link link) { return kNames.at(static_cast<std::size_t>(link)); }

std::optional<Link> link_named(std::string_view name) {
  for (const auto link : kAllLinks) {
    if (name_of(link) == name) { return link; }
  }
  return std::nullopt;
}

}  // namespace enocheck::sim
