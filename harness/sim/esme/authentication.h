#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/keys.h"
#include "gbcs/message.h"
#include "sim/esme/anchors.h"
#include "sim/esme/esme_state.h"
#include "sim/esme/use_case_rule.h"

namespace enocheck::sim {

/// The check that a command failed first. Source: GBCS brief 5.1, rows 1 to 9, in their order.
enum class Refusal {
  Malformed,
  WrongRecipient,
  NotACommand,
  UnknownCode,
  NotPermitted,
  BadMac,
  Replay,
  SignatureForm,
  BadSignature
};

/// One decision a row of the table. A conformant ESME decides like this; each can be replaced by itself.
class AuthenticationRules {
 public:
  explicit AuthenticationRules(Policy policy) : policy_(std::move(policy)) {}
  AuthenticationRules(const AuthenticationRules&) = delete;
  AuthenticationRules& operator=(const AuthenticationRules&) = delete;
  virtual ~AuthenticationRules() = default;

  /// What is read in place of octets from the hub; nothing: the octets as they came.
  [[nodiscard]] virtual std::optional<Bytes> read_instead(ByteView /*octets*/) const { return std::nullopt; }
  /// Does it go on after octets that are no message?
  [[nodiscard]] virtual bool serves_after_malformed() const { return true; }
  /// Row 1, beyond what decoding refuses: shortest lengths, no date-time, as commands have it.
  [[nodiscard]] virtual bool is_well_formed(const gbcs::Message& message) const;
  [[nodiscard]] virtual bool is_addressed_to(const gbcs::GroupingHeader& header, const Eui64& own) const;
  [[nodiscard]] virtual bool is_command(const gbcs::GroupingHeader& header) const;
  [[nodiscard]] virtual std::optional<UseCaseRule> use_case(MessageCode code,
                                                            std::string_view gbcs_version) const;
  /// Row 5: the cell of the sender; null if it is in none.
  [[nodiscard]] virtual const Anchor* sender_of(const gbcs::GroupingHeader& header,
                                                const std::vector<Anchor>& anchors) const;
  [[nodiscard]] virtual bool is_permitted(const UseCaseRule& rule, crypto::RemotePartyRole role) const;
  /// Row 5, for an unknown remote party: the broker names it and its counter; nobody else names one.
  [[nodiscard]] virtual bool names_its_party(const gbcs::GroupingHeader& header, const Anchor& sender) const;
  [[nodiscard]] virtual bool mac_holds(const gbcs::Message& message, const crypto::SharedSecret& z) const;
  /// Row 7: equal is a replay.
  [[nodiscard]] virtual bool is_fresh(OriginatorCounter received, OriginatorCounter executed) const;
  [[nodiscard]] virtual bool signature_form_fits(const UseCaseRule& rule, const gbcs::Message& message) const;
  [[nodiscard]] virtual bool signature_holds(const gbcs::Message& message,
                                             const crypto::PublicKey& key) const;
  /// The role whose execution counter a party in `role` has: its own.
  [[nodiscard]] virtual crypto::RemotePartyRole counted_under(crypto::RemotePartyRole role,
                                                              const UseCaseRule& rule) const;
  /// Row 10: a message that failed a check consumes no counter.
  [[nodiscard]] virtual bool stores_counter(std::optional<Refusal> refusal) const;

  [[nodiscard]] const Policy& policy() const { return policy_; }

 private:
  Policy policy_;
};

/// How far a message came. `rule` and `sender` are set once their checks have passed.
struct Admission {
  std::optional<Refusal> refusal;
  std::optional<UseCaseRule> rule;
  const Anchor* sender = nullptr;
};

/// What of a device's memory the checks read.
struct CheckedMemory {
  std::string_view gbcs_version;
  const std::map<crypto::RemotePartyRole, OriginatorCounter>& executed;  ///< highest counters, by role
};

/// Runs the checks in order and stops at the first that fails. Changes nothing.
[[nodiscard]] Admission examine(const gbcs::Message& message, const Eui64& own, const CheckedMemory& memory,
                                const std::vector<Anchor>& anchors, const AuthenticationRules& rules);

}  // namespace enocheck::sim
