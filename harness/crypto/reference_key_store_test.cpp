// KeyStore against the key store beside RTDS 4.5.0 and against its JSON form, where they are at hand.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/hex.h"
#include "crypto/digest.h"
#include "crypto/key_store.h"
#include "crypto/published_test_keys.h"

namespace enocheck::crypto {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): tests run in one thread
  return value != nullptr ? value : "";
}

fs::path reference_folder() {
  if (const auto given = environment("ENOCHECK_REFERENCE_DIR"); !given.empty()) { return given; }
  return fs::path(environment("ENOCHECK_SOURCE_DIR")) / ".." / "shared" / "reference";
}

class ReferenceKeyStore : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::is_directory(folder_)) {
      GTEST_SKIP() << "no reference key store: " << folder_ << " (set ENOCHECK_REFERENCE_DIR)";
    }
    auto store = KeyStore::load(folder_);
    ASSERT_TRUE(store.has_value()) << store.error().detail;
    store_ = *std::move(store);
  }
  fs::path folder_ = reference_folder() / "keystore";
  KeyStore store_;
};

TEST_F(ReferenceKeyStore, LoadsEveryCertificateAndKey) {
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator(folder_)) { files += file.is_regular_file() ? 1U : 0U; }
  EXPECT_EQ(files, 435U);
  const auto& entries = store_.entries();
  // 416 certificates, of which 90b3d51f30000007-ka is a copy of the second supplier's under a wrong name.
  EXPECT_EQ(entries.size(), 415U);
  EXPECT_EQ(std::ranges::count_if(entries, [](const auto& entry) { return entry.private_key.has_value(); }),
            15);
  EXPECT_EQ(std::ranges::count_if(entries, [](const auto& entry) { return entry.prepayment; }), 2);
  EXPECT_EQ(store_.ignored().size(), 4U) << fmt::format("{}", fmt::join(store_.ignored(), "\n"));
  for (const auto& entry : entries) {
    EXPECT_TRUE(entry.certificate.subject().has_value()) << entry.certificate.serial();
    EXPECT_TRUE(entry.certificate.usage().has_value()) << entry.certificate.serial();
  }
}

TEST_F(ReferenceKeyStore, FollowsTheSubjectKeyIdRule) {
  for (const auto& entry : store_.entries()) {
    const auto digest = sha1(entry.certificate.public_key().point());
    auto expected = Bytes(digest.end() - 8, digest.end());
    expected[0] = static_cast<std::uint8_t>(0x40U | (expected[0] & 0x0FU));
    EXPECT_EQ(entry.certificate.subject_key_id(), expected) << entry.certificate.serial();
  }
}

TEST_F(ReferenceKeyStore, HasThePublishedKeys) {
  const auto point_of = [&](std::uint64_t eui, KeyUsage usage) {
    const auto* const entry = store_.find(Eui64(eui), usage);
    return entry == nullptr ? std::string("none") : encode_hex(entry->certificate.public_key().point());
  };
  EXPECT_EQ(point_of(0x90B3D51F30020000U, KeyUsage::DigitalSignature),
            published::kNetworkOperatorSigning.point);
  EXPECT_EQ(point_of(0x90B3D51F30020000U, KeyUsage::KeyAgreement),
            published::kNetworkOperatorAgreement.point);
  EXPECT_EQ(point_of(0x90B3D51F30010000U, KeyUsage::KeyAgreement), published::kSupplierAgreement.point);
  EXPECT_EQ(point_of(0x00DB1234567890A0U, KeyUsage::KeyAgreement), published::kEsmeAgreement);
  EXPECT_EQ(point_of(0x00DB1234567890A2U, KeyUsage::KeyAgreement), published::kHubAgreement);
  EXPECT_EQ(store_.find(Eui64(0x90B3D51F30020000U), KeyUsage::KeyAgreement)->certificate.role(),
            RemotePartyRole::NetworkOperator);
}

TEST_F(ReferenceKeyStore, AgreesOnTheSecretOfTheWorkedExample) {
  const auto* const broker = store_.find(Eui64(0x90B3D51F30000002U), KeyUsage::KeyAgreement);
  const auto* const esme = store_.find(Eui64(0x00DB1234567890A0U), KeyUsage::KeyAgreement);
  ASSERT_TRUE(broker != nullptr && esme != nullptr);
  EXPECT_EQ(encode_hex(store_.shared_secret(*esme, *broker).value().reveal()),
            "ED342441DF01551A6BEAFF3B54ADC981F4C6A7E71DFF4C3E1CC80B3C9F4E5AC0");
}

// The package @smartdcc/dccboxed-keystore has the same parties' keys as one JSON file; only the load
// controller got new ones since.
TEST_F(ReferenceKeyStore, HoldsTheKeysOfTheJsonForm) {
  const fs::path file = environment("ENOCHECK_ZAZ1_KEYSTORE");
  if (file.empty()) { GTEST_SKIP() << "ENOCHECK_ZAZ1_KEYSTORE does not name a ZAZ1 keystore.json"; }
  const auto json = KeyStore::load(file);
  ASSERT_TRUE(json.has_value()) << json.error().detail;
  EXPECT_TRUE(json->ignored().empty()) << fmt::format("{}", fmt::join(json->ignored(), "\n"));
  std::size_t compared = 0;
  for (const auto& entry : store_.entries()) {
    const auto& role = entry.certificate.role();
    if (!role || role == RemotePartyRole::LoadController) { continue; }  // the JSON form has no devices
    const auto* const same = json->find_serial(entry.certificate.serial());
    ASSERT_NE(same, nullptr) << entry.certificate.serial();
    EXPECT_EQ(same->certificate.der(), entry.certificate.der());
    EXPECT_EQ(same->prepayment, entry.prepayment);
    EXPECT_EQ(same->private_key.has_value(), entry.private_key.has_value());
    ++compared;
  }
  EXPECT_EQ(compared, 13U);
  for (const auto& entry : json->entries()) { EXPECT_TRUE(entry.private_key.has_value()); }
}

}  // namespace
}  // namespace enocheck::crypto
