// Defects of the DSP around the auxiliary controllers of GBCS 4: 7.13, 7.14, 7.15.
#include "sim/defects/dsp_defects.h"

namespace enocheck::sim {
namespace {

using duis::SetAuxiliaryControllerState;

constexpr std::string_view kAccess = "dsp.access-control";
constexpr std::string_view kTransform = "dsp.transform";
constexpr std::string_view kManagement = "dsp.request-management";

/// The code that a request from `Role` would have from `Like`.
template <Text Role, Text Like>
struct TakesCodeOf : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<MessageCode> message_code(const Service& service,
                                                 std::string_view role) const override {
    return DspRules::message_code(service,
                                  service.variant == "7.13" && role == Role.view() ? Like.view() : role);
  }
};

template <void (*Change)(SetAuxiliaryControllerState&)>
struct AltersState : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    auto altered = request;
    if (auto* const body = std::get_if<SetAuxiliaryControllerState>(&altered.body)) { Change(*body); }
    return DspRules::transform(altered, addressing, code);
  }
};
void invert_level(SetAuxiliaryControllerState& body) {
  body.level = static_cast<std::uint8_t>(100U - body.level);
}
/// `One` and the next number change places.
template <std::uint8_t One>
void swap_controllers(SetAuxiliaryControllerState& body) {
  if (body.controller == One || body.controller == One + 1) {
    body.controller = static_cast<std::uint8_t>(2 * One + 1 - body.controller);
  }
}

template <Text Variant, Text Role, bool ByBroker>
struct SpeaksOtherwise : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool by_unknown_remote_party(std::string_view role, std::string_view variant) const override {
    return variant == Variant.view() && role == Role.view()
               ? ByBroker
               : DspRules::by_unknown_remote_party(role, variant);
  }
};

template <Text Role, bool Right>
struct FlipsRightTo713 : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool may_send(std::string_view role, std::string_view variant) const override {
    return variant == "7.13" && role == Role.view() ? Right : DspRules::may_send(role, variant);
  }
};

struct SkipsRegistrationFor713 : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool wants_registration(const duis::RequestHeader& header) const override {
    return header.service_reference_variant != "7.13";
  }
};

struct SkipsPeriodCheckOf713 : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] std::optional<std::string> fault_in_content(const duis::ServiceRequest& request,
                                                            Instant now) const override {
    const bool is_state = std::holds_alternative<SetAuxiliaryControllerState>(request.body);
    return is_state ? std::nullopt : DspRules::fault_in_content(request, now);
  }
};

struct SendsSwitchServicesToGbcs4 : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool firmware_has_use_case(const Service& service, std::string_view role,
                                           const InventoryDevice& device) const override {
    auto ungated = service;
    if (ungated.family == MeterFamily::Switches) { ungated.family = MeterFamily::All; }
    return DspRules::firmware_has_use_case(ungated, role, device);
  }
};

std::vector<Defect> of_transform() {
  return {
      {"dsp.keeps-old-code-for-7.13",
       kTransform,
       {"FW-8"},
       "sends the ENO's 7.13 under the old message code",
       with_dsp_rules<TakesCodeOf<"ED", "IS">>},
      {"dsp.gives-new-code-to-IS-7.13",
       kTransform,
       {"IOP-5"},
       "sends the supplier's 7.13 under the ENO's code",
       with_dsp_rules<TakesCodeOf<"IS", "ED">>},
      {"dsp.inverts-level",
       kTransform,
       {"CTL-1"},
       "takes the level of 7.13 for what is to be taken away",
       with_dsp_rules<AltersState<invert_level>>},
      {"dsp.swaps-controllers-1-and-2",
       kTransform,
       {"CTL-1", "CTL-2"},
       "commands controller 1 where 2 is asked for, and the other way round",
       with_dsp_rules<AltersState<swap_controllers<1>>>},
      {"dsp.swaps-controllers-4-and-5",
       kTransform,
       {"CTL-1", "CTL-2"},
       "commands controller 4 where 5 is asked for, and the other way round",
       with_dsp_rules<AltersState<swap_controllers<4>>>},
      {"dsp.sends-7.14-of-ED-by-broker",
       kTransform,
       {"ACC-3"},
       "puts the broker between ENO and meter for 7.14",
       with_dsp_rules<SpeaksOtherwise<"7.14", "ED", true>>},
      {"dsp.sends-7.15-of-ED-by-broker",
       kTransform,
       {"ACC-3", "FW-9"},
       "puts the broker between ENO and meter for 7.15",
       with_dsp_rules<SpeaksOtherwise<"7.15", "ED", true>>},
      {"dsp.sends-7.14-of-OU-in-own-name",
       kTransform,
       {"ACC-3"},
       "does not put the broker between other user and meter for 7.14",
       with_dsp_rules<SpeaksOtherwise<"7.14", "OU", false>>},
      {"dsp.sends-7.15-of-OU-in-own-name",
       kTransform,
       {"ACC-3"},
       "does not put the broker between other user and meter for 7.15",
       with_dsp_rules<SpeaksOtherwise<"7.15", "OU", false>>},
  };
}

std::vector<Defect> of_access() {
  return {
      {"dsp.refuses-7.13-to-ED",
       kAccess,
       {"ACC-1", "ACC-4"},
       "refuses the ENO 7.13 though the profile gives it",
       with_dsp_rules<FlipsRightTo713<"ED", false>>},
      {"dsp.grants-7.13-to-GT",
       kAccess,
       {"ACC-6"},
       "lets the gas transporter send 7.13",
       with_dsp_rules<FlipsRightTo713<"GT", true>>},
      {"dsp.grants-7.13-to-OU",
       kAccess,
       {"ACC-6"},
       "lets the other user send 7.13",
       with_dsp_rules<FlipsRightTo713<"OU", true>>},
      {"dsp.skips-registration-for-7.13",
       kAccess,
       {"ACC-7"},
       "takes 7.13 for meters of other distributors",
       with_dsp_rules<SkipsRegistrationFor713>},
      {"dsp.sends-switch-services-to-gbcs-4",
       kAccess,
       {"FW-1"},
       "lets services of switches through to meters that have auxiliary controllers",
       with_dsp_rules<SendsSwitchServicesToGbcs4>},
      {"dsp.skips-period-check-of-7.13",
       kManagement,
       {"CTL-9"},
       "takes a 7.13 whose period ends before it starts",
       with_dsp_rules<SkipsPeriodCheckOf713>},
  };
}

}  // namespace

std::vector<Defect> dsp_controller_defects() {
  auto all = of_transform();
  for (const auto& defect : of_access()) { all.push_back(defect); }
  return all;
}

}  // namespace enocheck::sim
