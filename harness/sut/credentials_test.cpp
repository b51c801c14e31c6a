#include "sut/credentials.h"

#include <gtest/gtest.h>

namespace enocheck::sut {
namespace {

using crypto::KeyStore;
using crypto::KeyUsage;
using crypto::RemotePartyRole;

constexpr Eui64 kEno(0x90B3D51F30020000U);
constexpr Eui64 kEsme(0x00DB1234567890A0U);

/// Somebody else's test PKI, as if it had come from a key store file.
class GivenKeys : public testing::Test {
 protected:
  [[nodiscard]] KeyStore::Entry given(RemotePartyRole role, KeyUsage usage, bool with_key = true) const {
    const auto made = others_.organisation(kEno, role, usage).value();
    return {made.certificate, with_key ? std::optional(made.key) : std::nullopt};
  }
  [[nodiscard]] static std::shared_ptr<Credentials> using_keys(std::vector<KeyStore::Entry> entries) {
    auto store = std::make_shared<KeyStore>();
    for (auto& entry : entries) { store->add(std::move(entry)); }
    return Credentials::create(1, false, std::move(store)).value();
  }
  [[nodiscard]] static catalogue::World street() {
    catalogue::World world;
    auto& user = world.users.emplace_back();
    user.name = "ENO";
    user.eui = kEno;
    user.roles = {"ED"};
    auto& meter = world.meters.emplace_back();
    meter.esme = kEsme;
    meter.network_operator = "ENO";
    return world;
  }

  crypto::TestPki others_ = crypto::TestPki::create(999).value();
};

TEST_F(GivenKeys, AreThoseThatHarnessAndMeterHaveOfAParty) {
  const auto signing = given(RemotePartyRole::NetworkOperator, KeyUsage::DigitalSignature);
  const auto credentials = using_keys({signing});
  const auto world = street();
  const auto harness = credentials->of_harness({{"street", world}}).value();
  const auto* const held = harness.find(kEno, RemotePartyRole::NetworkOperator, KeyUsage::DigitalSignature);
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(held->certificate.serial(), signing.certificate.serial());
  EXPECT_TRUE(held->private_key.has_value());

  const auto meter = credentials->of_device(world, world.meters[0], kEsme).value();
  const auto known = std::find_if(meter.anchors.begin(), meter.anchors.end(),
                                  [](const sim::TrustAnchor& anchor) { return anchor.subject == kEno; });
  ASSERT_NE(known, meter.anchors.end());
  EXPECT_EQ(known->signing.point(), signing.certificate.public_key().point());
}

TEST_F(GivenKeys, ARealDeviceIsKnownByItsCertificateAndNotSimulated) {
  const auto made = others_.device(kEsme, KeyUsage::DigitalSignature).value();
  const auto world = street();
  const auto known = using_keys({KeyStore::Entry{made.certificate, std::nullopt}});
  const auto harness = known->of_harness({{"street", world}}).value();
  const auto* const held = harness.find(kEsme, KeyUsage::DigitalSignature);
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(held->certificate.serial(), made.certificate.serial());
  const auto dsp = known->of_dsp(world).value();
  EXPECT_EQ(dsp->find(kEsme, KeyUsage::DigitalSignature)->certificate.serial(), made.certificate.serial());
  const auto simulated = known->of_device(world, world.meters[0], kEsme);
  ASSERT_FALSE(simulated);
  EXPECT_EQ(simulated.error().code, ErrorCode::MissingKey);

  const auto with_key = using_keys({KeyStore::Entry{made.certificate, made.key}});
  EXPECT_TRUE(with_key->of_device(world, world.meters[0], kEsme));
  EXPECT_FALSE(with_key->of_dsp(world).value()->find(kEsme, KeyUsage::DigitalSignature)->private_key);
}

TEST_F(GivenKeys, WhoIsNotAmongThemGetsTestKeys) {
  const auto agreement = given(RemotePartyRole::NetworkOperator, KeyUsage::KeyAgreement);
  const auto credentials = using_keys({agreement});
  const auto harness = credentials->of_harness({{"street", street()}}).value();
  const auto* const signing =
      harness.find(kEno, RemotePartyRole::NetworkOperator, KeyUsage::DigitalSignature);
  ASSERT_NE(signing, nullptr);
  EXPECT_TRUE(signing->private_key.has_value());
  const auto* const held = harness.find(kEno, RemotePartyRole::NetworkOperator, KeyUsage::KeyAgreement);
  EXPECT_EQ(held->certificate.serial(), agreement.certificate.serial());
}

TEST_F(GivenKeys, EveryXmlSigningCertificateOfAUserIsKnownToTheDsp) {
  const auto second =
      others_.organisation(kEno, RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature, 1).value();
  const auto credentials = using_keys({given(RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature),
                                       KeyStore::Entry{second.certificate, second.key}});
  const auto dsp = credentials->of_dsp(street()).value();
  const auto* const known = dsp->find_serial(second.certificate.serial());
  ASSERT_NE(known, nullptr);
  EXPECT_FALSE(known->private_key.has_value()) << "a user's private keys are not the DSP's";
}

}  // namespace
}  // namespace enocheck::sut
