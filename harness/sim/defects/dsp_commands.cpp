// Defects of the DSP's Transform: commands that are not what was asked for, or come from somebody else.
#include "sim/defects/dsp_defects.h"

namespace enocheck::sim {
namespace {

constexpr std::string_view kComponent = "dsp.transform";

/// Transforms a request that `Change` has altered.
template <class Body, void (*Change)(Body&)>
struct Changes : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    auto changed = request;
    if (auto* const body = std::get_if<Body>(&changed.body)) { Change(*body); }
    return DspRules::transform(changed, addressing, code);
  }
};

void open_2_for_3(duis::DeactivateAuxiliaryLoad& body) {
  if (body.index == 3) { body.index = 2; }
}
void reset_4_for_5(duis::ResetAuxiliaryLoad& body) {
  if (body.index == 5) { body.index = 4; }
}
void halve_long_durations(duis::DeactivateAuxiliaryLoad& body) {
  if (body.duration == 120) { body.duration = 60; }
}
void escape_labels(duis::UpdateDeviceConfigurationALCDescriptions& body) {
  for (auto& label : body.switches) {
    std::string escaped;
    for (const char c : label.description) {
      escaped += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
    }
    label.description = escaped.substr(0, 22);
  }
}

struct InvertsBoostFlags : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    auto inverted = request;
    const auto invert = [](auto* body) {
      for (auto& flag : body->flags) { flag.value = !flag.value; }
    };
    if (auto* add = std::get_if<duis::AddAuxiliaryLoadToBoostButton>(&inverted.body)) { invert(add); }
    if (auto* remove = std::get_if<duis::RemoveAuxiliaryLoadFromBoostButton>(&inverted.body)) {
      invert(remove);
    }
    return DspRules::transform(inverted, addressing, code);
  }
};

/// Writes the duration of 7.5 where that of 7.6 belongs: 0-0:94.44.(116+n).2 in place of .1.
struct ClosesByOpenTime : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    auto octets = DspRules::transform(request, addressing, code);
    if (!octets || !std::holds_alternative<duis::ActivateAuxiliaryLoad>(request.body)) { return octets; }
    constexpr std::array<std::uint8_t, 4> kObject = {0x00, 0x00, 0x5E, 0x2C};
    const auto object = std::search(octets->begin(), octets->end(), kObject.begin(), kObject.end());
    if (octets->end() - object < 6) { return octets; }
    *(object + 5) = 0x02;
    return octets;
  }
};

template <Text Variant>
struct GivesEnoCodeToSupplier : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<MessageCode> message_code(const Service& service,
                                                 std::string_view role) const override {
    if (service.variant == Variant.view() && role == "IS") { return policy().ecs47_eno; }
    return DspRules::message_code(service, role);
  }
};

/// Sends through the broker (or in the user's own name) what has to go the other way.
template <Text Variant, Text Role, bool ByBroker>
struct GoesTheOtherWay : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool by_unknown_remote_party(std::string_view role, std::string_view variant) const override {
    return variant == Variant.view() && role == Role.view()
               ? ByBroker
               : DspRules::by_unknown_remote_party(role, variant);
  }
};

}  // namespace

std::vector<Defect> dsp_command_defects() {
  using duis::DeactivateAuxiliaryLoad;
  using duis::ResetAuxiliaryLoad;
  using Labels = duis::UpdateDeviceConfigurationALCDescriptions;
  return {
      {"dsp.opens-switch-2-for-3",
       kComponent,
       {"CTL-1", "CTL-2"},
       "deactivates switch 2 where 3 is asked for",
       with_dsp_rules<Changes<DeactivateAuxiliaryLoad, open_2_for_3>>},
      {"dsp.resets-switch-4-for-5",
       kComponent,
       {"CTL-4"},
       "resets switch 4 where 5 is asked for",
       with_dsp_rules<Changes<ResetAuxiliaryLoad, reset_4_for_5>>},
      {"dsp.halves-two-hours",
       kComponent,
       {"CTL-3", "TIM-7"},
       "makes one hour of two",
       with_dsp_rules<Changes<DeactivateAuxiliaryLoad, halve_long_durations>>},
      {"dsp.escapes-labels",
       kComponent,
       {"LBL-1", "LBL-2"},
       "leaves labels as XML escapes them",
       with_dsp_rules<Changes<Labels, escape_labels>>},
      {"dsp.inverts-boost-flags",
       kComponent,
       {"BST-1", "BST-8", "ACC-5"},
       "takes 7.9 for 7.10 and the other way round",
       with_dsp_rules<InvertsBoostFlags>},
      {"dsp.closes-by-open-time",
       kComponent,
       {"ACC-5", "IOP-5"},
       "writes 7.5's duration to the object of 7.6",
       with_dsp_rules<ClosesByOpenTime>},
      {"dsp.gives-new-code-to-IS-7.5",
       kComponent,
       {"IOP-5"},
       "sends the supplier's 7.5 under the ENO's code",
       with_dsp_rules<GivesEnoCodeToSupplier<"7.5">>},
      {"dsp.gives-new-code-to-IS-7.6",
       kComponent,
       {"IOP-5"},
       "sends the supplier's 7.6 under the ENO's code",
       with_dsp_rules<GivesEnoCodeToSupplier<"7.6">>},
      {"dsp.sends-7.7-of-ED-in-own-name",
       kComponent,
       {"ACC-3", "SEC-5"},
       "does not put the broker between ENO and meter",
       with_dsp_rules<GoesTheOtherWay<"7.7", "ED", false>>},
      {"dsp.sends-7.11-of-IS-by-broker",
       kComponent,
       {"ACC-5", "SEC-5"},
       "puts the broker between supplier and meter",
       with_dsp_rules<GoesTheOtherWay<"7.11", "IS", true>>},
  };
}

}  // namespace enocheck::sim
