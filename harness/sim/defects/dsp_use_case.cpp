// Defects of the DSP's Transform: another use case, or another party that speaks.
#include "sim/defects/dsp_defects.h"

namespace enocheck::sim {
namespace {

constexpr std::string_view kComponent = "dsp.transform";

/// The ENO's request with the code that the supplier has.
template <Text Variant>
struct KeepsOldCode : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<MessageCode> message_code(const Service& service,
                                                 std::string_view role) const override {
    return DspRules::message_code(service, service.variant == Variant.view() && role == "ED" ? "IS" : role);
  }
};

/// The supplier's request with the code of an ENO variant.
template <Text Variant>
struct GivesNewCodeToSupplier : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<MessageCode> message_code(const Service& service,
                                                 std::string_view role) const override {
    if (service.variant != Variant.view() || role != "IS") { return DspRules::message_code(service, role); }
    return service.variant == "7.9" ? policy().ecs62_eno : policy().ecs47_eno;
  }
};

/// Tells a curtailment by its length in place of who asks for it, once the change is in force.
struct TakesShortOpeningForCurtailment : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<Bytes> transform(const duis::ServiceRequest& request,
                                        const transform::Addressing& addressing,
                                        MessageCode code) const override {
    constexpr unsigned kShort = 30;  // minutes
    const auto* const body = std::get_if<duis::DeactivateAuxiliaryLoad>(&request.body);
    const bool is_short = body != nullptr && body->duration <= kShort;
    return DspRules::transform(request, addressing,
                               is_short && policy().change_in_force ? policy().ecs47_eno : code);
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

}  // namespace

std::vector<Defect> dsp_use_case_defects() {
  return {
      {"dsp.keeps-old-code-for-7.8",
       kComponent,
       {"FW-8", "CTL-7"},
       "sends the ENO's 7.8 under the old message code",
       with_dsp_rules<KeepsOldCode<"7.8">>},
      {"dsp.keeps-old-code-for-7.9",
       kComponent,
       {"FW-8", "ACC-2"},
       "sends the ENO's 7.9 under the old message code",
       with_dsp_rules<KeepsOldCode<"7.9">>},
      {"dsp.keeps-old-code-for-7.10",
       kComponent,
       {"FW-8", "ACC-2"},
       "sends the ENO's 7.10 under the old message code",
       with_dsp_rules<KeepsOldCode<"7.10">>},
      {"dsp.gives-new-code-to-IS-7.8",
       kComponent,
       {"IOP-5", "CTL-7"},
       "sends the supplier's 7.8 under the ENO's code",
       with_dsp_rules<GivesNewCodeToSupplier<"7.8">>},
      {"dsp.gives-new-code-to-IS-7.9",
       kComponent,
       {"IOP-5"},
       "sends the supplier's 7.9 under the ENO's code",
       with_dsp_rules<GivesNewCodeToSupplier<"7.9">>},
      {"dsp.sends-7.11-of-ED-in-own-name",
       kComponent,
       {"SEC-5", "ACC-2"},
       "does not put the broker between ENO and meter",
       with_dsp_rules<GoesTheOtherWay<"7.11", "ED", false>>},
      {"dsp.sends-7.7-of-OU-in-own-name",
       kComponent,
       {"SEC-5"},
       "does not put the broker between other user and meter",
       with_dsp_rules<GoesTheOtherWay<"7.7", "OU", false>>},
      {"dsp.names-nobody-as-unknown-party",
       kComponent,
       {"IOP-4"},
       "leaves the user's EUI out of 7.11 by Unknown Remote Party",
       with_dsp_rules<NamesNobodyAsUnknownParty>},
      {"dsp.gives-new-code-to-IS-7.5",
       kComponent,
       {"IOP-5", "CTL-7"},
       "sends the supplier's 7.5 under the ENO's code",
       with_dsp_rules<GivesNewCodeToSupplier<"7.5">>},
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
      {"dsp.takes-short-opening-for-curtailment",
       kComponent,
       {"IOP-5", "FW-8"},
       "once the change is in force, sends every 7.6 of at most half an hour under the ENO's code",
       with_dsp_rules<TakesShortOpeningForCurtailment>},
  };
}

}  // namespace enocheck::sim
