#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"

namespace enocheck::catalogue {

/// One of a meter's five switches, as a world file states it.
struct WorldSwitch {
  std::string kind = "none";  ///< none, alcs, hcalcs
  Eui64 hcalcs;
  std::string label;
  bool calendar_closed = true;
  bool boost = false;
  std::string load = "none";  ///< none, charger, other
  unsigned watts = 0;
};

struct WorldMeter {
  std::string name;  ///< how test cases call it: "ESME1"
  Eui64 esme;
  Eui64 hub;
  std::string import_mpan;
  std::string gbcs_version;
  std::string inventory_gbcs_version;
  std::string firmware_version;
  std::string smets_version;
  std::string device_status;
  bool has_boost_button = true;
  std::string supplier;          ///< name of the user in the trust anchor cells
  std::string network_operator;  ///< the same; empty if the cell is empty
  std::array<WorldSwitch, 5> switches;
};

struct WorldUser {
  std::string name;  ///< "ENO", "EIS", "OU"
  Eui64 eui;
  std::vector<std::string> roles;  ///< DUIS roles
  bool suspended = false;
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
  Instant start;
  std::vector<WorldMeter> meters;
  std::vector<WorldUser> users;
  std::vector<WorldRegistration> registrations;
  std::vector<WorldThreshold> thresholds;

  [[nodiscard]] const WorldMeter* find_meter(std::string_view name) const;
  [[nodiscard]] const WorldUser* find_user(std::string_view name) const;
};

/// Reads a world file that stands on its own, or on top of the one it extends: `base` has that world's name
/// in `id`, and is asked for by the name. Errors: Schema with file and line: also for a name, an EUI or an
/// MPAN used twice, and a supplier, network operator or registration of a user that is not there.
[[nodiscard]] Result<World> parse_world(std::string id, std::string file, std::string text,
                                        const std::function<Result<World>(std::string_view)>& base);

/// The EUI of `ESME1`, `ESME1/hub`, `ESME1/hcalcs2`, a user, `DCC`, or an EUI as it is.
/// Errors: BadValue naming what the world does not have.
[[nodiscard]] Result<Eui64> find_party(const World& world, std::string_view name);

/// The access control broker, as every target knows it. Source: RTDS 4.5.0.
inline constexpr Eui64 kAccessControlBroker{0x90B3D51F30000002};

}  // namespace enocheck::catalogue
