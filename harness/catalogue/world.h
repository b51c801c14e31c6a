#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"

namespace enocheck::catalogue {

/// One of a meter's five switches, as a world file states it.
struct WorldSwitch {
  std::string kind = "none";  ///< none, alcs, hcalcs
  Eui64 hcalcs;
  std::string han_status = "joined";  ///< of an HCALCS: unknown, pending, whitelisted, joined
  std::string band = "2.4GHz";        ///< of an HCALCS: or sub-GHz
  bool is_on_device_log = true;       ///< does the hub list it, where it has come as far?
  std::string label;
  bool calendar_closed = true;
  bool boost = false;
  std::string load = "none";  ///< none, charger, smart-charger, other
  unsigned watts = 0;
  unsigned reduced_watts = 0;  ///< of a smart charger, while the switch is open
  Duration reacts_in{};        ///< from the change of the switch to that of the load

  /// What it draws by its nature behind a switch that is closed, or open.
  [[nodiscard]] unsigned watts_when(bool closed) const { return closed ? watts : reduced_watts; }
};

/// The network at one premises, as a world file states it.
struct WorldWan {
  struct Outage {  ///< counted from the start of the world
    Duration from{};
    Duration to{};
  };
  std::string kind;  ///< north, central, south, 4g; empty: the profile's latency
  unsigned lost_percent = 0;
  unsigned duplicated_percent = 0;
  unsigned overtaken_percent = 0;
  std::vector<Outage> outages;

  /// Does it lose, double or reorder messages?
  [[nodiscard]] bool is_troubled() const {
    return lost_percent + duplicated_percent + overtaken_percent > 0 || !outages.empty();
  }
};

struct WorldMeter {
  std::string name;  ///< how test cases call it: "ESME1"
  Eui64 esme;
  Eui64 hub;
  bool has_dual_band_hub = false;
  WorldWan wan;
  std::string import_mpan;
  std::string gbcs_version;
  std::string inventory_gbcs_version;
  std::string firmware_version;
  std::string inventory_firmware_version;
  std::string smets_version;
  std::string device_status;
  bool has_boost_button = true;
  unsigned random_number = 1;              ///< ten-thousandths of the randomised offset limit
  std::optional<Duration> device_latency;  ///< absent: the profile's
  std::string event_ids;                   ///< "2000" or "1970": what Load Control Events are numbered from
  std::string supplier;                    ///< name of the user in the trust anchor cells
  std::string network_operator;            ///< the same; empty if the cell is empty
  std::array<WorldSwitch, 5> switches;
};

/// A feeder: homes all alike, named NAME_1, NAME_2, …
struct WorldFeeder {
  std::string name;
  std::vector<std::string> homes;  ///< names of their meters
  unsigned base_watts = 0;         ///< what a home draws besides the loads on its switches
  unsigned fuse_watts = 0;
  Duration fuse_holds{};
};

struct WorldUser {
  std::string name;  ///< "ENO", "EIS", "OU"
  Eui64 eui;
  std::vector<std::string> roles;  ///< DUIS roles
  bool suspended = false;
};

/// A row of the Central Products List.
struct WorldProduct {
  std::string firmware_version;
  std::string gbcs_version;
  Bytes hash;
  bool is_active = true;
};

struct WorldRegistration {
  std::string mpan;
  std::string role;
  std::string user;
  std::optional<Instant> from;
  std::optional<Instant> to;
};

/// An Anomaly Detection Threshold: of more than `limit` requests within `window` those in excess are
/// quarantined.
struct WorldThreshold {
  std::string user;
  std::string srv;  ///< empty: all that the user sends counts
  unsigned limit = 0;
  Duration window{};
};

/// The state of the world before a case.
struct World {
  std::string id;  ///< the file's name without ending
  std::string title;
  std::string fingerprint;  ///< of what the file says, after that of the world that it extends
  Instant start;
  std::vector<WorldMeter> meters;
  std::vector<WorldUser> users;
  std::vector<WorldProduct> products;
  std::vector<WorldRegistration> registrations;
  std::vector<WorldThreshold> thresholds;
  std::vector<WorldFeeder> feeders;

  [[nodiscard]] const WorldFeeder* find_feeder(std::string_view name) const;
  [[nodiscard]] const WorldMeter* find_meter(std::string_view name) const;
  [[nodiscard]] const WorldUser* find_user(std::string_view name) const;
};

/// Reads a world file that stands on its own, or on top of the one it extends: `base` has that world's name
/// in `id`, and is asked for by the name. Errors: Schema with file and line: also for a name, an EUI or an
/// MPAN used twice, and a supplier, network operator or registration of a user that is not there.
[[nodiscard]] Result<World> parse_world(std::string id, std::string file, std::string text,
                                        const std::function<Result<World>(std::string_view)>& base);

/// The meters of a world that are on a bench, in order: the one of that name, or all where the name is empty.
/// Errors: Unsupported where the world has no such meter.
[[nodiscard]] Result<std::vector<Eui64>> meters_on_bench(const World& world, std::string_view name);

/// The EUI of `ESME1`, `ESME1/hub`, `ESME1/hcalcs2`, a user, `DCC`, or an EUI as it is.
/// Errors: BadValue naming what the world does not have.
[[nodiscard]] Result<Eui64> find_party(const World& world, std::string_view name);

/// The access control broker, as every target knows it. Source: RTDS 4.5.0.
inline constexpr Eui64 kAccessControlBroker{0x90B3D51F30000002};

}  // namespace enocheck::catalogue
