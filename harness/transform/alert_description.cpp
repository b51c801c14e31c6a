#include "transform/alert_description.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace enocheck::transform {
namespace {

struct Alert {
  std::uint16_t code;
  std::string_view description;
};
constexpr std::array kAlerts = {
    Alert{0x810E, "Credit added locally"},
    Alert{0x811A, "Failure in changing or maintaining the state of an HCALCS or ALCS"},
    Alert{0x8154, "Immediate HAN command done"},
    Alert{0x8155, "Immediate HAN command failed"},
    Alert{0x8161, "User interface command done"},
    Alert{0x8162, "User interface command failed"},
    Alert{0x8183, "Device joined the HAN"},
    Alert{0x81A0, "Smart meter integrity issue warning"},
    Alert{0x8F0A, "Billing data log updated"},
    Alert{0x8F12, "Device log of the Communications Hub changed"},
    Alert{0x8F1C, "Firmware image failed its verification"},
    Alert{0x8F1E, "Content or format of a command failed its check"},
    Alert{0x8F30, "Sender lacks the authority for the command"},
    Alert{0x8F35, "Supply restored after an outage"},
    Alert{0x8F36, "Supply restored after an outage of three minutes or longer"},
    Alert{0x8F37, "Supply restored after an outage, phase 1"},
    Alert{0x8F38, "Supply restored after an outage of three minutes or longer, phase 1"},
    Alert{0x8F39, "Supply restored after an outage, phase 2"},
    Alert{0x8F3A, "Supply restored after an outage of three minutes or longer, phase 2"},
    Alert{0x8F3B, "Supply restored after an outage, phase 3"},
    Alert{0x8F3C, "Supply restored after an outage of three minutes or longer, phase 3"},
    Alert{0x8F3D, "A trusted source failed its authentication"},
    Alert{0x8F3E, "Communication access without authority"},
    Alert{0x8F43, "Version of the running firmware changed"},
    Alert{0x8F48, "Join failed"},
    Alert{0x8F49, "Join done"},
    Alert{0x8F4A, "Unjoin failed"},
    Alert{0x8F4B, "Unjoin done"},
    Alert{0x8F52, "Event log cleared"},
    Alert{0x8F53, "Authentication or authorisation failed in another way"},
    Alert{0x8F60, "Unusually many malformed or out-of-order commands"},
    Alert{0x8F66, "Future-dated command done"},
    Alert{0x8F67, "Future-dated command failed"},
    Alert{0x8F70, "Security credentials updated"},
    Alert{0x8F72, "Firmware image verified"},
    Alert{0x8F84, "A message could not be delivered to the ESME"},
    Alert{0x8F85, "Command not supported by the device"},
    Alert{0x8F86, "Limit APC Level command processed"},
    Alert{0x8F87, "Limit APC Level ended or cancelled"},
    Alert{0x8F88, "Operational update of an auxiliary controller"},
    Alert{0x8F89, "Firmware transfer failed"},
    Alert{0x8F8A, "Firmware transfer done"},
    Alert{0x8F8B, "Firmware activation at the PPMID"},
};

}  // namespace

std::string alert_description(std::uint16_t code) {
  const auto* const found =
      std::find_if(kAlerts.begin(), kAlerts.end(), [&](const auto& row) { return row.code == code; });
  return found == kAlerts.end() ? fmt::format("alert {:04X}", code) : std::string(found->description);
}

}  // namespace enocheck::transform
