// Defects of the DSP's Transform: what is asked for becomes another command.
#include "sim/defects/dsp_defects.h"

namespace enocheck::sim {
namespace {

constexpr std::string_view kComponent = "dsp.transform";

/// Transforms a request that `Change` has altered; nobody but the device and Correlate can notice.
template <class Body, void (*Change)(Body&)>
struct Alters : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    auto altered = request;
    if (auto* const body = std::get_if<Body>(&altered.body)) { Change(*body); }
    return DspRules::transform(altered, addressing, code);
  }
};

void index_5_to_4(duis::DeactivateAuxiliaryLoad& body) {
  if (body.index == 5) { body.index = 4; }
}
void reset_index_3_to_2(duis::ResetAuxiliaryLoad& body) {
  if (body.index == 3) { body.index = 2; }
}
void cap_duration(duis::DeactivateAuxiliaryLoad& body) {
  body.duration = std::min<std::uint16_t>(body.duration, 1440);
}
void cut_duration_to_octet(duis::DeactivateAuxiliaryLoad& body) {
  if (body.duration > 0xFF) { body.duration = body.duration & 0xFFU; }
}
void activation_in_seconds(duis::ActivateAuxiliaryLoad& body) {
  body.duration = static_cast<std::uint16_t>(body.duration * 60U);
}
void drop_label_4(duis::UpdateDeviceConfigurationALCDescriptions& body) {
  if (body.switches.size() > 1) {
    std::erase_if(body.switches, [](const auto& label) { return label.index == 4; });
  }
}
void cut_label(duis::UpdateDeviceConfigurationALCDescriptions& body) {
  for (auto& label : body.switches) {
    label.description.resize(std::min<std::size_t>(label.description.size(), 21));
  }
}
void trim_label(duis::UpdateDeviceConfigurationALCDescriptions& body) {
  for (auto& label : body.switches) {
    const auto start = label.description.find_first_not_of(' ');
    if (start != std::string::npos) { label.description.erase(0, start); }
  }
}
/// Takes the flags in the order in which they stand.
void flags_by_position(duis::AddAuxiliaryLoadToBoostButton& body) {
  for (std::uint8_t i = 0; i < body.flags.size(); ++i) { body.flags.at(i).index = i + 1; }
}
void fifth_flag_true(duis::AddAuxiliaryLoadToBoostButton& body) {
  for (auto& flag : body.flags) { flag.value = flag.value || flag.index == 5; }
}
void remove_nothing(duis::RemoveAuxiliaryLoadFromBoostButton& body) {
  for (auto& flag : body.flags) { flag.value = false; }
}
void log_from_the_start(duis::ReadBoostButtonDetails& body) { body.start = Instant{}; }

/// The ENO's request with the code that the supplier has.
template <Text Variant>
struct KeepsOldCode : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<MessageCode> message_code(const Service& service,
                                                 std::string_view role) const override {
    return DspRules::message_code(service, service.variant == Variant.view() && role == "ED" ? "IS" : role);
  }
};

/// The supplier's request with the code of the ENO variant.
template <Text Variant>
struct GivesNewCodeToSupplier : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<MessageCode> message_code(const Service& service,
                                                 std::string_view role) const override {
    return DspRules::message_code(service, service.variant == Variant.view() && role == "IS" ? "ED" : role);
  }
};

/// Sends in the user's own name what has to go through the access control broker.
template <Text Variant, Text Role>
struct SendsInOwnName : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool by_unknown_remote_party(std::string_view role, std::string_view variant) const override {
    return !(variant == Variant.view() && role == Role.view()) &&
           DspRules::by_unknown_remote_party(role, variant);
  }
};

struct NamesNobodyAsUnknownParty : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    auto altered = addressing;
    const bool is_boost_read = std::holds_alternative<duis::ReadBoostButtonDetails>(request.body);
    if (is_boost_read && altered.supplementary) { altered.supplementary->remote_party = Eui64{}; }
    return DspRules::transform(request, altered, code);
  }
};

std::vector<Defect> altered_content() {
  using duis::ActivateAuxiliaryLoad;
  using duis::AddAuxiliaryLoadToBoostButton;
  using duis::DeactivateAuxiliaryLoad;
  using duis::ReadBoostButtonDetails;
  using duis::RemoveAuxiliaryLoadFromBoostButton;
  using duis::ResetAuxiliaryLoad;
  using Labels = duis::UpdateDeviceConfigurationALCDescriptions;
  return {
      {"dsp.transforms-index-5-to-4",
       kComponent,
       {"CTL-1"},
       "deactivates switch 4 where 5 is asked for",
       with_dsp_rules<Alters<DeactivateAuxiliaryLoad, index_5_to_4>>},
      {"dsp.resets-switch-2-for-3",
       kComponent,
       {"CTL-4"},
       "resets switch 2 where 3 is asked for",
       with_dsp_rules<Alters<ResetAuxiliaryLoad, reset_index_3_to_2>>},
      {"dsp.caps-duration-at-a-day",
       kComponent,
       {"CTL-9"},
       "shortens a duration above 1440 minutes",
       with_dsp_rules<Alters<DeactivateAuxiliaryLoad, cap_duration>>},
      {"dsp.cuts-duration-to-an-octet",
       kComponent,
       {"TIM-7"},
       "keeps the low octet of a duration only",
       with_dsp_rules<Alters<DeactivateAuxiliaryLoad, cut_duration_to_octet>>},
      {"dsp.transforms-activation-in-seconds",
       kComponent,
       {"ACC-5"},
       "sends 7.5's duration in seconds",
       with_dsp_rules<Alters<ActivateAuxiliaryLoad, activation_in_seconds>>},
      {"dsp.drops-label-4",
       kComponent,
       {"LBL-7"},
       "leaves switch 4 out of several labels",
       with_dsp_rules<Alters<Labels, drop_label_4>>},
      {"dsp.cuts-labels-at-21",
       kComponent,
       {"LBL-2"},
       "takes 21 characters of a label",
       with_dsp_rules<Alters<Labels, cut_label>>},
      {"dsp.trims-labels",
       kComponent,
       {"LBL-1"},
       "drops blanks at the start of a label",
       with_dsp_rules<Alters<Labels, trim_label>>},
      {"dsp.takes-flags-by-position",
       kComponent,
       {"BST-8"},
       "ignores the indices of 7.9's flags",
       with_dsp_rules<Alters<AddAuxiliaryLoadToBoostButton, flags_by_position>>},
      {"dsp.adds-switch-5-unasked",
       kComponent,
       {"BST-8"},
       "always associates switch 5 with the boost button",
       with_dsp_rules<Alters<AddAuxiliaryLoadToBoostButton, fifth_flag_true>>},
      {"dsp.removes-nothing",
       kComponent,
       {"BST-3"},
       "transforms 7.10 as if all its flags were false",
       with_dsp_rules<Alters<RemoveAuxiliaryLoadFromBoostButton, remove_nothing>>},
      {"dsp.reads-log-from-the-start",
       kComponent,
       {"BST-7"},
       "ignores where 7.11's period starts",
       with_dsp_rules<Alters<ReadBoostButtonDetails, log_from_the_start>>},
  };
}

std::vector<Defect> wrong_use_case() {
  return {
      {"dsp.keeps-old-code-for-7.8",
       kComponent,
       {"FW-8"},
       "sends the ENO's 7.8 under the old message code",
       with_dsp_rules<KeepsOldCode<"7.8">>},
      {"dsp.keeps-old-code-for-7.9",
       kComponent,
       {"FW-8"},
       "sends the ENO's 7.9 under the old message code",
       with_dsp_rules<KeepsOldCode<"7.9">>},
      {"dsp.keeps-old-code-for-7.10",
       kComponent,
       {"FW-8"},
       "sends the ENO's 7.10 under the old message code",
       with_dsp_rules<KeepsOldCode<"7.10">>},
      {"dsp.gives-new-code-to-IS-7.8",
       kComponent,
       {"IOP-5"},
       "sends the supplier's 7.8 under the ENO's code",
       with_dsp_rules<GivesNewCodeToSupplier<"7.8">>},
      {"dsp.gives-new-code-to-IS-7.9",
       kComponent,
       {"IOP-5"},
       "sends the supplier's 7.9 under the ENO's code",
       with_dsp_rules<GivesNewCodeToSupplier<"7.9">>},
      {"dsp.sends-7.11-of-ED-in-own-name",
       kComponent,
       {"SEC-5"},
       "does not put the broker between ENO and meter",
       with_dsp_rules<SendsInOwnName<"7.11", "ED">>},
      {"dsp.sends-7.7-of-OU-in-own-name",
       kComponent,
       {"SEC-5"},
       "does not put the broker between other user and meter",
       with_dsp_rules<SendsInOwnName<"7.7", "OU">>},
      {"dsp.names-nobody-as-unknown-party",
       kComponent,
       {"IOP-4"},
       "leaves the user's EUI out of 7.11 by Unknown Remote Party",
       with_dsp_rules<NamesNobodyAsUnknownParty>},
  };
}

}  // namespace

std::vector<Defect> dsp_transform_defects() {
  auto all = altered_content();
  for (const auto& defect : wrong_use_case()) { all.push_back(defect); }
  return all;
}

}  // namespace enocheck::sim
