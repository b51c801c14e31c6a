#include "gbcs/verification.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "crypto/test_pki.h"
#include "gbcs/encryption.h"
#include "gbcs/protection.h"

namespace enocheck::gbcs {
namespace {

using crypto::KeyStore;
using crypto::KeyUsage;
using crypto::RemotePartyRole;

constexpr Eui64 kBroker(0xE0C0000000000004);
constexpr Eui64 kOperator(0xE0C0000000000003);
constexpr Eui64 kSupplier(0xE0C0000000000002);
constexpr Eui64 kEsme(0xE0C00000000000A0);
constexpr Eui64 kHcalcs(0xE0C00000000000A5);
constexpr Eui64 kStranger(0xE0C00000000000FF);

const Bytes kPayload = {0xD9, 0x20, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00};

/// A test PKI with everybody's keys, and key stores that hold parts of it.
class VerificationTest : public testing::Test {
 protected:
  VerificationTest() : pki_(crypto::TestPki::create(7).value()) {
    add_organisation(kBroker, RemotePartyRole::AccessControlBroker);
    add_organisation(kOperator, RemotePartyRole::NetworkOperator);
    add_organisation(kSupplier, RemotePartyRole::Supplier);
    add_device(kEsme);
    add_device(kHcalcs);
  }

  void add_organisation(const Eui64& eui, RemotePartyRole role) {
    for (const auto usage : {KeyUsage::DigitalSignature, KeyUsage::KeyAgreement}) {
      add(pki_.organisation(eui, role, usage).value());
    }
  }
  void add_device(const Eui64& eui) {
    for (const auto usage : {KeyUsage::DigitalSignature, KeyUsage::KeyAgreement}) {
      add(pki_.device(eui, usage).value());
    }
  }
  void add(crypto::TestPki::Credential credential) {
    all_.add({.certificate = credential.certificate, .private_key = credential.key});
  }

  /// The store without some party's entries, and with the private keys of organisations only, as a DSP has
  /// it.
  KeyStore store_without(std::optional<Eui64> eui, bool with_device_keys = false) const {
    KeyStore store;
    for (auto entry : all_.entries()) {
      if (entry.certificate.subject() == eui) { continue; }
      if (!entry.certificate.role() && !with_device_keys) { entry.private_key.reset(); }
      store.add(std::move(entry));
    }
    return store;
  }

  static GroupingHeader header(CraFlag cra, const Eui64& from, const Eui64& to) {
    return {.cra = cra,
            .counter = OriginatorCounter(1),
            .originator = from,
            .target = to,
            .date_time = {},
            .code = MessageCode(0x0055),
            .supplementary = {}};
  }

  crypto::SharedSecret secret(const Eui64& a, const Eui64& b) const {
    return all_.shared_secret(*all_.find(a, KeyUsage::KeyAgreement), *all_.find(b, KeyUsage::KeyAgreement))
        .value();
  }
  const crypto::PrivateKey& signing_key(const Eui64& eui) const {
    return *all_.find(eui, KeyUsage::DigitalSignature)->private_key;
  }

  /// A message signed by `signer` if any, and with a MAC between two parties if any.
  Bytes protect(const GroupingHeader& header, std::optional<Eui64> signer,
                std::optional<std::pair<Eui64, Eui64>> mac_pair) const {
    auto octets = encode_unsigned(header, kPayload);
    if (signer) {
      octets = sign_message(octets, signing_key(*signer)).value();
    } else {
      append_signature(octets, {});
    }
    return mac_pair ? add_mac(octets, secret(mac_pair->first, mac_pair->second)).value() : octets;
  }

  static std::string verdict(const KeyStore& store, ByteView octets) {
    const auto message = decode_message(octets).value();
    const auto found = Verifier(store).verify(message);
    return std::string(name_of(found.signature)) + " " + name_of(found.mac);
  }

  crypto::TestPki pki_;
  KeyStore all_;
};

TEST_F(VerificationTest, CommandOfAKnownPartyCarriesTheBrokersMac) {
  const auto command = header(CraFlag::Command, kOperator, kEsme);
  const auto store = store_without({});
  EXPECT_EQ(verdict(store, protect(command, kOperator, {{kBroker, kEsme}})), "valid valid");
  EXPECT_EQ(verdict(store, protect(command, {}, {{kBroker, kEsme}})), "empty valid");
  EXPECT_EQ(verdict(store, protect(command, kOperator, {{kOperator, kEsme}})), "valid invalid");
  EXPECT_EQ(verdict(store, protect(command, kSupplier, {{kBroker, kEsme}})), "invalid valid");
  EXPECT_EQ(verdict(store, protect(command, kOperator, {{kBroker, kHcalcs}})), "valid invalid");
}

TEST_F(VerificationTest, CommandForAnUnknownPartyIsSignedByTheBroker) {
  auto command = header(CraFlag::Command, kBroker, kEsme);
  command.supplementary = SupplementaryParty{.remote_party = kOperator,
                                             .remote_party_counter = OriginatorCounter(5),
                                             .originator_counter = {},
                                             .certificate = {}};
  const auto store = store_without({});
  EXPECT_EQ(verdict(store, protect(command, kBroker, {{kBroker, kEsme}})), "valid valid");
  EXPECT_EQ(verdict(store, protect(command, kOperator, {{kBroker, kEsme}})), "invalid valid");
}

TEST_F(VerificationTest, ResponsesAndAlertsAreBetweenDeviceAndRecipient) {
  const auto store = store_without({});
  for (const auto cra : {CraFlag::Response, CraFlag::Alert}) {
    const auto to_operator = header(cra, kEsme, kOperator);
    EXPECT_EQ(verdict(store, protect(to_operator, {}, {{kEsme, kOperator}})), "empty valid");
    EXPECT_EQ(verdict(store, protect(to_operator, {}, {{kEsme, kBroker}})), "empty invalid");
    EXPECT_EQ(verdict(store, protect(to_operator, kEsme, {})), "valid absent");
    EXPECT_EQ(verdict(store, protect(to_operator, kHcalcs, {})), "invalid absent");
    const auto to_broker = header(cra, kEsme, kBroker);
    EXPECT_EQ(verdict(store, protect(to_broker, {}, {{kEsme, kBroker}})), "empty valid");
  }
}

TEST_F(VerificationTest, TwoDevicesUseTheirOwnKeys) {
  const auto octets = protect(header(CraFlag::Command, kHcalcs, kEsme), {}, {{kHcalcs, kEsme}});
  EXPECT_EQ(verdict(store_without({}, true), octets), "empty valid");
  EXPECT_EQ(verdict(store_without({}), octets), "empty unchecked") << "no private key of either";
}

TEST_F(VerificationTest, WithoutAKeyNothingIsCalledInvalid) {
  const auto command = protect(header(CraFlag::Command, kOperator, kEsme), kOperator, {{kBroker, kEsme}});
  EXPECT_EQ(verdict(store_without(kOperator), command), "unchecked valid");
  EXPECT_EQ(verdict(store_without(kEsme), command), "valid unchecked");
  EXPECT_EQ(verdict(store_without(kBroker), command), "valid unchecked");
  EXPECT_EQ(verdict(KeyStore(), command), "unchecked unchecked");
  const auto response = protect(header(CraFlag::Response, kEsme, kOperator), {}, {{kEsme, kOperator}});
  EXPECT_EQ(verdict(store_without(kOperator), response), "empty unchecked");
  EXPECT_EQ(verdict(store_without(kEsme), response), "empty unchecked");
}

TEST_F(VerificationTest, AnUnknownOriginatorMayBeADevice) {
  const auto octets = protect(header(CraFlag::Command, kStranger, kEsme), {}, {{kSupplier, kEsme}});
  EXPECT_EQ(verdict(store_without({}), octets), "empty unchecked");
}

TEST_F(VerificationTest, OneOfSeveralKeysIsEnough) {
  const auto command = protect(header(CraFlag::Command, kOperator, kEsme), kOperator, {{kBroker, kEsme}});
  auto store = store_without({});
  for (const auto usage : {KeyUsage::DigitalSignature, KeyUsage::KeyAgreement}) {
    const auto newer = pki_.organisation(kOperator, RemotePartyRole::NetworkOperator, usage, 1).value();
    store.add({.certificate = newer.certificate, .private_key = newer.key});
    const auto broker = pki_.organisation(kBroker, RemotePartyRole::AccessControlBroker, usage, 1).value();
    store.add({.certificate = broker.certificate, .private_key = broker.key});
  }
  EXPECT_EQ(verdict(store, command), "valid valid");
}

TEST_F(VerificationTest, AnUntriedKeyMightHaveFitted) {
  const auto response = protect(header(CraFlag::Response, kEsme, kOperator), {}, {{kEsme, kBroker}});
  auto store = store_without({});
  EXPECT_EQ(verdict(store, response), "empty invalid");
  const auto newer =
      pki_.organisation(kOperator, RemotePartyRole::NetworkOperator, KeyUsage::KeyAgreement, 1).value();
  store.add({.certificate = newer.certificate, .private_key = {}});
  EXPECT_EQ(verdict(store, response), "empty unchecked");
}

TEST_F(VerificationTest, XmlSigningKeysDoNotSignMessages) {
  const auto xml =
      pki_.organisation(kStranger, RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature).value();
  auto store = store_without({});
  store.add({.certificate = xml.certificate, .private_key = xml.key});
  const auto octets =
      sign_message(encode_unsigned(header(CraFlag::Command, kStranger, kEsme), kPayload), xml.key).value();
  EXPECT_EQ(verdict(store, octets), "unchecked absent");
}

TEST_F(VerificationTest, PreCommandsAreUnprotected) {
  auto octets = encode_unsigned(header(CraFlag::Command, kOperator, kEsme), kPayload);
  EXPECT_EQ(verdict(all_, octets), "absent absent");
  octets.push_back(0);
  EXPECT_EQ(verdict(all_, octets), "empty absent");
}

TEST_F(VerificationTest, DecryptsAttributesForTheKnownParty) {
  const auto response = header(CraFlag::Response, kEsme, kSupplier);
  const Bytes plain = {0x06, 0, 0, 1, 2};
  const auto ciphered = encrypt_attribute(response, plain, secret(kEsme, kSupplier));
  EXPECT_TRUE(looks_encrypted(ciphered));
  EXPECT_EQ(ciphered.size(), 5 + plain.size() + 12);
  EXPECT_EQ(decrypt_attribute(response, ciphered, store_without({})).value(), plain);
  EXPECT_EQ(decrypt_attribute(response, ciphered, store_without(kSupplier)).error().code,
            ErrorCode::MissingKey);
  auto other = response;
  other.counter = OriginatorCounter(2);
  EXPECT_EQ(decrypt_attribute(other, ciphered, store_without({})).error().code, ErrorCode::BadMac);
  EXPECT_EQ(decrypt_attribute(response, plain, store_without({})).error().code, ErrorCode::BadValue);
}

TEST_F(VerificationTest, DecryptsAttributesForTheUnknownPartyWithItsOwnCounter) {
  auto response = header(CraFlag::Response, kEsme, kBroker);
  response.supplementary = SupplementaryParty{.remote_party = kOperator,
                                              .remote_party_counter = OriginatorCounter(5),
                                              .originator_counter = OriginatorCounter(9),
                                              .certificate = {}};
  const Bytes plain = {0x03, 0xFF};
  const auto ciphered = encrypt_attribute(response, plain, secret(kEsme, kOperator));
  EXPECT_EQ(decrypt_attribute(response, ciphered, store_without({})).value(), plain);
  response.supplementary->originator_counter = OriginatorCounter(10);
  EXPECT_FALSE(decrypt_attribute(response, ciphered, store_without({})).has_value());
}

}  // namespace
}  // namespace enocheck::gbcs
