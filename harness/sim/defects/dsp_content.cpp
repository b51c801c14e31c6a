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

}  // namespace

std::vector<Defect> dsp_content_defects() {
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
       {"CTL-4", "CTL-9"},
       "resets switch 2 where 3 is asked for",
       with_dsp_rules<Alters<ResetAuxiliaryLoad, reset_index_3_to_2>>},
      {"dsp.caps-duration-at-a-day",
       kComponent,
       {"CTL-9", "ACC-11", "CTL-3"},
       "shortens a duration above 1440 minutes",
       with_dsp_rules<Alters<DeactivateAuxiliaryLoad, cap_duration>>},
      {"dsp.cuts-duration-to-an-octet",
       kComponent,
       {"TIM-7", "ACC-11"},
       "keeps the low octet of a duration only",
       with_dsp_rules<Alters<DeactivateAuxiliaryLoad, cut_duration_to_octet>>},
      {"dsp.transforms-activation-in-seconds",
       kComponent,
       {"ACC-5", "ACC-11"},
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
       {"BST-3", "ACC-5"},
       "transforms 7.10 as if all its flags were false",
       with_dsp_rules<Alters<RemoveAuxiliaryLoadFromBoostButton, remove_nothing>>},
      {"dsp.reads-log-from-the-start",
       kComponent,
       {"BST-7"},
       "ignores where 7.11's period starts",
       with_dsp_rules<Alters<ReadBoostButtonDetails, log_from_the_start>>},
      {"dsp.opens-switch-2-for-3",
       kComponent,
       {"CTL-1", "CTL-2", "CTL-9", "ACC-5"},
       "deactivates switch 2 where 3 is asked for",
       with_dsp_rules<Alters<DeactivateAuxiliaryLoad, open_2_for_3>>},
      {"dsp.resets-switch-4-for-5",
       kComponent,
       {"CTL-4", "ACC-5"},
       "resets switch 4 where 5 is asked for",
       with_dsp_rules<Alters<ResetAuxiliaryLoad, reset_4_for_5>>},
      {"dsp.halves-two-hours",
       kComponent,
       {"CTL-3", "TIM-7", "FW-8"},
       "makes one hour of two",
       with_dsp_rules<Alters<DeactivateAuxiliaryLoad, halve_long_durations>>},
      {"dsp.escapes-labels",
       kComponent,
       {"LBL-1", "LBL-2"},
       "leaves labels as XML escapes them",
       with_dsp_rules<Alters<duis::UpdateDeviceConfigurationALCDescriptions, escape_labels>>},
      {"dsp.inverts-boost-flags",
       kComponent,
       {"BST-1", "BST-8", "ACC-5"},
       "takes 7.9 for 7.10 and the other way round",
       with_dsp_rules<InvertsBoostFlags>},
      {"dsp.closes-by-open-time",
       kComponent,
       {"ACC-5", "IOP-5", "ACC-11"},
       "writes 7.5's duration to the object of 7.6",
       with_dsp_rules<ClosesByOpenTime>},
  };
}

}  // namespace enocheck::sim
