#include "sut/credentials.h"

#include <array>
#include <set>

#include "engine/sut.h"
#include "sim/dsp/rules.h"

namespace enocheck::sut {
namespace {

using crypto::KeyUsage;
using crypto::RemotePartyRole;

constexpr std::array kUsages = {KeyUsage::DigitalSignature, KeyUsage::KeyAgreement};

crypto::KeyStore::Entry with_key(const crypto::TestPki::Credential& credential) {
  return {.certificate = credential.certificate, .private_key = credential.key};
}
crypto::KeyStore::Entry without_key(const crypto::TestPki::Credential& credential) {
  return {.certificate = credential.certificate, .private_key = std::nullopt};
}

/// Tells worlds apart by whom they need keys for.
std::string parties_in(const catalogue::World& world) {
  std::string parties;
  for (const auto& user : world.users) {
    parties += to_string(user.eui);
    for (const auto& role : user.roles) { parties += " " + role; }
    parties += '\n';
  }
  for (const auto& meter : world.meters) { parties += to_string(meter.esme) + '\n'; }
  return parties;
}

}  // namespace

Result<std::shared_ptr<Credentials>> Credentials::create(std::uint64_t seed) {
  auto pki = crypto::TestPki::create(seed);
  if (!pki) { return tl::unexpected(pki.error()); }
  return std::shared_ptr<Credentials>(new Credentials(std::move(*pki)));
}

Result<std::shared_ptr<const PartyKeys>> Credentials::parties_of(const catalogue::World& world) {
  const auto parties = parties_in(world);
  if (const auto found = parties_.find(parties); found != parties_.end()) { return found->second; }
  auto keys = std::make_shared<PartyKeys>();
  if (const auto status = add_dsp(*keys); !status) { return tl::unexpected(status.error()); }
  for (const auto& user : world.users) {
    if (const auto status = add_user(*keys, user); !status) { return tl::unexpected(status.error()); }
  }
  for (const auto& meter : world.meters) {
    if (const auto status = add_device(*keys, meter.esme); !status) { return tl::unexpected(status.error()); }
  }
  return parties_.emplace(parties, std::move(keys)).first->second;
}

Result<sim::DeviceCredentials> Credentials::of_meter(const catalogue::World& world,
                                                     const catalogue::WorldMeter& meter) {
  const auto signing = device(meter.esme, KeyUsage::DigitalSignature);
  const auto agreement = device(meter.esme, KeyUsage::KeyAgreement);
  if (!signing) { return tl::unexpected(signing.error()); }
  if (!agreement) { return tl::unexpected(agreement.error()); }
  sim::DeviceCredentials credentials{(*signing)->key, (*agreement)->key, {}};
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
  auto broker = anchor(engine::kAccessControlBroker, RemotePartyRole::AccessControlBroker);
  if (!broker) { return tl::unexpected(broker.error()); }
  credentials.anchors.push_back(std::move(*broker));
  return credentials;
}

Result<const Credentials::Credential*> Credentials::organisation(const Eui64& eui, RemotePartyRole role,
                                                                 KeyUsage usage) {
  const std::tuple key{eui, role, usage};
  auto found = organisations_.find(key);
  if (found == organisations_.end()) {
    auto made = pki_.organisation(eui, role, usage);
    if (!made) { return tl::unexpected(made.error()); }
    found = organisations_.emplace(key, std::move(*made)).first;
  }
  return &found->second;
}

Result<const Credentials::Credential*> Credentials::device(const Eui64& eui, KeyUsage usage) {
  auto found = devices_.find({eui, usage});
  if (found == devices_.end()) {
    auto made = pki_.device(eui, usage);
    if (!made) { return tl::unexpected(made.error()); }
    found = devices_.emplace(std::pair{eui, usage}, std::move(*made)).first;
  }
  return &found->second;
}

Result<sim::TrustAnchor> Credentials::anchor(const Eui64& eui, RemotePartyRole role) {
  const auto signing = organisation(eui, role, KeyUsage::DigitalSignature);
  const auto agreement = organisation(eui, role, KeyUsage::KeyAgreement);
  if (!signing) { return tl::unexpected(signing.error()); }
  if (!agreement) { return tl::unexpected(agreement.error()); }
  return sim::TrustAnchor{role, eui, (*signing)->key.public_key(), (*agreement)->key.public_key()};
}

Status Credentials::add_dsp(PartyKeys& keys) {
  for (const auto usage : kUsages) {
    const auto broker =
        organisation(engine::kAccessControlBroker, RemotePartyRole::AccessControlBroker, usage);
    if (!broker) { return tl::unexpected(broker.error()); }
    keys.dsp.add(with_key(**broker));
    keys.broker.add(with_key(**broker));
    keys.users.add(without_key(**broker));
  }
  const auto signing =
      organisation(engine::kAccessControlBroker, RemotePartyRole::DspXmlSigning, KeyUsage::DigitalSignature);
  if (!signing) { return tl::unexpected(signing.error()); }
  keys.dsp.add(with_key(**signing));
  keys.users.add(without_key(**signing));
  return {};
}

/// A user has an XML signing key, and for each GBCS role that its DUIS roles come to a pair for signing and
/// key agreement.
Status Credentials::add_user(PartyKeys& keys, const catalogue::WorldUser& user) {
  std::set<std::pair<RemotePartyRole, KeyUsage>> kinds = {
      {RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature}};
  for (const auto& role : user.roles) {
    for (const auto usage : kUsages) { kinds.emplace(sim::remote_party_role(role), usage); }
  }
  for (const auto& [role, usage] : kinds) {
    const auto made = organisation(user.eui, role, usage);
    if (!made) { return tl::unexpected(made.error()); }
    keys.users.add(with_key(**made));
    keys.dsp.add(without_key(**made));
    keys.broker.add(without_key(**made));
  }
  return {};
}

Status Credentials::add_device(PartyKeys& keys, const Eui64& eui) {
  for (const auto usage : kUsages) {
    const auto made = device(eui, usage);
    if (!made) { return tl::unexpected(made.error()); }
    for (auto* const store : {&keys.users, &keys.dsp, &keys.broker}) { store->add(without_key(**made)); }
  }
  return {};
}

}  // namespace enocheck::sut
