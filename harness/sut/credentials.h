#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "catalogue/world.h"
#include "crypto/key_store.h"
#include "crypto/test_pki.h"
#include "sim/credentials.h"

namespace enocheck::sut {

/// Keys and certificates of everybody in the embedded target, from one **test** PKI, or where a key store is
/// given, from there first. Making a key pair with its certificate costs a millisecond, so each is made once
/// and kept from case to case.
class Credentials {
 public:
  /// `signs_repeatably`: the same octets get the same signature, at some cost in time. `given`: certificates
  /// of organisations, with their private keys where it has them (ZAZ1), and of devices; who is not in it
  /// gets test keys.
  [[nodiscard]] static Result<std::shared_ptr<Credentials>> create(
      std::uint64_t seed, bool signs_repeatably = false, std::shared_ptr<const crypto::KeyStore> given = {});

  /// What the DSP holds in a world: its own private keys, certificates of all others. Made once for the same
  /// parties, so that secrets agreed in one case need not be agreed again in the next.
  [[nodiscard]] Result<std::shared_ptr<const crypto::KeyStore>> of_dsp(const catalogue::World& world);
  /// What a device of a meter's premises holds: its own keys, and its trust anchor cells. The hub and the
  /// HCALCSs know the parties that the meter knows. Errors: MissingKey where the given store has a
  /// certificate of the device alone: that is somebody's real one.
  [[nodiscard]] Result<sim::DeviceCredentials> of_device(const catalogue::World& world,
                                                         const catalogue::WorldMeter& meter,
                                                         const Eui64& device);
  /// What the harness holds for all of these worlds: private keys of the service users; those of the access
  /// control broker, for security cases that protect a message again; certificates of DSP and devices.
  [[nodiscard]] Result<crypto::KeyStore> of_harness(const std::map<std::string, catalogue::World>& worlds);
  [[nodiscard]] const crypto::TestPki& pki() const { return pki_; }

 private:
  using Credential = crypto::TestPki::Credential;
  using Entry = crypto::KeyStore::Entry;
  Credentials(crypto::TestPki pki, bool signs_repeatably, std::shared_ptr<const crypto::KeyStore> given)
      : pki_(std::move(pki)), signs_repeatably_(signs_repeatably), given_(std::move(given)) {}

  [[nodiscard]] Result<const Entry*> organisation(const Eui64& eui, crypto::RemotePartyRole role,
                                                  crypto::KeyUsage usage);
  [[nodiscard]] Result<const Credential*> device(const Eui64& eui, crypto::KeyUsage usage);
  [[nodiscard]] Result<crypto::PrivateKey> device_key(const Eui64& eui, crypto::KeyUsage usage);
  [[nodiscard]] Result<sim::TrustAnchor> anchor(const Eui64& eui, crypto::RemotePartyRole role);
  /// Everybody's certificate goes into `store`; with its private key if `owns` says so.
  using Owns = bool (*)(crypto::RemotePartyRole);
  [[nodiscard]] Status add_dsp(crypto::KeyStore& store, Owns owns);
  [[nodiscard]] Status add_user(crypto::KeyStore& store, const catalogue::WorldUser& user, Owns owns);
  void add_given_xml_certificates(crypto::KeyStore& store, const Eui64& user) const;
  [[nodiscard]] Status add_device(crypto::KeyStore& store, const Eui64& eui);

  crypto::TestPki pki_;
  bool signs_repeatably_;
  std::shared_ptr<const crypto::KeyStore> given_;  ///< may be null
  std::map<std::tuple<Eui64, crypto::RemotePartyRole, crypto::KeyUsage>, Entry> organisations_;
  std::map<std::pair<Eui64, crypto::KeyUsage>, Credential> devices_;
  std::map<std::string, std::shared_ptr<const crypto::KeyStore>> dsp_stores_;  ///< by the parties in it
};

}  // namespace enocheck::sut
