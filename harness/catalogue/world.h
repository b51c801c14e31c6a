#pragma once

#include <array>
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

/// The state of the world before a case.
struct World {
  std::string id;  ///< the file's name without ending
  Instant start;
  std::vector<WorldMeter> meters;
  std::vector<WorldUser> users;
  std::vector<WorldRegistration> registrations;

  [[nodiscard]] const WorldMeter* find_meter(std::string_view name) const;
  [[nodiscard]] const WorldUser* find_user(std::string_view name) const;
};

}  // namespace enocheck::catalogue
