#pragma once

#include <cstdint>
#include <filesystem>

#include "core/clock.h"
#include "core/eui64.h"
#include "core/result.h"
#include "crypto/certificate.h"
#include "crypto/key_store.h"
#include "crypto/keys.h"

namespace enocheck::crypto {

/// A **test** PKI in the shape of SMKI: root, issuing authority, organisations, devices. The same seed gives
/// the same octets, signatures included; nothing it makes protects anything.
///
/// Layout follows the certificates of RTDS 4.5.0: organisation = OU role (two hex digits) and
/// x500UniqueIdentifier; device = empty subject and hardwareModuleName; key usage critical, exactly one;
/// subject key id = SHA-1 rule.
class TestPki {
 public:
  struct Credential {
    Certificate certificate;
    PrivateKey key;
  };

  [[nodiscard]] static Result<TestPki> create(std::uint64_t seed);

  [[nodiscard]] const Certificate& root() const { return root_; }
  [[nodiscard]] const Certificate& issuing_authority() const { return issuing_; }
  /// `role` XmlSigning and DspXmlSigning with usage DigitalSignature are the XML signing certificates.
  /// `generation` tells several certificates of the same subject apart (0 is the current one).
  [[nodiscard]] Result<Credential> organisation(const Eui64& eui, RemotePartyRole role, KeyUsage usage,
                                                unsigned generation = 0) const;
  [[nodiscard]] Result<Credential> device(const Eui64& eui, KeyUsage usage, unsigned generation = 0) const;
  /// As `organisation`, with a validity and a key of its own: for expired and not yet valid certificates.
  [[nodiscard]] Result<Credential> organisation_valid(const Eui64& eui, RemotePartyRole role, KeyUsage usage,
                                                      Instant not_before, Instant not_after) const;

 private:
  TestPki(std::uint64_t seed, Certificate root, Certificate issuing, PrivateKey issuing_key)
      : seed_(seed),
        root_(std::move(root)),
        issuing_(std::move(issuing)),
        issuing_key_(std::move(issuing_key)) {}
  std::uint64_t seed_;
  Certificate root_;
  Certificate issuing_;
  PrivateKey issuing_key_;
};

/// Writes the entries of a store in the layout that KeyStore::load reads, with a file TEST-KEYS.txt that says
/// what they are. Certificates without an EUI-64 (authorities) are named after their role.
/// Errors: Io with the path; BadValue if two entries would have the same file name.
[[nodiscard]] Status write_test_key_store(const std::filesystem::path& folder, const KeyStore& store);

}  // namespace enocheck::crypto
