// Defects of the DSP's access control by groups of services, by user, and by time of registration.
#include "sim/defects/dsp_defects.h"
#include "sim/dsp/service_table.h"

namespace enocheck::sim {
namespace {

constexpr std::string_view kComponent = "dsp.access-control";

template <Text Variants, Text Roles, bool Right>
struct FlipsRights : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_send(std::string_view role, std::string_view variant) const override {
    const bool is_meant = is_among(variant, Variants.view()) && is_among(role, Roles.view());
    return is_meant ? Right : DspRules::may_send(role, variant);
  }
};

/// In this role, knows the user of the first registration that it reads, and no other.
template <Text Role>
struct ServesOneUserOnly : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_registered(const Inventory& inventory, const UserSetup& user, std::string_view role,
                                   const InventoryDevice& device, Instant at) const override {
    const auto& all = inventory.registrations();
    const auto first = std::ranges::find(all, Role.view(), &RegistrationSetup::role);
    const bool is_other = role == Role.view() && first != all.end() && first->user != user.eui;
    return !is_other && DspRules::is_registered(inventory, user, role, device, at);
  }
};

struct LooksAtFirstRoleOnly : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_registered(const Inventory& inventory, const UserSetup& user, std::string_view role,
                                   const InventoryDevice& device, Instant at) const override {
    return role == user.roles.front() && DspRules::is_registered(inventory, user, role, device, at);
  }
};

struct TakesAnyRoleOfRegistration : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_registered(const Inventory& inventory, const UserSetup& user, std::string_view role,
                                   const InventoryDevice& device, Instant at) const override {
    const auto in_any_role = [&](const auto& registration) {
      return registration.mpan == device.mpan && registration.user == user.eui && covers(registration, at);
    };
    return std::ranges::any_of(inventory.registrations(), in_any_role) ||
           DspRules::is_registered(inventory, user, role, device, at);
  }
};

/// Refuses the distributor once a supplier of the MPAN has gone.
struct RefusesEnoAfterChangeOfSupplier : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_registered(const Inventory& inventory, const UserSetup& user, std::string_view role,
                                   const InventoryDevice& device, Instant at) const override {
    const auto has_gone = [&](const auto& registration) {
      return registration.mpan == device.mpan && registration.role == "IS" && registration.to &&
             *registration.to <= at;
    };
    return !(role == "ED" && std::ranges::any_of(inventory.registrations(), has_gone)) &&
           DspRules::is_registered(inventory, user, role, device, at);
  }
};

struct BeginsRegistrationLate : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool covers(const RegistrationSetup& registration, Instant at) const override {
    return DspRules::covers(registration, at) && registration.from != at;
  }
};

struct ChecksAccessAtTransformOnly : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool wants_registration(const duis::RequestHeader& header) const override {
    return header.command_variant != 5;
  }
};

struct ChecksRegistrationNowOnly : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool wants_registration_at_execution() const override { return false; }
};

struct TakesUnknownDeviceForUnregistered : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::string code_of_unknown_device() const override { return "E4"; }
};

struct TakesDeviceForDsp : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_non_device_target(const Eui64& /*target*/, const Eui64& /*dsp*/) const override {
    return true;
  }
};

struct RefusesRecoveredDevice : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_status(const Service& service, const InventoryDevice& device) const override {
    return device.status != "Recovered" && DspRules::takes_status(service, device);
  }
};

/// What the version is up to its first point.
struct ComparesMajorVersionOnly : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_at_least(std::string_view gbcs_version, std::string_view wanted) const override {
    return DspRules::is_at_least(gbcs_version.substr(0, gbcs_version.find('.')),
                                 wanted.substr(0, wanted.find('.')));
  }
};

struct RefusesLongVersions : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_at_least(std::string_view gbcs_version, std::string_view wanted) const override {
    return std::ranges::count(gbcs_version, '.') < 2 && DspRules::is_at_least(gbcs_version, wanted);
  }
};

struct IgnoresGbcs4Gate : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool firmware_has_use_case(const Service& service, std::string_view role,
                                           const InventoryDevice& device) const override {
    auto ungated = service;
    ungated.family = MeterFamily::All;
    return DspRules::firmware_has_use_case(ungated, role, device);
  }
};

std::vector<Defect> groups_of_rights() {
  return {
      {"dsp.grants-7.x-to-ED",
       kComponent,
       {"ACC-4", "ACC-10"},
       "lets the distributor send every service of auxiliary loads, change or no change",
       with_dsp_rules<FlipsRights<"7.5 7.6 7.8 7.9 7.10 7.11 7.12 7.13", "ED", true>>},
      {"dsp.grants-calendars-to-ED",
       kComponent,
       {"ACC-4"},
       "lets the distributor set calendars",
       with_dsp_rules<FlipsRights<"6.14.2 6.14.3", "ED", true>>},
      {"dsp.grants-joins-to-ED",
       kComponent,
       {"ACC-4", "JOI-5"},
       "lets the distributor join, unjoin and change the device log",
       with_dsp_rules<FlipsRights<"8.7.1 8.7.2 8.8.1 8.8.2 8.11", "ED", true>>},
      {"dsp.grants-set-up-to-ED",
       kComponent,
       {"ACC-4"},
       "lets the distributor commission meters and activate firmware",
       with_dsp_rules<FlipsRights<"8.1.1 11.3", "ED", true>>},
      {"dsp.refuses-8.2-to-others",
       kComponent,
       {"REG-1"},
       "lets only suppliers read the inventory",
       with_dsp_rules<FlipsRights<"8.2", "ES RSA ED GT OU", false>>},
      {"dsp.refuses-inventory-changes-to-others",
       kComponent,
       {"REG-1"},
       "lets only suppliers notify devices and change the inventory",
       with_dsp_rules<FlipsRights<"8.4 12.2", "ES RSA ED GT OU", false>>},
      {"dsp.refuses-7.11-to-IS",
       kComponent,
       {"ACC-5"},
       "refuses the supplier the boost button's details",
       with_dsp_rules<FlipsRights<"7.11", "IS", false>>},
      {"dsp.refuses-7.11-to-OU",
       kComponent,
       {"ACC-6"},
       "refuses another user the boost button's details",
       with_dsp_rules<FlipsRights<"7.11", "OU", false>>},
  };
}

std::vector<Defect> users_and_registrations() {
  return {
      {"dsp.serves-one-distributor-only",
       kComponent,
       {"ACC-1", "ACC-2", "ACC-3", "CTL-7"},
       "knows one distributor and refuses all others",
       with_dsp_rules<ServesOneUserOnly<"ED">>},
      {"dsp.serves-one-supplier-only",
       kComponent,
       {"ACC-5", "ACC-9"},
       "knows one import supplier and refuses all others",
       with_dsp_rules<ServesOneUserOnly<"IS">>},
      {"dsp.looks-at-first-role-only",
       kComponent,
       {"ACC-8"},
       "judges a user by the first of its roles",
       with_dsp_rules<LooksAtFirstRoleOnly>},
      {"dsp.takes-any-role-of-registration",
       kComponent,
       {"ACC-8"},
       "lets a registration in one role count for another",
       with_dsp_rules<TakesAnyRoleOfRegistration>},
      {"dsp.refuses-eno-after-change-of-supplier",
       kComponent,
       {"CTL-17"},
       "refuses the distributor where a supplier has gone",
       with_dsp_rules<RefusesEnoAfterChangeOfSupplier>},
      {"dsp.begins-registration-late",
       kComponent,
       {"ACC-7"},
       "does not let a registration count at the moment it begins",
       with_dsp_rules<BeginsRegistrationLate>},
      {"dsp.checks-access-at-transform-only",
       kComponent,
       {"ACC-7", "ACC-8"},
       "takes a signed pre-command whoever is registered by then",
       with_dsp_rules<ChecksAccessAtTransformOnly>},
      {"dsp.checks-registration-now-only",
       kComponent,
       {"ACC-7", "TIM-5"},
       "does not ask who is registered when a future-dated request runs",
       with_dsp_rules<ChecksRegistrationNowOnly>},
  };
}

std::vector<Defect> devices() {
  return {
      {"dsp.takes-unknown-device-for-unregistered",
       kComponent,
       {"ACC-8", "CTL-15"},
       "answers E4 for a device that does not exist",
       with_dsp_rules<TakesUnknownDeviceForUnregistered>},
      {"dsp.takes-device-for-dsp",
       kComponent,
       {"ACC-9"},
       "answers requests for the DCC whatever their target",
       with_dsp_rules<TakesDeviceForDsp>},
      {"dsp.refuses-recovered-device",
       kComponent,
       {"ACC-8"},
       "takes a recovered device for one out of use",
       with_dsp_rules<RefusesRecoveredDevice>},
      {"dsp.compares-major-version-only",
       kComponent,
       {"FW-1"},
       "takes GBCS 3.0 for as good as 3.3",
       with_dsp_rules<ComparesMajorVersionOnly>},
      {"dsp.refuses-long-versions",
       kComponent,
       {"FW-1"},
       "takes a GBCS version of three numbers for too old",
       with_dsp_rules<RefusesLongVersions>},
      {"dsp.ignores-gbcs-4-gate",
       kComponent,
       {"FW-1"},
       "lets services of GBCS 4 through to meters of GBCS 3",
       with_dsp_rules<IgnoresGbcs4Gate>},
  };
}

}  // namespace

std::vector<Defect> dsp_rights_defects() {
  auto all = groups_of_rights();
  for (const auto& part : {users_and_registrations(), devices()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace enocheck::sim
