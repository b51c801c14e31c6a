#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/eui64.h"
#include "core/result.h"
#include "crypto/key_agreement.h"
#include "crypto/key_store.h"
#include "crypto/keys.h"

namespace enocheck::crypto {
class TestPki;
}

namespace enocheck::catalogue {

class Element;

/// The **test** keys that vectors are protected with, as `vectors/pki/NAME_test_keys.xml` gives them: points
/// and scalars of a published test PKI, or a seed and who is who.
class VectorKeys {
 public:
  enum class Use { DigitalSignature, KeyAgreement, XmlSignature };
  struct Key {
    crypto::PublicKey public_key;
    std::optional<crypto::PrivateKey> private_key;
  };

  /// Errors: Io; Schema with file and line; BadValue for a key that is none.
  [[nodiscard]] static Result<VectorKeys> load(const std::filesystem::path& file);

  /// "published", "seed_46"
  [[nodiscard]] const std::string& name() const { return name_; }
  /// The seed of the test PKI that the keys are from; nothing for published keys.
  [[nodiscard]] const std::optional<std::uint64_t>& seed() const { return seed_; }
  /// The access control broker, who makes the MAC of every command.
  [[nodiscard]] const Eui64& broker() const { return broker_; }
  [[nodiscard]] const Key* find(const Eui64& eui, Use use) const;
  /// The secret of two parties of which at least one has a private key. Errors: MissingKey.
  [[nodiscard]] Result<crypto::SharedSecret> shared_secret(const Eui64& a, const Eui64& b) const;
  /// The certificates and keys of a seeded set, for other programs; empty for published keys.
  [[nodiscard]] const crypto::KeyStore& store() const { return store_; }

 private:
  VectorKeys() = default;
  [[nodiscard]] Status add_published(const Element& element);
  [[nodiscard]] Status add_from_pki(const Element& element, const crypto::TestPki& pki);

  std::string name_;
  std::optional<std::uint64_t> seed_;
  Eui64 broker_;
  std::map<std::pair<Eui64, Use>, Key> keys_;
  crypto::KeyStore store_;
};

}  // namespace enocheck::catalogue
