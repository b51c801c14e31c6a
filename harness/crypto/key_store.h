#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/eui64.h"
#include "core/result.h"
#include "crypto/certificate.h"
#include "crypto/keys.h"
#include "crypto/secret_bytes.h"

namespace enocheck::crypto {

/// Certificates by EUI-64, and the private keys that are at hand. Everything is parsed on loading.
class KeyStore {
 public:
  struct Entry {
    Certificate certificate;
    std::optional<PrivateKey> private_key;
    bool prepayment = false;  ///< the supplier's second key agreement key (file ending -pp-ka)
  };

  /// Loads `<eui>-ds.pem`, `-ka.pem`, `-pp-ka.pem`, `-xml.pem` and the `.key` beside each, from the folder
  /// and those below it; or, if `source` is a file, the JSON form of the ZAZ1 key store. Certificates in
  /// files of other names (authorities) are taken for what they say. Files that are no certificates, keys
  /// alone, and certificates of another party or usage than their name says are reported in `ignored`.
  /// Errors: Io with the path; BadValue with the file where a certificate or key is damaged, where a key does
  /// not belong to its certificate, and for a folder without certificates. The detail says what mends it.
  [[nodiscard]] static Result<KeyStore> load(const std::filesystem::path& source);
  /// The same from the text of a ZAZ1 JSON key store; `name` stands in errors.
  [[nodiscard]] static Result<KeyStore> from_json(std::string_view json, std::string_view name);

  /// Pointers to entries do not outlive this.
  void add(Entry entry);

  /// The best entry of `eui` for `usage` on GBCS messages: XML signing roles (135, 137) and prepayment are
  /// left out. Entries with a private key come first, then the one that stays valid longest.
  [[nodiscard]] const Entry* find(const Eui64& eui, KeyUsage usage) const;
  /// The best entry of `eui` in `role`; prepayment comes last.
  [[nodiscard]] const Entry* find(const Eui64& eui, RemotePartyRole role, KeyUsage usage) const;
  /// By ds:X509SerialNumber (compared as numbers: leading zeros and blanks do not count).
  [[nodiscard]] const Entry* find_serial(std::string_view serial) const;
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] const std::vector<std::string>& ignored() const { return ignored_; }

  /// Every key pair's entries of `eui` for key agreement, prepayment included, in order of preference.
  [[nodiscard]] std::vector<const Entry*> key_agreement_entries(const Eui64& eui) const;
  /// The same for signatures, XML signing last: a party may have several sets of certificates (ZAZ1 has two),
  /// and a message does not say with which of them it was made.
  [[nodiscard]] std::vector<const Entry*> signing_entries(const Eui64& eui) const;

  /// The ECDH secret of two entries of which at least one has a private key; computed once and kept.
  /// Errors: MissingKey if neither has one.
  [[nodiscard]] Result<SharedSecret> shared_secret(const Entry& a, const Entry& b) const;

 private:
  template <class Condition>
  [[nodiscard]] const Entry* best(const Eui64& eui, KeyUsage usage, Condition condition) const;
  [[nodiscard]] std::vector<const Entry*> all(const Eui64& eui, KeyUsage usage) const;

  std::vector<Entry> entries_;
  std::multimap<Eui64, std::size_t> by_eui_;  ///< index into entries_
  std::map<std::string, std::size_t, std::less<>> by_serial_;
  std::vector<std::string> ignored_;
  /// Keyed by both public points; a cache, so a const store may fill it. Not for several threads at once.
  mutable std::map<std::pair<std::array<std::uint8_t, 65>, std::array<std::uint8_t, 65>>, SharedSecret>
      secrets_;
};

}  // namespace enocheck::crypto
