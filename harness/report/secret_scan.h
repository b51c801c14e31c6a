#pragma once

#include <bitset>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "crypto/keys.h"

namespace enocheck::report {

/// Looks for private keys in what is about to leave the house: in PEM, in DER, and known ones by their value;
/// as octets, or spelt as hex or base64, also one within the other.
class SecretScan {
 public:
  /// A key that must not be found, whatever stands around it.
  void add(const crypto::PrivateKey& key);
  [[nodiscard]] std::size_t known() const { return scalars_.size(); }
  /// What was found first, for people; never the secret itself.
  [[nodiscard]] std::optional<std::string> find(ByteView content) const { return find(content, 0); }

 private:
  [[nodiscard]] std::optional<std::string> find(ByteView content, unsigned depth) const;
  [[nodiscard]] bool has_known(ByteView content) const;
  [[nodiscard]] std::optional<std::string> find_spelt(ByteView content, unsigned depth) const;

  std::set<Bytes> scalars_;
  std::bitset<65536> beginnings_;  ///< of the scalars: their first two octets
};

}  // namespace enocheck::report
