#include "sim/comms_hub/hub_rules.h"

#include <algorithm>

namespace enocheck::sim {
namespace {

constexpr std::size_t kMostEntries = 16;
constexpr std::uint16_t kAddDevice = 0x0001;     // CCS01
constexpr std::uint16_t kRemoveDevice = 0x0002;  // CCS02

}  // namespace

bool lists(const DeviceLog& log, const Eui64& device) { return std::ranges::find(log, device) != log.end(); }

HubRules::HubRules() : AuthenticationRules(Policy{}) {}  // nothing that a profile decides

bool HubRules::forwards(Direction /*direction*/, ByteView /*octets*/) const { return true; }

Bytes HubRules::carried(Direction /*direction*/, ByteView octets) const { return copy_of(octets); }

bool HubRules::keeps_without_power(Direction /*direction*/) const { return false; }

bool HubRules::serves_after_power_loss() const { return true; }

std::optional<UseCaseRule> HubRules::use_case(MessageCode code, std::string_view /*gbcs_version*/) const {
  if (code.value() != kAddDevice && code.value() != kRemoveDevice) { return std::nullopt; }
  return UseCaseRule{EsmeUseCase::KeepDeviceLog, false, true, {crypto::RemotePartyRole::AccessControlBroker}};
}

bool HubRules::lets_onto_han(const DeviceLog& log, const Eui64& device) const { return lists(log, device); }

bool HubRules::hears(Band band, bool is_dual_band) const {
  return band == Band::TwoPointFourGhz || is_dual_band;
}

unsigned HubRules::retries(Band /*band*/) const {
  constexpr unsigned kRetries = 3;  // as ZigBee repeats a frame without acknowledgement
  return kRetries;
}

std::optional<DeviceLog> HubRules::with(const DeviceLog& log, const DeviceLogEntry& entry) const {
  if (lists(log, entry.device)) { return log; }
  if (log.size() >= kMostEntries) { return std::nullopt; }
  auto longer = log;
  longer.push_back(entry.device);
  return longer;
}

std::optional<DeviceLog> HubRules::without(const DeviceLog& log, const Eui64& device) const {
  auto shorter = log;
  const auto removed = std::erase(shorter, device);
  return removed == 0 ? std::nullopt : std::optional(std::move(shorter));
}

}  // namespace enocheck::sim
