#include "sut/credentials.h"

#include <array>
#include <set>

#include <fmt/format.h>

#include "sim/dsp/rules.h"

namespace enocheck::sut {
namespace {

using crypto::KeyUsage;
using crypto::RemotePartyRole;

constexpr std::array kUsages = {KeyUsage::DigitalSignature, KeyUsage::KeyAgreement};

crypto::KeyStore::Entry entry_of(crypto::KeyStore::Entry entry, bool with_key) {
  if (!with_key) { entry.private_key.reset(); }
  return entry;
}

/// A party signs with a key that it has: without one in the key store it gets another pair.
bool needs_private_key(RemotePartyRole role) {
  return role == RemotePartyRole::AccessControlBroker || role == RemotePartyRole::DspXmlSigning;
}

bool belongs_to_dsp(RemotePartyRole role) {
  return role == RemotePartyRole::AccessControlBroker || role == RemotePartyRole::DspXmlSigning;
}
bool belongs_to_harness(RemotePartyRole role) { return role != RemotePartyRole::DspXmlSigning; }

/// A user with all that its certificates depend on.
std::string party(const catalogue::WorldUser& user) {
  auto text = to_string(user.eui);
  for (const auto& role : user.roles) { text += " " + role; }
  return text;
}

std::vector<Eui64> devices_of(const catalogue::WorldMeter& meter) {
  std::vector<Eui64> devices = {meter.esme, meter.hub};
  for (const auto& one : meter.switches) {
    if (one.kind == "hcalcs") { devices.push_back(one.hcalcs); }
  }
  return devices;
}

/// Tells worlds apart by whom they need keys for.
std::string parties_in(const catalogue::World& world) {
  std::string parties;
  for (const auto& user : world.users) { parties += party(user) + ";"; }
  for (const auto& meter : world.meters) {
    for (const auto& device : devices_of(meter)) { parties += to_string(device) + ";"; }
  }
  return parties;
}

}  // namespace

Result<std::shared_ptr<Credentials>> Credentials::create(std::uint64_t seed, bool signs_repeatably,
                                                         std::shared_ptr<const crypto::KeyStore> given) {
  auto pki = crypto::TestPki::create(seed);
  if (!pki) { return tl::unexpected(pki.error()); }
  return std::shared_ptr<Credentials>(new Credentials(std::move(*pki), signs_repeatably, std::move(given)));
}

Result<std::shared_ptr<const crypto::KeyStore>> Credentials::of_dsp(const catalogue::World& world) {
  const auto parties = parties_in(world);
  if (const auto found = dsp_stores_.find(parties); found != dsp_stores_.end()) { return found->second; }
  auto store = std::make_shared<crypto::KeyStore>();
  auto status = add_dsp(*store, belongs_to_dsp);
  for (const auto& user : world.users) {
    if (status) { status = add_user(*store, user, belongs_to_dsp); }
  }
  for (const auto& meter : world.meters) {
    for (const auto& eui : devices_of(meter)) {
      if (status) { status = add_device(*store, eui); }
    }
  }
  if (!status) { return tl::unexpected(status.error()); }
  return dsp_stores_.emplace(parties, std::move(store)).first->second;
}

Result<crypto::KeyStore> Credentials::of_harness(const std::map<std::string, catalogue::World>& worlds) {
  crypto::KeyStore store;
  std::set<std::string> known;
  auto status = add_dsp(store, belongs_to_harness);
  for (const auto& [name, world] : worlds) {
    for (const auto& user : world.users) {
      if (status && known.insert(party(user)).second) { status = add_user(store, user, belongs_to_harness); }
    }
    for (const auto& meter : world.meters) {
      for (const auto& eui : devices_of(meter)) {
        if (status && known.insert(to_string(eui)).second) { status = add_device(store, eui); }
      }
    }
  }
  if (!status) { return tl::unexpected(status.error()); }
  return store;
}

Result<sim::DeviceCredentials> Credentials::of_device(const catalogue::World& world,
                                                      const catalogue::WorldMeter& meter, const Eui64& eui) {
  const auto signing = device_key(eui, KeyUsage::DigitalSignature);
  const auto agreement = device_key(eui, KeyUsage::KeyAgreement);
  if (!signing) { return tl::unexpected(signing.error()); }
  if (!agreement) { return tl::unexpected(agreement.error()); }
  sim::DeviceCredentials credentials{*signing, *agreement, {}};
  const std::array<std::pair<std::string_view, RemotePartyRole>, 2> cells = {
      {{meter.supplier, RemotePartyRole::Supplier},
       {meter.network_operator, RemotePartyRole::NetworkOperator}}};
  for (const auto& [name, role] : cells) {
    const auto* const user = world.find_user(name);
    if (user == nullptr) { continue; }  // an empty cell
    auto cell = anchor(user->eui, role);
    if (!cell) { return tl::unexpected(cell.error()); }
    credentials.anchors.push_back(std::move(*cell));
  }
  auto broker = anchor(catalogue::kAccessControlBroker, RemotePartyRole::AccessControlBroker);
  if (!broker) { return tl::unexpected(broker.error()); }
  credentials.anchors.push_back(std::move(*broker));
  return credentials;
}

Result<const Credentials::Entry*> Credentials::organisation(const Eui64& eui, RemotePartyRole role,
                                                            KeyUsage usage) {
  const std::tuple key{eui, role, usage};
  if (const auto found = organisations_.find(key); found != organisations_.end()) { return &found->second; }
  const auto* const given = given_ ? given_->find(eui, role, usage) : nullptr;
  if (given != nullptr && (given->private_key || !needs_private_key(role))) {
    auto own = *given;
    if (signs_repeatably_ && own.private_key) { own.private_key = own.private_key->signing_repeatably(); }
    return &organisations_.emplace(key, std::move(own)).first->second;
  }
  auto made = pki_.organisation(eui, role, usage);
  if (!made) { return tl::unexpected(made.error()); }
  if (signs_repeatably_) { made->key = made->key.signing_repeatably(); }
  return &organisations_.emplace(key, Entry{.certificate = made->certificate, .private_key = made->key})
              .first->second;
}

Result<const Credentials::Credential*> Credentials::device(const Eui64& eui, KeyUsage usage) {
  auto found = devices_.find({eui, usage});
  if (found == devices_.end()) {
    auto made = pki_.device(eui, usage);
    if (!made) { return tl::unexpected(made.error()); }
    if (signs_repeatably_) { made->key = made->key.signing_repeatably(); }
    found = devices_.emplace(std::pair{eui, usage}, std::move(*made)).first;
  }
  return &found->second;
}

Result<crypto::PrivateKey> Credentials::device_key(const Eui64& eui, KeyUsage usage) {
  if (const auto* const given = given_ ? given_->find(eui, usage) : nullptr) {
    if (given->private_key) { return *given->private_key; }
    return failure(ErrorCode::MissingKey,
                   fmt::format("the key store has a certificate of {} and no key: nobody can simulate that "
                               "device; leave it out of the key store",
                               to_string(eui)));
  }
  const auto made = device(eui, usage);
  if (!made) { return tl::unexpected(made.error()); }
  return (*made)->key;
}

Result<sim::TrustAnchor> Credentials::anchor(const Eui64& eui, RemotePartyRole role) {
  const auto signing = organisation(eui, role, KeyUsage::DigitalSignature);
  const auto agreement = organisation(eui, role, KeyUsage::KeyAgreement);
  if (!signing) { return tl::unexpected(signing.error()); }
  if (!agreement) { return tl::unexpected(agreement.error()); }
  return sim::TrustAnchor{role, eui, (*signing)->certificate.public_key(),
                          (*agreement)->certificate.public_key()};
}

Status Credentials::add_dsp(crypto::KeyStore& store, Owns owns) {
  constexpr std::array<std::pair<RemotePartyRole, KeyUsage>, 3> kKinds = {
      {{RemotePartyRole::AccessControlBroker, KeyUsage::DigitalSignature},
       {RemotePartyRole::AccessControlBroker, KeyUsage::KeyAgreement},
       {RemotePartyRole::DspXmlSigning, KeyUsage::DigitalSignature}}};
  for (const auto& [role, usage] : kKinds) {
    const auto made = organisation(catalogue::kAccessControlBroker, role, usage);
    if (!made) { return tl::unexpected(made.error()); }
    store.add(entry_of(**made, owns(role)));
  }
  return {};
}

/// A user has an XML signing key, and for each GBCS role that its DUIS roles come to a pair for signing and
/// key agreement.
Status Credentials::add_user(crypto::KeyStore& store, const catalogue::WorldUser& user, Owns owns) {
  std::set<std::pair<RemotePartyRole, KeyUsage>> kinds = {
      {RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature}};
  for (const auto& role : user.roles) {
    for (const auto usage : kUsages) { kinds.emplace(sim::remote_party_role(role), usage); }
  }
  for (const auto& [role, usage] : kinds) {
    const auto made = organisation(user.eui, role, usage);
    if (!made) { return tl::unexpected(made.error()); }
    store.add(entry_of(**made, owns(role)));
  }
  add_given_xml_certificates(store, user.eui);
  return {};
}

/// A user signs documents with whichever of its XML signing keys it likes: the certificate is named in each.
void Credentials::add_given_xml_certificates(crypto::KeyStore& store, const Eui64& user) const {
  if (!given_) { return; }
  for (const auto& entry : given_->entries()) {
    const auto& certificate = entry.certificate;
    const bool is_new = store.find_serial(certificate.serial()) == nullptr;
    if (certificate.subject() == user && certificate.role() == RemotePartyRole::XmlSigning && is_new) {
      store.add(entry_of(entry, false));
    }
  }
}

Status Credentials::add_device(crypto::KeyStore& store, const Eui64& eui) {
  for (const auto usage : kUsages) {
    if (const auto* const given = given_ ? given_->find(eui, usage) : nullptr) {
      store.add(entry_of(*given, false));
      continue;
    }
    const auto made = device(eui, usage);
    if (!made) { return tl::unexpected(made.error()); }
    store.add({.certificate = (*made)->certificate, .private_key = std::nullopt});
  }
  return {};
}

}  // namespace enocheck::sut
