#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/eui64.h"
#include "crypto/key_store.h"
#include "gbcs/message.h"

namespace enocheck::gbcs {

enum class SignatureStatus { Absent, Empty, Valid, Invalid, Unchecked };
enum class MacStatus { Absent, Valid, Invalid, Unchecked };

/// "absent", "empty", "valid", "invalid", "unchecked"
[[nodiscard]] const char* name_of(SignatureStatus status);
[[nodiscard]] const char* name_of(MacStatus status);

struct Verification {
  SignatureStatus signature = SignatureStatus::Absent;
  MacStatus mac = MacStatus::Absent;
};

/// What can be said without keys: absent, empty, unchecked.
[[nodiscard]] Verification verification_without_keys(const Message& message);

/// Finds the keys that a message's category calls for, and checks MAC and signature with them.
///
/// Signature: by the party in the originator field: the business originator or, for an unknown remote party,
/// the
///            access control broker on a command, the device on a response or an alert.
/// MAC:       command of an organisation: access control broker and target, whoever the originator is;
/// anything
///            else: originator and target (device and known remote party, device and broker, two devices).
/// A party may have several keys (prepayment, renewed certificates): valid if one fits. Unchecked where a key
/// that would be needed is not in the store, never invalid. Validity periods are not looked at.
/// Source: GBCS brief 1.7, verified on RTDS 4.5.0.
class Verifier {
 public:
  /// `keys` must outlive the verifier and not change. The broker is found by its role.
  explicit Verifier(const crypto::KeyStore& keys);
  /// Not for several threads at once: the store keeps shared secrets.
  [[nodiscard]] Verification verify(const Message& message) const;

 private:
  using Entries = std::vector<const crypto::KeyStore::Entry*>;
  struct Party {
    Entries signing;
    Entries agreement;
    bool is_organisation = false;
  };
  [[nodiscard]] const Party* find(const Eui64& eui) const;
  [[nodiscard]] SignatureStatus verify_signature(const Message& message) const;
  [[nodiscard]] MacStatus verify_mac(const Message& message) const;

  const crypto::KeyStore& keys_;  // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members)
  std::unordered_map<Eui64, Party> parties_;
  Entries brokers_;
};

}  // namespace enocheck::gbcs
