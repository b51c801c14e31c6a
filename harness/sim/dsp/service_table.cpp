#include "sim/dsp/service_table.h"

#include <algorithm>
#include <array>

namespace enocheck::sim {
namespace {

using enum ServiceKind;
using enum MeterFamily;

constexpr std::string_view kLive = "Commissioned Recovered";
constexpr std::string_view kLiveOrSuspended = "Commissioned Recovered Suspended";
constexpr std::string_view kFromInstallation = "InstalledNotCommissioned Commissioned Recovered";
constexpr std::string_view kFromInstallationRead =
    "InstalledNotCommissioned Commissioned Recovered Suspended";
constexpr std::string_view kJoining = "InstalledNotCommissioned Commissioned";

/// Source: DUIS brief 5.1 (DUIS Schema V5.4, public matrices), statuses 7.2 (the harness's choice). All
/// 129 variants are here, so that access control knows each; of most there is no use case: no code.
constexpr std::array kServices = {
    Service{"1.1.1", Critical, "ESME", kLive},
    Service{"1.1.2", Critical, "ESME", kLive},
    Service{"1.2.1", Critical, "ESME", kLive},
    Service{"1.2.2", Critical, "ESME", kLive},
    Service{"1.5", Critical, "ESME", kLive},
    Service{"1.6", Critical, "ESME", kLive},
    Service{"1.7", Critical, "ESME", kLive},
    Service{"2.1", Critical, "ESME", kLive},
    Service{"2.2", NonCritical, "ESME", kLive},
    Service{"2.3", Critical, "ESME", kLive},
    Service{"2.5", Critical, "ESME", kLive},
    Service{"3.1", NonCritical, "ESME", kLive},
    Service{"3.2", NonCritical, "ESME", kLive},
    Service{"3.3", NonCritical, "ESME", kLive},
    Service{"3.4", NonCritical, "ESME", kLive},
    Service{"3.5", NonCritical, "ESME", kLive},
    Service{"4.1.1", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.1.2", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.1.3", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.1.4", NonCritical, "GSME", kLive},
    Service{"4.2", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.3", NonCritical, "ESME", kLive},
    Service{"4.4.2", NonCritical, "ESME", kLive},
    Service{"4.4.3", NonCritical, "ESME", kLive},
    Service{"4.4.4", NonCritical, "ESME", kLive},
    Service{"4.4.5", NonCritical, "ESME", kLive},
    Service{"4.6.1", NonCritical, "ESME", kLive},
    Service{"4.6.2", NonCritical, "ESME", kLive},
    Service{"4.8.1", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.8.2", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.8.3", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.10", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.11.1", NonCritical, "ESME", kLive},
    Service{"4.11.2", NonCritical, "ESME", kLive},
    Service{"4.12.1", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.12.2", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.13", NonCritical, "ESME", kLive},
    Service{"4.14", NonCritical, "ESME", kLive},
    Service{"4.15", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.16", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.17", NonCritical, "ESME", kLiveOrSuspended},
    Service{"4.18", NonCritical, "ESME", kLive},
    Service{"5.1", NonDevice, "", ""},
    Service{"5.2", NonDevice, "", ""},
    Service{"5.3", NonDevice, "", ""},
    Service{"6.2.1", NonCritical, "ESME", kLiveOrSuspended},
    Service{"6.2.2", NonCritical, "ESME", kLiveOrSuspended},
    Service{"6.2.3", NonCritical, "ESME", kLive},
    Service{"6.2.4", NonCritical, "ESME CHF", kFromInstallationRead},
    Service{"6.2.5", NonCritical, "ESME", kLive},
    Service{"6.2.7", NonCritical, "ESME", kLiveOrSuspended},
    Service{"6.2.8", NonCritical, "GSME", kLive},
    Service{"6.2.9", NonCritical, "ESME", kLive},
    Service{"6.2.10", NonCritical, "ESME", kLiveOrSuspended},
    Service{"6.4.1", Critical, "ESME", kLive},
    Service{"6.4.2", NonCritical, "ESME", kLive},
    Service{"6.5", NonCritical, "ESME", kLive},
    Service{"6.6", Critical, "GSME", kLive},
    Service{"6.7", Critical, "GSME", kLive},
    Service{"6.8", Critical, "ESME", kLive},
    Service{"6.11", Critical, "ESME", kLive},
    Service{"6.12", NonCritical, "ESME", kLive},
    Service{"6.13", NonCritical, "ESME CHF", kLiveOrSuspended, 0x00BA},
    Service{"6.14.1", Critical, "ESME", kLive, 0x0053},
    Service{"6.14.2", Critical, "ESME", kLive, 0x0054, Switches},
    Service{"6.14.3", Critical, "ESME", kLive, 0, Controllers},
    Service{"6.15.1", Critical, "ESME", kFromInstallation},
    Service{"6.15.2", Critical, "ESME CHF", kLive},
    Service{"6.17", Critical, "ESME CHF", kLive},
    Service{"6.18.1", NonCritical, "ESME", kLive},
    Service{"6.18.2", NonCritical, "ESME", kLive},
    Service{"6.20.1", NonCritical, "ESME", kLive},
    Service{"6.20.2", NonCritical, "ESME", kLive},
    Service{"6.21", NonCritical, "ESME CHF", kLive},
    Service{"6.22", NonCritical, "ESME", kLive},
    Service{"6.23", NonCritical, "ESME CHF", kLive},
    Service{"6.24.1", NonCritical, "ESME", kLiveOrSuspended},
    Service{"6.24.2", Critical, "ESME CHF", kLive},
    Service{"6.25", Critical, "ESME", kLive},
    Service{"6.26", Critical, "ESME", kLive},
    Service{"6.27", NonCritical, "ESME", kLive},
    Service{"6.28", NonCritical, "CHF", kLive},
    Service{"6.29", NonCritical, "CHF", kLive},
    Service{"6.30", NonCritical, "CHF", kLive},
    Service{"6.31", NonCritical, "CHF", kLive},
    Service{"6.32", NonCritical, "CHF", kLive},
    Service{"7.1", Critical, "ESME", kLive},
    Service{"7.2", Critical, "ESME", kLive},
    Service{"7.3", Critical, "ESME", kLive},
    Service{"7.4", NonCritical, "ESME", kLiveOrSuspended},
    Service{"7.5", Critical, "ESME", kLive, 0x0055, Switches},
    Service{"7.6", Critical, "ESME", kLive, 0x0055, Switches},
    Service{"7.7", NonCritical, "ESME", kLiveOrSuspended, 0x00BB, Switches},
    Service{"7.8", Critical, "ESME", kLive, 0x0055, Switches},
    Service{"7.9", NonCritical, "ESME", kLive, 0x005F},
    Service{"7.10", NonCritical, "ESME", kLive, 0x005F},
    Service{"7.11", NonCritical, "ESME", kLiveOrSuspended, 0x005E},
    Service{"7.12", Critical, "ESME", kLive, 0x004B},
    Service{"7.13", Critical, "ESME", kLive, 0x011E, Controllers},
    Service{"7.14", NonCritical, "ESME", kLiveOrSuspended, 0x011C, Controllers},
    Service{"7.15", NonCritical, "ESME", kLiveOrSuspended, 0x011D, Controllers},
    Service{"7.16", Critical, "ESME", kLive, 0, Controllers},
    Service{"8.1.1", Critical, "ESME", "InstalledNotCommissioned"},
    Service{"8.2", NonDevice, "", ""},
    Service{"8.3", NonDevice, "", ""},
    Service{"8.4", NonDevice, "", ""},
    Service{"8.5", NonCritical, "ESME", kLive},
    Service{"8.6", NonDevice, "", ""},
    Service{"8.7.1", Critical, "ESME HCALCS", kJoining, 0x000D},
    Service{"8.7.2", NonCritical, "ESME", kJoining},
    Service{"8.8.1", Critical, "ESME HCALCS", kJoining, 0x000F},
    Service{"8.8.2", NonCritical, "ESME", kJoining},
    Service{"8.9", NonCritical, "ESME CHF", kLive},
    Service{"8.11", NonCritical, "CHF", "Commissioned", 0x0001},
    Service{"8.12.1", NonCritical, "CHF", kLive},
    Service{"8.12.2", NonCritical, "GPF", kLive},
    Service{"8.13", NonDevice, "", ""},
    Service{"8.14.1", NonDevice, "", ""},
    Service{"8.14.2", NonDevice, "", ""},
    Service{"8.14.3", NonDevice, "", ""},
    Service{"8.14.4", NonDevice, "", ""},
    Service{"9.1", NonCritical, "ESME", kLive},
    Service{"11.1", NonDevice, "", ""},
    Service{"11.2", NonCritical, "ESME CHF HCALCS", kFromInstallationRead, 0x0059},
    Service{"11.3", Critical, "ESME", kLiveOrSuspended, 0x0012},
    Service{"11.4", NonDevice, "", ""},
    Service{"12.1", NonDevice, "", ""},
    Service{"12.2", NonDevice, "", ""},
    Service{"14.1", NonCritical, "GSME", kLive},
};

}  // namespace

const Service* find_service(std::string_view variant) {
  const auto* const found = std::ranges::find(kServices, variant, &Service::variant);
  return found == kServices.end() ? nullptr : found;
}

bool is_among(std::string_view word, std::string_view words) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) { return !word.empty(); }
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

}  // namespace enocheck::sim
