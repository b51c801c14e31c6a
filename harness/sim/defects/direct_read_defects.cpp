// Defects that show only where 7.11 has a variant of its own for the ENO (profile secmp0046-direct).
#include "sim/defects/device_parts.h"
#include "sim/defects/dsp_defects.h"

namespace enocheck::sim {
namespace {

struct SendsDirectReadByBroker : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool by_unknown_remote_party(std::string_view role, std::string_view variant) const override {
    return (role == "ED" && variant == "7.11") || DspRules::by_unknown_remote_party(role, variant);
  }
};

struct KeepsOldCodeForDirectRead : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<MessageCode> message_code(const Service& service,
                                                 std::string_view role) const override {
    return DspRules::message_code(service, service.variant == "7.11" ? "IS" : role);
  }
};

template <Text Role>
struct GivesDirectReadTo : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] Result<MessageCode> message_code(const Service& service,
                                                 std::string_view role) const override {
    return DspRules::message_code(service, service.variant == "7.11" && role == Role.view() ? "ED" : role);
  }
};

struct SkipsFirmwareGateOfDirectRead : DspRules {
  using DspRules::DspRules;
  [[nodiscard]] bool firmware_has_use_case(const Service& service, std::string_view role,
                                           const InventoryDevice& device) const override {
    return service.variant == "7.11" || DspRules::firmware_has_use_case(service, role, device);
  }
};

class LacksDirectRead final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    return code == AuthenticationRules::policy().ecs61c_eno ? std::nullopt
                                                            : EsmeRules::use_case(code, gbcs_version);
  }
};

class CountsDirectReads final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    auto rule = EsmeRules::use_case(code, gbcs_version);
    if (rule && code == AuthenticationRules::policy().ecs61c_eno) { rule->replay_protected = true; }
    return rule;
  }
};

}  // namespace

std::vector<Defect> direct_read_defects() {
  return {
      {"dsp.sends-direct-7.11-by-broker",
       "dsp.transform",
       {"ACC-2", "SEC-5", "FW-9"},
       "puts the broker between ENO and meter though 7.11 has a variant for the ENO",
       with_dsp_rules<SendsDirectReadByBroker>},
      {"dsp.keeps-old-code-for-7.11",
       "dsp.transform",
       {"FW-8"},
       "sends the ENO's 7.11 under today's code though there is a variant for the ENO",
       with_dsp_rules<KeepsOldCodeForDirectRead>},
      {"dsp.gives-direct-7.11-to-IS",
       "dsp.transform",
       {"IOP-5", "ACC-5"},
       "sends the supplier's 7.11 under the ENO's code",
       with_dsp_rules<GivesDirectReadTo<"IS">>},
      {"dsp.gives-direct-7.11-to-OU",
       "dsp.transform",
       {"IOP-5", "ACC-6"},
       "sends the other user's 7.11 under the ENO's code",
       with_dsp_rules<GivesDirectReadTo<"OU">>},
      {"dsp.skips-firmware-gate-7.11",
       "dsp.access-control",
       {"FW-1"},
       "lets the ENO's variant of 7.11 through to firmware that lacks it",
       with_dsp_rules<SkipsFirmwareGateOfDirectRead>},
      {"esme.lacks-direct-boost-read",
       "esme",
       {"ACC-2", "FW-3"},
       "does not know the ENO's variant of 7.11 though its firmware should",
       &make<EsmeParts<LacksDirectRead>>},
      {"esme.counts-direct-boost-reads",
       "esme",
       {"SEC-3"},
       "counts the ENO's variant of 7.11 as protected against replay",
       &make<EsmeParts<CountsDirectReads>>},
  };
}

}  // namespace enocheck::sim
