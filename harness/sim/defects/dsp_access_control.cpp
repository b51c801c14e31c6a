// Defects of the DSP's access control: rights, registration, status, firmware gate.
#include "sim/defects/dsp_defects.h"

namespace enocheck::sim {
namespace {

constexpr std::string_view kComponent = "dsp.access-control";

/// Takes a user in another role for the supplier.
template <Text Role>
struct TreatsAsSupplier : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_send(std::string_view role, std::string_view variant) const override {
    return DspRules::may_send(role == Role.view() ? "IS" : role, variant);
  }
  [[nodiscard]] bool is_registered(const Inventory& inventory, const UserSetup& user, std::string_view role,
                                   const InventoryDevice& device, Instant at) const override {
    return role == Role.view() || DspRules::is_registered(inventory, user, role, device, at);
  }
};

/// One cell of the table says yes where it should say no, or the other way round.
template <Text Variant, Text Role, bool Right>
struct FlipsRight : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_send(std::string_view role, std::string_view variant) const override {
    return variant == Variant.view() && role == Role.view() ? Right : DspRules::may_send(role, variant);
  }
};

template <Text Variant>
struct SkipsFirmwareGate : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool firmware_has_use_case(const Service& service, std::string_view role,
                                           const InventoryDevice& device) const override {
    return service.variant == Variant.view() || DspRules::firmware_has_use_case(service, role, device);
  }
};

/// Wants the ENO variants' firmware where it is not needed.
template <Text Variant, Text Role>
struct GatesNeedlessly : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool firmware_has_use_case(const Service& service, std::string_view role,
                                           const InventoryDevice& device) const override {
    if (service.variant == Variant.view() && role == Role.view() &&
        !is_at_least(device.gbcs_version, policy().eno_variants_from)) {
      return false;
    }
    return DspRules::firmware_has_use_case(service, role, device);
  }
};

struct ComparesVersionsAsText : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_at_least(std::string_view gbcs_version, std::string_view wanted) const override {
    return gbcs_version >= wanted;
  }
};

struct WantsNewerThanFirst : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_at_least(std::string_view gbcs_version, std::string_view wanted) const override {
    return gbcs_version != wanted && DspRules::is_at_least(gbcs_version, wanted);
  }
};

struct SkipsRegistration : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_registered(const Inventory& /*inventory*/, const UserSetup& /*user*/,
                                   std::string_view /*role*/, const InventoryDevice& /*device*/,
                                   Instant /*at*/) const override {
    return true;
  }
};

struct IgnoresRegistrationStart : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool covers(const RegistrationSetup& registration, Instant at) const override {
    return !registration.to || at < *registration.to;
  }
};

struct IgnoresRegistrationEnd : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool covers(const RegistrationSetup& registration, Instant at) const override {
    return !registration.from || *registration.from <= at;
  }
};

struct EndsRegistrationLate : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool covers(const RegistrationSetup& registration, Instant at) const override {
    return DspRules::covers(registration, at) || registration.to == at;
  }
};

/// Any registration for the MPAN in the role will do, whoever's it is.
struct IgnoresWhoIsRegistered : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_registered(const Inventory& inventory, const UserSetup& /*user*/,
                                   std::string_view role, const InventoryDevice& device,
                                   Instant at) const override {
    if (role == "OU") { return true; }
    return std::ranges::any_of(inventory.registrations(), [&](const auto& registration) {
      return registration.mpan == device.mpan && registration.role == role && covers(registration, at);
    });
  }
};

struct IgnoresSuspension : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool is_live(const UserSetup& /*user*/) const override { return true; }
};

struct IgnoresDeviceStatus : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_status(const Service& /*service*/,
                                  const InventoryDevice& /*device*/) const override {
    return true;
  }
};

struct AcceptsSuspendedDevice : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_status(const Service& service, const InventoryDevice& device) const override {
    return device.status == "Suspended" || DspRules::takes_status(service, device);
  }
};

struct RefusesReadsOfSuspendedDevice : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_status(const Service& service, const InventoryDevice& device) const override {
    return device.status != "Suspended" && DspRules::takes_status(service, device);
  }
};

struct AcceptsSmets1 : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_generation(const InventoryDevice& /*device*/) const override { return true; }
};

template <Text Type>
struct AcceptsTarget : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool takes_target(const Service& service, const InventoryDevice& device) const override {
    return device.type == Type.view() || DspRules::takes_target(service, device);
  }
};

struct DeliversLocallyToAnybody : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_have_local_command(std::string_view /*role*/) const override { return true; }
};

std::vector<Defect> rights() {
  return {
      {"dsp.treats-ES-as-IS",
       kComponent,
       {"ACC-6"},
       "takes an export supplier for the import supplier",
       with_dsp_rules<TreatsAsSupplier<"ES">>},
      {"dsp.treats-GS-as-IS",
       kComponent,
       {"ACC-6"},
       "takes a gas supplier for the import supplier",
       with_dsp_rules<TreatsAsSupplier<"GS">>},
      {"dsp.treats-RSA-as-IS",
       kComponent,
       {"ACC-6", "ACC-8"},
       "takes a supplier's agent for the import supplier",
       with_dsp_rules<TreatsAsSupplier<"RSA">>},
      {"dsp.treats-GT-as-IS",
       kComponent,
       {"ACC-6"},
       "takes a gas transporter for the import supplier",
       with_dsp_rules<TreatsAsSupplier<"GT">>},
      {"dsp.treats-OU-as-IS",
       kComponent,
       {"ACC-6", "ACC-8"},
       "takes another user for the import supplier",
       with_dsp_rules<TreatsAsSupplier<"OU">>},
      {"dsp.grants-7.5-to-ED",
       kComponent,
       {"ACC-4", "ACC-6", "ACC-8"},
       "lets the distributor activate a load",
       with_dsp_rules<FlipsRight<"7.5", "ED", true>>},
      {"dsp.grants-7.12-to-ED",
       kComponent,
       {"ACC-4"},
       "lets the distributor set the randomised offset limit",
       with_dsp_rules<FlipsRight<"7.12", "ED", true>>},
      {"dsp.grants-7.13-to-ED",
       kComponent,
       {"ACC-4"},
       "lets the distributor set a controller's state",
       with_dsp_rules<FlipsRight<"7.13", "ED", true>>},
      {"dsp.grants-6.14.1-to-ED",
       kComponent,
       {"LBL-3"},
       "lets the distributor set labels",
       with_dsp_rules<FlipsRight<"6.14.1", "ED", true>>},
      {"dsp.grants-7.6-to-OU",
       kComponent,
       {"ACC-6"},
       "lets another user deactivate a load",
       with_dsp_rules<FlipsRight<"7.6", "OU", true>>},
      {"dsp.refuses-7.9-to-ED",
       kComponent,
       {"ACC-2", "BST-8", "BST-10"},
       "refuses the distributor the boost button's additions",
       with_dsp_rules<FlipsRight<"7.9", "ED", false>>},
      {"dsp.refuses-7.10-to-ED",
       kComponent,
       {"ACC-2", "BST-10"},
       "refuses the distributor the boost button's removals",
       with_dsp_rules<FlipsRight<"7.10", "ED", false>>},
      {"dsp.refuses-7.11-to-ED",
       kComponent,
       {"ACC-2", "BST-2"},
       "refuses the distributor the boost button's details",
       with_dsp_rules<FlipsRight<"7.11", "ED", false>>},
      {"dsp.refuses-7.8-to-ED",
       kComponent,
       {"ACC-1"},
       "refuses the distributor the reset",
       with_dsp_rules<FlipsRight<"7.8", "ED", false>>},
      {"dsp.refuses-7.7-to-OU",
       kComponent,
       {"ACC-3", "ACC-6", "ACC-8"},
       "refuses another user the switch data",
       with_dsp_rules<FlipsRight<"7.7", "OU", false>>},
      {"dsp.refuses-7.5-to-IS",
       kComponent,
       {"ACC-5"},
       "refuses the supplier the activation",
       with_dsp_rules<FlipsRight<"7.5", "IS", false>>},
      {"dsp.delivers-locally-to-anybody",
       kComponent,
       {"ACC-9"},
       "gives local commands to any role",
       with_dsp_rules<DeliversLocallyToAnybody>},
  };
}

std::vector<Defect> firmware() {
  return {
      {"dsp.skips-firmware-gate-7.6",
       kComponent,
       {"FW-1"},
       "lets 7.6 of the ENO through to old firmware",
       with_dsp_rules<SkipsFirmwareGate<"7.6">>},
      {"dsp.skips-firmware-gate-7.8",
       kComponent,
       {"FW-1"},
       "lets 7.8 of the ENO through to old firmware",
       with_dsp_rules<SkipsFirmwareGate<"7.8">>},
      {"dsp.skips-firmware-gate-7.9",
       kComponent,
       {"FW-1"},
       "lets 7.9 of the ENO through to old firmware",
       with_dsp_rules<SkipsFirmwareGate<"7.9">>},
      {"dsp.skips-firmware-gate-7.10",
       kComponent,
       {"FW-1"},
       "lets 7.10 of the ENO through to old firmware",
       with_dsp_rules<SkipsFirmwareGate<"7.10">>},
      {"dsp.skips-firmware-gate-8.7.1",
       kComponent,
       {"FW-1"},
       "lets 8.7.1 of the ENO through to old firmware",
       with_dsp_rules<SkipsFirmwareGate<"8.7.1">>},
      {"dsp.gates-7.6-of-IS",
       kComponent,
       {"FW-2", "FW-8"},
       "refuses the supplier's 7.6 on old firmware",
       with_dsp_rules<GatesNeedlessly<"7.6", "IS">>},
      {"dsp.gates-7.8-of-IS",
       kComponent,
       {"FW-2"},
       "refuses the supplier's 7.8 on old firmware",
       with_dsp_rules<GatesNeedlessly<"7.8", "IS">>},
      {"dsp.gates-7.9-of-IS",
       kComponent,
       {"FW-2"},
       "refuses the supplier's 7.9 on old firmware",
       with_dsp_rules<GatesNeedlessly<"7.9", "IS">>},
      {"dsp.gates-7.7-of-ED",
       kComponent,
       {"FW-10"},
       "refuses the ENO's 7.7 on old firmware",
       with_dsp_rules<GatesNeedlessly<"7.7", "ED">>},
      {"dsp.gates-7.11-of-ED",
       kComponent,
       {"FW-10"},
       "refuses the ENO's 7.11 on old firmware",
       with_dsp_rules<GatesNeedlessly<"7.11", "ED">>},
      {"dsp.compares-versions-as-text",
       kComponent,
       {"FW-1"},
       "takes GBCS 3.10 for older than 3.3",
       with_dsp_rules<ComparesVersionsAsText>},
      {"dsp.wants-newer-than-the-first",
       kComponent,
       {"FW-3", "FW-7"},
       "refuses the very version that brings the ENO variants",
       with_dsp_rules<WantsNewerThanFirst>},
      {"dsp.accepts-smets1", kComponent, {"FW-7"}, "sends to SMETS1 devices", with_dsp_rules<AcceptsSmets1>},
  };
}

std::vector<Defect> registration_and_status() {
  return {
      {"dsp.skips-registration",
       kComponent,
       {"ACC-7"},
       "never looks at registrations",
       with_dsp_rules<SkipsRegistration>},
      {"dsp.ignores-who-is-registered",
       kComponent,
       {"ACC-7", "ACC-6", "ACC-8"},
       "is content if anybody is registered in the role",
       with_dsp_rules<IgnoresWhoIsRegistered>},
      {"dsp.ignores-registration-start",
       kComponent,
       {"ACC-7"},
       "lets a registration count before it begins",
       with_dsp_rules<IgnoresRegistrationStart>},
      {"dsp.ignores-registration-end",
       kComponent,
       {"ACC-7"},
       "lets a registration count after its end",
       with_dsp_rules<IgnoresRegistrationEnd>},
      {"dsp.ends-registration-late",
       kComponent,
       {"ACC-7"},
       "lets a registration count at the moment it ends",
       with_dsp_rules<EndsRegistrationLate>},
      {"dsp.ignores-suspension",
       kComponent,
       {"ACC-8"},
       "serves suspended users",
       with_dsp_rules<IgnoresSuspension>},
      {"dsp.ignores-device-status",
       kComponent,
       {"ACC-8", "JOI-6"},
       "sends to devices in any status",
       with_dsp_rules<IgnoresDeviceStatus>},
      {"dsp.controls-suspended-device",
       kComponent,
       {"ACC-8"},
       "takes a suspended device for commissioned",
       with_dsp_rules<AcceptsSuspendedDevice>},
      {"dsp.refuses-reads-of-suspended-device",
       kComponent,
       {"ACC-3", "ACC-8"},
       "refuses reads of a suspended device",
       with_dsp_rules<RefusesReadsOfSuspendedDevice>},
      {"dsp.accepts-hcalcs-as-target",
       kComponent,
       {"CTL-15"},
       "takes an HCALCS as target of any request",
       with_dsp_rules<AcceptsTarget<"HCALCS">>},
      {"dsp.accepts-hub-as-target",
       kComponent,
       {"CTL-15"},
       "takes a Communications Hub as target of any request",
       with_dsp_rules<AcceptsTarget<"CHF">>},
  };
}

}  // namespace

std::vector<Defect> dsp_access_control_defects() {
  auto all = rights();
  for (const auto& part : {firmware(), registration_and_status()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace enocheck::sim
