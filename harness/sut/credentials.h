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

/// The key stores of a world's parties. Each party is handed its own and no other.
struct PartyKeys {
  crypto::KeyStore users;   ///< the harness's: private keys of the service users, certificates of all others
  crypto::KeyStore dsp;     ///< private keys of the DSP, certificates of all others
  crypto::KeyStore broker;  ///< the harness's, for security cases that protect a message again: private keys
                            ///< of the access control broker, certificates of devices
};

/// Keys and certificates of everybody in the embedded target, from one **test** PKI. Making a key pair with
/// its certificate costs a millisecond, so each is made once and kept from case to case.
class Credentials {
 public:
  [[nodiscard]] static Result<std::shared_ptr<Credentials>> create(std::uint64_t seed);

  /// The key stores for the users and devices of a world; made once for the same parties, so that secrets
  /// agreed in one case need not be agreed again in the next.
  [[nodiscard]] Result<std::shared_ptr<const PartyKeys>> parties_of(const catalogue::World& world);
  /// What a meter of the world holds: its own keys, and its trust anchor cells.
  [[nodiscard]] Result<sim::DeviceCredentials> of_meter(const catalogue::World& world,
                                                        const catalogue::WorldMeter& meter);
  [[nodiscard]] const crypto::TestPki& pki() const { return pki_; }

 private:
  using Credential = crypto::TestPki::Credential;
  explicit Credentials(crypto::TestPki pki) : pki_(std::move(pki)) {}

  [[nodiscard]] Result<const Credential*> organisation(const Eui64& eui, crypto::RemotePartyRole role,
                                                       crypto::KeyUsage usage);
  [[nodiscard]] Result<const Credential*> device(const Eui64& eui, crypto::KeyUsage usage);
  [[nodiscard]] Result<sim::TrustAnchor> anchor(const Eui64& eui, crypto::RemotePartyRole role);
  [[nodiscard]] Status add_dsp(PartyKeys& keys);
  [[nodiscard]] Status add_user(PartyKeys& keys, const catalogue::WorldUser& user);
  [[nodiscard]] Status add_device(PartyKeys& keys, const Eui64& device);

  crypto::TestPki pki_;
  std::map<std::tuple<Eui64, crypto::RemotePartyRole, crypto::KeyUsage>, Credential> organisations_;
  std::map<std::pair<Eui64, crypto::KeyUsage>, Credential> devices_;
  std::map<std::string, std::shared_ptr<const PartyKeys>> parties_;
};

}  // namespace enocheck::sut
