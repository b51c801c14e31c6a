#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"

namespace enocheck::sim {

enum class SwitchKind { None, Alcs, Hcalcs };
/// A smart charger has its own supply and reads the switch as a signal; all else is cut by it.
enum class LoadKind { None, SimpleCharger, SmartCharger, OtherLoad };

/// How far an HCALCS has come on the HAN: there, but not in the DCC's inventory; known to the DCC alone; on
/// the hub's device log; joined to the ESME.
enum class HanStatus { Unknown, Pending, Whitelisted, Joined };

/// The radio band of a device on the HAN.
enum class Band { TwoPointFourGhz, SubGhz };

/// One of a meter's five switches and what hangs on it.
struct SwitchSetup {
  SwitchKind kind = SwitchKind::None;
  Eui64 hcalcs;  ///< where kind is Hcalcs
  HanStatus han_status = HanStatus::Joined;
  Band band = Band::TwoPointFourGhz;  ///< of an HCALCS
  bool is_on_device_log = true;       ///< false: the hub does not list it, whatever the inventory believes
  std::string label;
  bool calendar_closed = true;  ///< what the calendar says when nothing overrides it
  bool boost{};                 ///< association with the boost button at the start
  LoadKind load = LoadKind::None;
  unsigned load_watts{};     ///< drawn while the switch is closed
  unsigned reduced_watts{};  ///< drawn by a smart charger while it is open
  Duration reacts_in{};      ///< from the change of the switch to that of the load
};

/// The network of a communications service provider that a premises hangs on. Fixed: no network's own, the
/// policy's latency.
enum class WanKind { Fixed, LongRangeRadio, CellularCentral, CellularSouth, Lte };

/// How the network is at one premises. Chance is seeded: percentages strike by the seed of the run.
struct WanSetup {
  struct Outage {  ///< counted from the start of the world
    Duration from{};
    Duration to{};
  };
  WanKind kind = WanKind::Fixed;
  unsigned lost_percent{};        ///< transmissions that do not arrive
  unsigned duplicated_percent{};  ///< messages that are carried twice
  unsigned overtaken_percent{};   ///< messages that wait for the next one to overtake them
  std::vector<Outage> outages = {};
};

/// A premises: one Communications Hub, one ESME, the loads behind it.
struct MeterSetup {
  Eui64 esme;
  Eui64 hub;
  bool has_dual_band_hub{};  ///< the hub is on sub-GHz as well as on 2.4 GHz
  WanSetup wan;
  std::string import_mpan;
  std::string gbcs_version;            ///< what the firmware really is
  std::string inventory_gbcs_version;  ///< what the DSP's inventory says; the same but in disagreement cases
  std::string firmware_version;
  std::string inventory_firmware_version{};  ///< what the inventory says; empty: the same
  std::string smets_version = "SMETS2";      ///< or SMETS1
  std::string device_status = "Commissioned";
  bool has_boost_button = true;
  std::uint16_t random_number = 1;         ///< 1 to 10000: share of the randomised offset limit
  std::optional<Duration> device_latency;  ///< of this make of meter; absent: the policy's
  bool unix_event_ids{};                   ///< of this make: as in Policy
  Eui64 supplier;                          ///< in the trust anchor cells
  Eui64 network_operator;                  ///< in the trust anchor cells; zero if the cell is empty
  std::array<SwitchSetup, 5> switches;
};

/// A row of the Central Products List.
struct ProductSetup {
  std::string firmware_version;
  std::string gbcs_version;
  Bytes hash;  ///< SHA-256 of the manufacturer's image
  bool is_active = true;
};

/// The cable that some homes hang on, with its fuse.
struct FeederSetup {
  std::string name;
  std::vector<Eui64> homes;  ///< by their ESME
  unsigned base_watts{};     ///< what a home draws besides the loads on its switches
  unsigned fuse_watts{};     ///< what the fuse carries for ever
  Duration fuse_holds{};     ///< how long it carries more
};

struct UserSetup {
  Eui64 eui;
  std::vector<std::string> roles;  ///< DUIS roles: IS ES GS RSA ED GT OU
  bool suspended{};
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
  std::size_t limit{};
  Duration window{};
};

struct Setup {
  Instant start;
  std::vector<MeterSetup> meters;
  std::vector<ProductSetup> products{};
  std::vector<FeederSetup> feeders = {};
  std::vector<UserSetup> users;
  std::vector<RegistrationSetup> registrations;
  std::vector<ThresholdSetup> thresholds{};
};

}  // namespace enocheck::sim
