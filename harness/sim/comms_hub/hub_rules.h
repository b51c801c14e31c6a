#pragma once

#include <cstdint>
#include <vector>

#include "sim/esme/authentication.h"
#include "sim/link.h"
#include "sim/setup.h"

namespace enocheck::sim {

/// The devices that the hub lets onto its HAN.
using DeviceLog = std::vector<Eui64>;
/// What CCS01 says of a device.
struct DeviceLogEntry {
  Eui64 device;
  std::uint8_t type{};  ///< 0 ESME, 13 HCALCS, …: nothing that a conformant hub minds
};
[[nodiscard]] bool lists(const DeviceLog& log, const Eui64& device);

/// What a conformant Communications Hub decides: as the way between WAN and HAN, by AuthenticationRules about
/// commands for itself, and about its device log.
class HubRules : public AuthenticationRules {
 public:
  HubRules();

  [[nodiscard]] virtual bool forwards(Direction direction, ByteView octets) const;
  /// The octets that go on: as they came.
  [[nodiscard]] virtual Bytes carried(Direction direction, ByteView octets) const;
  /// What comes while there is no power is lost; does it come after all when power is back?
  [[nodiscard]] virtual bool keeps_without_power(Direction direction) const;
  /// Does it serve again when power is back?
  [[nodiscard]] virtual bool serves_after_power_loss() const;

  /// CCS01 and CCS02 from the access control broker, and nothing else. Source: GBCS brief 4.0.
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override;
  /// May this device exchange frames on the HAN? Only if the log lists it.
  [[nodiscard]] virtual bool lets_onto_han(const DeviceLog& log, const Eui64& device) const;
  /// Is this band one of the hub's? All frames of the HAN go through it.
  [[nodiscard]] virtual bool hears(Band band, bool is_dual_band) const;
  /// How often a frame is sent again that was not acknowledged.
  [[nodiscard]] virtual unsigned retries(Band band) const;
  /// How long after a frame on sub-GHz the next one waits.
  [[nodiscard]] virtual Duration pause_on_sub_ghz(Duration nominal) const { return nominal; }
  /// The log with this entry; what is listed stays as it is. Nothing where it is full: 16 entries.
  [[nodiscard]] virtual std::optional<DeviceLog> with(const DeviceLog& log,
                                                      const DeviceLogEntry& entry) const;
  /// The log without this device; nothing where it is not listed.
  [[nodiscard]] virtual std::optional<DeviceLog> without(const DeviceLog& log, const Eui64& device) const;
  /// Does the broker get CS14 when the log has become another?
  [[nodiscard]] virtual bool tells_of(const DeviceLog& before, const DeviceLog& after) const {
    return before != after;
  }
  /// What of the log a cut of its power leaves: all.
  [[nodiscard]] virtual DeviceLog after_power_loss(const DeviceLog& log) const { return log; }
};

}  // namespace enocheck::sim
