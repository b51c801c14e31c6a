#include "sim/esme/authentication.h"

#include <array>

#include "gbcs/protection.h"

namespace enocheck::sim {

using crypto::RemotePartyRole;

bool AuthenticationRules::is_well_formed(const gbcs::Message& message) const {
  return !message.has_long_lengths && message.header.date_time.empty();
}

bool AuthenticationRules::is_addressed_to(const gbcs::GroupingHeader& header, const Eui64& own) const {
  return header.target == own;
}

bool AuthenticationRules::is_command(const gbcs::GroupingHeader& header) const {
  return header.cra == gbcs::CraFlag::Command;
}

std::optional<UseCaseRule> AuthenticationRules::use_case(MessageCode code,
                                                         std::string_view gbcs_version) const {
  return use_case_rule(code, gbcs_version, policy_);
}

const Anchor* AuthenticationRules::sender_of(const gbcs::GroupingHeader& header,
                                             const std::vector<Anchor>& anchors) const {
  return find_anchor(anchors, header.originator);
}

bool AuthenticationRules::is_permitted(const UseCaseRule& rule, RemotePartyRole role) const {
  return rule.roles.contain(role);
}

bool AuthenticationRules::names_its_party(const gbcs::GroupingHeader& header, const Anchor& sender) const {
  if (sender.role != RemotePartyRole::AccessControlBroker) { return !header.supplementary; }
  if (!header.supplementary) { return false; }
  const auto& party = *header.supplementary;
  return party.remote_party != Eui64{} && party.remote_party != sender.subject &&
         party.remote_party_counter && !party.originator_counter && party.certificate.empty();
}

bool AuthenticationRules::mac_holds(const gbcs::Message& message, const crypto::SharedSecret& z) const {
  return gbcs::mac_is_valid(message, z);
}

bool AuthenticationRules::is_fresh(OriginatorCounter received, OriginatorCounter executed) const {
  return received > executed;
}

bool AuthenticationRules::signature_form_fits(const UseCaseRule& rule, const gbcs::Message& message) const {
  return message.signature_form ==
         (rule.critical ? gbcs::SignatureForm::Present : gbcs::SignatureForm::Empty);
}

bool AuthenticationRules::signature_holds(const gbcs::Message& message, const crypto::PublicKey& key) const {
  return gbcs::signature_is_valid(message, key);
}

RemotePartyRole AuthenticationRules::counted_under(RemotePartyRole role, const UseCaseRule& /*rule*/) const {
  return role;
}

bool AuthenticationRules::stores_counter(std::optional<Refusal> refusal) const { return !refusal; }

namespace {

struct Examination {
  const gbcs::Message& message;
  const Eui64& own;
  const CheckedMemory& memory;
  const std::vector<Anchor>& anchors;
  const AuthenticationRules& rules;
  Admission admission;
};

bool knows_code(Examination& it) {
  it.admission.rule = it.rules.use_case(it.message.header.code, it.memory.gbcs_version);
  return it.admission.rule.has_value();
}

bool permits_sender(Examination& it) {
  it.admission.sender = it.rules.sender_of(it.message.header, it.anchors);
  const auto* sender = it.admission.sender;
  return sender != nullptr && it.rules.is_permitted(*it.admission.rule, sender->role) &&
         it.rules.names_its_party(it.message.header, *sender);
}

bool mac_is_brokers(Examination& it) {
  const auto* broker = find_anchor(it.anchors, RemotePartyRole::AccessControlBroker);
  return broker != nullptr && it.rules.mac_holds(it.message, broker->secret);
}

bool is_no_replay(Examination& it) {
  if (!it.admission.rule->replay_protected) { return true; }
  const auto executed =
      it.memory.executed.find(it.rules.counted_under(it.admission.sender->role, *it.admission.rule));
  const auto last = executed == it.memory.executed.end() ? OriginatorCounter{} : executed->second;
  return it.rules.is_fresh(it.message.header.counter, last);
}

bool signature_is_senders(Examination& it) {
  // Only a signature that is there can be wrong: whether one must be there was the check before.
  if (it.message.signature_form != gbcs::SignatureForm::Present) { return true; }
  return it.rules.signature_holds(it.message, it.admission.sender->signing);
}

struct Check {
  Refusal refusal;
  bool (*holds)(Examination&);
};

constexpr std::array kChecks = {
    Check{Refusal::Malformed, [](Examination& it) { return it.rules.is_well_formed(it.message); }},
    Check{Refusal::WrongRecipient,
          [](Examination& it) { return it.rules.is_addressed_to(it.message.header, it.own); }},
    Check{Refusal::NotACommand, [](Examination& it) { return it.rules.is_command(it.message.header); }},
    Check{Refusal::UnknownCode, knows_code},
    Check{Refusal::NotPermitted, permits_sender},
    Check{Refusal::BadMac, mac_is_brokers},
    Check{Refusal::Replay, is_no_replay},
    Check{Refusal::SignatureForm,
          [](Examination& it) { return it.rules.signature_form_fits(*it.admission.rule, it.message); }},
    Check{Refusal::BadSignature, signature_is_senders},
};

}  // namespace

Admission examine(const gbcs::Message& message, const Eui64& own, const CheckedMemory& memory,
                  const std::vector<Anchor>& anchors, const AuthenticationRules& rules) {
  Examination it{message, own, memory, anchors, rules, {}};
  for (const auto& check : kChecks) {
    if (!check.holds(it)) {
      it.admission.refusal = check.refusal;
      break;
    }
  }
  return it.admission;
}

}  // namespace enocheck::sim
