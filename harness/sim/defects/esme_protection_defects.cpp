// ESMEs that read too kindly, or take a message for another kind than it is.
#include <algorithm>

#include "gbcs/protection.h"
#include "sim/defects/defect_lists.h"
#include "sim/defects/device_parts.h"

namespace enocheck::sim {
namespace {

using crypto::RemotePartyRole;

/// Offsets in a MACed message: GBCS brief 1.2.
constexpr std::size_t kEmptyFields = 6;
constexpr std::size_t kShortLengthLimit = 0x80;

bool is_maced(ByteView octets) { return octets.size() > 14 && octets[0] == 0xDD; }
/// How many octets the length of a MACed message takes.
std::size_t width_of_length(ByteView octets) {
  const auto first = octets[1 + kEmptyFields];
  return first < kShortLengthLimit ? 1 : 1 + (first & 0x7FU);
}
std::size_t length_of(ByteView octets) {
  const auto width = width_of_length(octets);
  std::size_t length = width == 1 ? octets[1 + kEmptyFields] : 0;
  for (std::size_t i = 1; i < width; ++i) { length = length << 8U | octets[1 + kEmptyFields + i]; }
  return length;
}

/// Writes what has to stand between tag and grouping header, whatever stood there.
class IgnoresMacHeader final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<Bytes> read_instead(ByteView octets) const override {
    if (!is_maced(octets) || width_of_length(octets) > 3) { return std::nullopt; }
    auto mended = copy_of(octets);
    std::fill_n(mended.begin() + 1, kEmptyFields, 0);
    const auto security = static_cast<std::ptrdiff_t>(1 + kEmptyFields + width_of_length(octets));
    mended[static_cast<std::size_t>(security)] = 0x11;
    std::fill_n(mended.begin() + security + 1, 4, 0);
    return mended;
  }
};

/// Takes the message to be as long as it came.
class IgnoresLength final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<Bytes> read_instead(ByteView octets) const override {
    if (!is_maced(octets) || width_of_length(octets) != 2) { return std::nullopt; }
    auto mended = copy_of(octets);
    mended[1 + kEmptyFields + 1] = static_cast<std::uint8_t>(octets.size() - 1 - kEmptyFields - 2);
    return mended;
  }
};

/// Cuts off what the length does not count.
class IgnoresTrailingOctets final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<Bytes> read_instead(ByteView octets) const override {
    if (!is_maced(octets)) { return std::nullopt; }
    const auto end = 1 + kEmptyFields + width_of_length(octets) + length_of(octets);
    return end < octets.size() ? std::optional(copy_of(octets.first(end))) : std::nullopt;
  }
};

class StopsAfterMalformed final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool serves_after_malformed() const override { return false; }
};

class ComparesHalfTheMac final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool mac_holds(const gbcs::Message& message, const crypto::SharedSecret& z) const override {
    constexpr std::ptrdiff_t kHalf = 6;
    const auto right = gbcs::add_mac(message.maced_octets(), z);
    return right && message.mac.size() == 12 &&
           std::equal(message.mac.begin(), message.mac.begin() + kHalf, right->end() - 12);
  }
};

class AcceptsAlertAsCommand final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool is_command(const gbcs::GroupingHeader& header) const override {
    return header.cra != gbcs::CraFlag::Response;
  }
};

class AcceptsUnknownSupplier final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] const Anchor* sender_of(const gbcs::GroupingHeader& header,
                                        const std::vector<Anchor>& anchors) const override {
    const auto* known = EsmeRules::sender_of(header, anchors);
    return known != nullptr ? known : find_anchor(anchors, RemotePartyRole::Supplier);
  }
};

/// Wants to know the party that the broker speaks for.
class WantsUnknownPartyInCells final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] const Anchor* sender_of(const gbcs::GroupingHeader& header,
                                        const std::vector<Anchor>& anchors) const override {
    const auto& party = header.supplementary;
    return party && find_anchor(anchors, party->remote_party) == nullptr
               ? nullptr
               : EsmeRules::sender_of(header, anchors);
  }
};

class AcceptsSignedNonCritical final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] bool signature_form_fits(const UseCaseRule& rule,
                                         const gbcs::Message& message) const override {
    return message.signature_form == gbcs::SignatureForm::Present ||
           EsmeRules::signature_form_fits(rule, message);
  }
};

/// Counts what is critical and what is not apart.
class CountsPerCategory final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] RemotePartyRole counted_under(RemotePartyRole role, const UseCaseRule& rule) const override {
    return !rule.critical && role == RemotePartyRole::Supplier          ? RemotePartyRole::Recovery
           : !rule.critical && role == RemotePartyRole::NetworkOperator ? RemotePartyRole::WanProvider
                                                                        : role;
  }
};

class ProtectsLabelsAgainstReplay final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    auto rule = EsmeRules::use_case(code, gbcs_version);
    if (rule && rule->use_case == EsmeUseCase::SetLabels) { rule->replay_protected = true; }
    return rule;
  }
};

class RefusesSupplierInVariant final : public EsmeRules {
  using EsmeRules::EsmeRules;
  [[nodiscard]] std::optional<UseCaseRule> use_case(MessageCode code,
                                                    std::string_view gbcs_version) const override {
    auto rule = EsmeRules::use_case(code, gbcs_version);
    if (rule && code == AuthenticationRules::policy().ecs47_eno) {
      rule->roles = {RemotePartyRole::NetworkOperator};
    }
    return rule;
  }
};

template <class Rules>
Defect defect(std::string_view id, std::vector<std::string_view> breaks, std::string_view description) {
  return {id, "esme", std::move(breaks), description, &make<EsmeParts<Rules>>};
}

}  // namespace

std::vector<Defect> esme_protection_defects() {
  return {
      defect<IgnoresMacHeader>("esme.ignores-mac-header", {"SEC-6", "CTL-11"},
                               "does not look at what stands before the grouping header"),
      defect<IgnoresLength>("esme.ignores-length", {"SEC-6", "CTL-11"},
                            "does not look at the length of a message"),
      defect<IgnoresTrailingOctets>("esme.ignores-trailing-octets", {"SEC-6", "CTL-11"},
                                    "does not mind octets behind a message"),
      defect<StopsAfterMalformed>("esme.stops-after-malformed", {"SEC-6"},
                                  "takes no commands any more after octets that are none"),
      defect<ComparesHalfTheMac>("esme.compares-half-the-mac", {"SEC-2"}, "compares half of the MAC"),
      defect<AcceptsAlertAsCommand>("esme.accepts-alert-as-command", {"CTL-11"},
                                    "executes a message whose CRA flag says alert"),
      defect<AcceptsUnknownSupplier>("esme.accepts-unknown-supplier", {"FW-5", "CTL-11"},
                                     "takes a party that is in no cell for its supplier"),
      defect<WantsUnknownPartyInCells>("esme.wants-unknown-party-in-cells", {"ACC-3", "FW-9"},
                                       "answers the broker only for parties that it knows itself"),
      defect<AcceptsSignedNonCritical>("esme.accepts-signed-non-critical", {"SEC-5"},
                                       "executes a non-critical command that is signed"),
      defect<CountsPerCategory>("esme.counts-per-category", {"SEC-3"},
                                "has a counter for critical and one for other commands"),
      defect<ProtectsLabelsAgainstReplay>("esme.protects-labels-against-replay", {"SEC-3", "SEC-5"},
                                          "refuses a label command that it executed before"),
      defect<RefusesSupplierInVariant>("esme.refuses-supplier-in-variant", {"FW-5"},
                                       "lets only the network operator use the new ECS47"),
  };
}

}  // namespace enocheck::sim
