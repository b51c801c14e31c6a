// ESMEs that let a message pass which they must refuse, or count wrongly.
#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

using crypto::RemotePartyRole;

class AcceptsReplayedCounter final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_fresh(OriginatorCounter received, OriginatorCounter executed) const override {
    return received >= executed;
  }
};

class AcceptsLowerCounter final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_fresh(OriginatorCounter received, OriginatorCounter executed) const override {
    return received != executed;
  }
};

class CountsAllRolesTogether final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] RemotePartyRole counted_under(RemotePartyRole /*role*/,
                                              const UseCaseRule& /*rule*/) const override {
    return RemotePartyRole::Supplier;
  }
};

template <Refusal kRefusal>
class BurnsCounterOn final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool stores_counter(std::optional<Refusal> refusal) const override {
    return !refusal || refusal == kRefusal;
  }
};

class SkipsMac final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool mac_holds(const gbcs::Message& /*message*/,
                               const crypto::SharedSecret& /*z*/) const override {
    return true;
  }
};

class SkipsSignature final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool signature_holds(const gbcs::Message& /*message*/,
                                     const crypto::PublicKey& /*key*/) const override {
    return true;
  }
};

class AcceptsUnsignedCritical final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool signature_form_fits(const UseCaseRule& rule,
                                         const gbcs::Message& message) const override {
    return message.signature_form == gbcs::SignatureForm::Empty ||
           EsmeRules::signature_form_fits(rule, message);
  }
};

class SkipsRecipientCheck final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_addressed_to(const gbcs::GroupingHeader& /*header*/,
                                     const Eui64& /*own*/) const override {
    return true;
  }
};

class AcceptsResponseAsCommand final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_command(const gbcs::GroupingHeader& header) const override {
    return header.cra != gbcs::CraFlag::Alert;
  }
};

class AcceptsUnknownOperator final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] const Anchor* sender_of(const gbcs::GroupingHeader& header,
                                        const std::vector<Anchor>& anchors) const override {
    const auto* known = EsmeRules::sender_of(header, anchors);
    return known != nullptr ? known : find_anchor(anchors, RemotePartyRole::NetworkOperator);
  }
};

class SkipsUnknownPartyCheck final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool names_its_party(const gbcs::GroupingHeader& /*header*/,
                                     const Anchor& /*sender*/) const override {
    return true;
  }
};

class AllowsEnoInOldUseCase final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    auto rule = EsmeRules::use_case(code, gbcs_version);
    if (rule && code == MessageCode{0x0055}) {
      rule->roles = {RemotePartyRole::Supplier, RemotePartyRole::NetworkOperator};
    }
    return rule;
  }
};

class AllowsEnoToLabel final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    auto rule = EsmeRules::use_case(code, gbcs_version);
    if (rule && rule->use_case == EsmeUseCase::SetLabels) {
      rule->roles = {RemotePartyRole::Supplier, RemotePartyRole::NetworkOperator};
    }
    return rule;
  }
};

class KnowsVariantsOnOldFirmware final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    const auto rule = EsmeRules::use_case(code, gbcs_version);
    return rule ? rule : EsmeRules::use_case(code, AuthenticationRules::policy().eno_variants_from);
  }
};

class VariantShutsOutSupplier final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    const auto rule = EsmeRules::use_case(code, gbcs_version);
    const bool is_first = gbcs_version == AuthenticationRules::policy().eno_variants_from;
    return is_first && code == MessageCode{0x0055} ? std::nullopt : rule;
  }
};

class AcceptsReplayedBoostFlags final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    auto rule = EsmeRules::use_case(code, gbcs_version);
    if (rule && rule->use_case == EsmeUseCase::SetBoostFlags) { rule->replay_protected = false; }
    return rule;
  }
};

template <class Rules>
Defect defect(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "esme", std::move(breaks), description, &make<EsmeParts<Rules>>};
}

}  // namespace

std::vector<Defect> esme_authentication_defects() {
  return {
      defect<AcceptsReplayedCounter>("esme.accepts-replayed-counter", {"SEC-3", "CTL-11"},
                                     "executes a command whose counter it executed last"),
      defect<AcceptsLowerCounter>("esme.accepts-lower-counter", {"SEC-3", "CTL-11"},
                                  "executes a command whose counter is below the last one"),
      defect<AcceptsReplayedBoostFlags>("esme.accepts-replayed-boost-flags", {"SEC-3"},
                                        "executes a boost association again with an old counter"),
      defect<CountsAllRolesTogether>("esme.counts-all-roles-together", {"SEC-3", "ACC-5"},
                                     "has one execution counter for all remote parties"),
      defect<BurnsCounterOn<Refusal::BadSignature>>("esme.burns-counter-on-bad-signature", {"SEC-2", "SEC-3"},
                                                    "stores the counter of a command with a wrong signature"),
      defect<BurnsCounterOn<Refusal::BadMac>>("esme.burns-counter-on-bad-mac", {"SEC-2", "SEC-3"},
                                              "stores the counter of a command with a wrong MAC"),
      defect<SkipsMac>("esme.skips-mac", {"SEC-2", "CTL-11"}, "does not check the MAC"),
      defect<SkipsSignature>("esme.skips-signature", {"SEC-2", "CTL-7"}, "does not check the signature"),
      defect<AcceptsUnsignedCritical>("esme.accepts-unsigned-critical", {"CTL-7", "SEC-2"},
                                      "executes a critical command that has a MAC but no signature"),
      defect<SkipsRecipientCheck>("esme.skips-recipient-check", {"CTL-8", "CTL-11"},
                                  "executes commands addressed to another device"),
      defect<AcceptsResponseAsCommand>("esme.accepts-response-as-command", {"CTL-11"},
                                       "executes a message whose CRA flag says response"),
      defect<AcceptsUnknownOperator>("esme.accepts-unknown-operator", {"FW-5", "FW-9"},
                                     "takes a party that is in no cell for its network operator"),
      defect<SkipsUnknownPartyCheck>("esme.skips-unknown-party-check", {"CTL-11", "ACC-3"},
                                     "executes the broker's commands that name no unknown remote party"),
      defect<AllowsEnoInOldUseCase>("esme.eno-0055-permitted", {"FW-6", "FW-5"},
                                    "lets the network operator use today's ECS47"),
      defect<AllowsEnoToLabel>("esme.eno-0053-permitted", {"LBL-3", "FW-5"},
                               "lets the network operator set labels whatever the profile says"),
      defect<KnowsVariantsOnOldFirmware>("esme.knows-variants-on-old-firmware", {"FW-4"},
                                         "executes the ENO variants though its firmware lacks them"),
      defect<VariantShutsOutSupplier>(
          "esme.drops-0055-with-the-variants", {"ACC-5", "FW-8"},
          "drops today's ECS47 with the very firmware that brings the ENO variant"),
  };
}

}  // namespace enocheck::sim
