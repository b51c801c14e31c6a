#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/eui64.h"

namespace enocheck::sim {

enum class SwitchKind { None, Alcs, Hcalcs };
enum class LoadKind { None, SimpleCharger, OtherLoad };

/// One of a meter's five switches and what hangs on it.
struct SwitchSetup {
  SwitchKind kind = SwitchKind::None;
  Eui64 hcalcs;  ///< where kind is Hcalcs
  std::string label;
  bool calendar_closed = true;  ///< what the calendar says when nothing overrides it
  bool boost = false;           ///< association with the boost button at the start
  LoadKind load = LoadKind::None;
  unsigned load_watts = 0;  ///< drawn while the switch is closed
};

/// A premises: one Communications Hub, one ESME, the loads behind it.
struct MeterSetup {
  Eui64 esme;
  Eui64 hub;
  std::string import_mpan;
  std::string gbcs_version;            ///< what the firmware really is
  std::string inventory_gbcs_version;  ///< what the DSP's inventory says; the same but in disagreement cases
  std::string firmware_version;
  std::string smets_version = "SMETS2";  ///< or SMETS1
  std::string device_status = "Commissioned";
  bool has_boost_button = true;
  Eui64 supplier;          ///< in the trust anchor cells
  Eui64 network_operator;  ///< in the trust anchor cells; zero if the cell is empty
  std::array<SwitchSetup, 5> switches;
};

struct UserSetup {
  Eui64 eui;
  std::vector<std::string> roles;  ///< DUIS roles: IS ES GS RSA ED GT OU
  bool suspended = false;
};

/// A party's registration for an MPAN in a role, from and to (exclusive; absent: open).
struct RegistrationSetup {
  std::string mpan;
  std::string role;
  Eui64 user;
  std::optional<Instant> from;
  std::optional<Instant> to;
};

/// An Anomaly Detection Threshold that a user has set (DUIS brief 7.4).
struct ThresholdSetup {
  Eui64 user;
  std::string srv;  ///< service reference variant; empty: all that the user sends counts
  std::size_t limit = 0;
  Duration window{};
};

struct Setup {
  Instant start;
  std::vector<MeterSetup> meters;
  std::vector<UserSetup> users;
  std::vector<RegistrationSetup> registrations;
  std::vector<ThresholdSetup> thresholds{};
};

}  // namespace enocheck::sim
