#include "crypto/key_store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/files.h"
#include "core/hex.h"
#include "crypto/key_agreement.h"
#include "crypto/test_pki.h"

namespace enocheck::crypto {
namespace {

namespace fs = std::filesystem;

constexpr Eui64 kNetworkOperator(0x90B3D51F30020000U);
constexpr Eui64 kSupplier(0x90B3D51F30010000U);
constexpr Eui64 kEsme(0x00DB1234567890A0U);

/// A folder of this test's own, removed when the test ends.
class KeyStoreTest : public testing::Test {
 protected:
  KeyStoreTest() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) /
              fmt::format("enocheck_{}_{}", test->name(), ::testing::UnitTest::GetInstance()->random_seed());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~KeyStoreTest() override { fs::remove_all(folder_); }

  KeyStore::Entry organisation(const Eui64& eui, RemotePartyRole role, KeyUsage usage,
                               unsigned generation = 0) const {
    const auto made = pki_.organisation(eui, role, usage, generation).value();
    return {made.certificate, made.key};
  }
  KeyStore::Entry device(KeyUsage usage) const { return {pki_.device(kEsme, usage).value().certificate, {}}; }
  KeyStore::Entry until(const Eui64& eui, std::string_view not_after) const {
    const auto made =
        pki_.organisation_valid(eui, RemotePartyRole::NetworkOperator, KeyUsage::DigitalSignature,
                                *parse_iso8601("2015-01-01T00:00:00Z"), *parse_iso8601(not_after));
    return {made->certificate, made->key};
  }
  void write(std::string_view name, std::string_view text) const {
    ASSERT_TRUE(write_file(folder_ / name, bytes_of(text)).has_value());
  }

  TestPki pki_ = TestPki::create(1).value();
  fs::path folder_;
};

TEST_F(KeyStoreTest, FindsByPartyAndUsage) {
  KeyStore store;
  store.add(organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement));
  store.add(organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::DigitalSignature));
  const auto* const entry = store.find(kSupplier, KeyUsage::DigitalSignature);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->certificate.usage(), KeyUsage::DigitalSignature);
  EXPECT_EQ(store.find(kNetworkOperator, KeyUsage::DigitalSignature), nullptr);
}

TEST_F(KeyStoreTest, LeavesXmlSigningAndPrepaymentOutUnlessAskedFor) {
  KeyStore store;
  store.add(organisation(kSupplier, RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature));
  store.add(organisation(kSupplier, RemotePartyRole::DspXmlSigning, KeyUsage::DigitalSignature));
  auto prepayment = organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement);
  prepayment.prepayment = true;
  store.add(prepayment);
  EXPECT_EQ(store.find(kSupplier, KeyUsage::DigitalSignature), nullptr);
  EXPECT_EQ(store.find(kSupplier, KeyUsage::KeyAgreement), nullptr);
  EXPECT_NE(store.find(kSupplier, RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature), nullptr);
  EXPECT_EQ(store.find(kSupplier, RemotePartyRole::Supplier, KeyUsage::DigitalSignature), nullptr);

  store.add(organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement, 1));
  const auto found = store.key_agreement_entries(kSupplier);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_FALSE(found[0]->prepayment);
  EXPECT_TRUE(found[1]->prepayment);
  EXPECT_EQ(found[0], store.find(kSupplier, KeyUsage::KeyAgreement));
}

TEST_F(KeyStoreTest, PrefersPrivateKeysThenTheLongestValidity) {
  KeyStore store;
  auto no_key = until(kNetworkOperator, "2040-01-01T00:00:00Z");
  no_key.private_key.reset();
  store.add(no_key);
  store.add(until(kNetworkOperator, "2025-01-01T00:00:00Z"));
  store.add(until(kNetworkOperator, "2030-01-01T00:00:00Z"));
  store.add(until(kNetworkOperator, "2027-01-01T00:00:00Z"));
  const auto all = store.signing_entries(kNetworkOperator);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(store.find(kNetworkOperator, KeyUsage::DigitalSignature), all[0]);
  EXPECT_EQ(to_iso8601(all[0]->certificate.not_after()), "2030-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(all[3]->certificate.not_after()), "2040-01-01T00:00:00.000Z");
  EXPECT_FALSE(all[3]->private_key.has_value());
}

TEST_F(KeyStoreTest, ComparesSerialsAsNumbers) {
  KeyStore store;
  store.add(organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement));
  const auto serial = store.entries()[0].certificate.serial();
  EXPECT_EQ(store.find_serial(serial), &store.entries()[0]);
  EXPECT_EQ(store.find_serial("\n  000" + serial + " "), &store.entries()[0]);
  EXPECT_EQ(store.find_serial(serial + "0"), nullptr);
  EXPECT_EQ(store.find_serial(""), nullptr);
}

TEST_F(KeyStoreTest, SharesOneSecretBetweenBothSides) {
  KeyStore store;
  store.add(organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement));
  store.add(device(KeyUsage::KeyAgreement));
  const auto& supplier = store.entries()[0];
  const auto& esme = store.entries()[1];
  const auto expected = agree(*supplier.private_key, esme.certificate.public_key()).value().reveal();
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(store.shared_secret(supplier, esme).value().reveal(), expected);
    EXPECT_EQ(store.shared_secret(esme, supplier).value().reveal(), expected);
  }
  EXPECT_EQ(store.shared_secret(esme, esme).error().code, ErrorCode::MissingKey);
}

TEST_F(KeyStoreTest, ReadsBackWhatItWrote) {
  KeyStore store;
  store.add({pki_.issuing_authority(), std::nullopt});
  store.add(organisation(kNetworkOperator, RemotePartyRole::NetworkOperator, KeyUsage::DigitalSignature));
  store.add(organisation(kNetworkOperator, RemotePartyRole::NetworkOperator, KeyUsage::KeyAgreement));
  store.add(organisation(kNetworkOperator, RemotePartyRole::XmlSigning, KeyUsage::DigitalSignature));
  auto prepayment = organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement);
  prepayment.prepayment = true;
  store.add(prepayment);
  store.add(device(KeyUsage::KeyAgreement));
  ASSERT_TRUE(write_test_key_store(folder_, store).has_value());

  for (const auto* const name :
       {"TEST-KEYS.txt", "issuingAuthority.pem", "90b3d51f30020000-ds.pem", "90b3d51f30020000-ds.key",
        "90b3d51f30020000-ka.key", "90b3d51f30020000-xml.key", "90b3d51f30010000-pp-ka.key",
        "00db1234567890a0-ka.pem"}) {
    EXPECT_TRUE(fs::exists(folder_ / name)) << name;
  }
  const auto loaded = KeyStore::load(folder_);
  ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
  EXPECT_TRUE(loaded->ignored().empty());
  ASSERT_EQ(loaded->entries().size(), store.entries().size());
  for (const auto& entry : store.entries()) {
    const auto* const again = loaded->find_serial(entry.certificate.serial());
    ASSERT_NE(again, nullptr);
    EXPECT_EQ(again->certificate.der(), entry.certificate.der());
    EXPECT_EQ(again->prepayment, entry.prepayment);
    EXPECT_EQ(again->private_key.has_value(), entry.private_key.has_value());
  }
}

TEST_F(KeyStoreTest, DoesNotWriteTwoEntriesIntoOneFile) {
  KeyStore store;
  store.add(organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement, 0));
  store.add(organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement, 1));
  EXPECT_EQ(write_test_key_store(folder_, store).error().code, ErrorCode::BadValue);
}

TEST_F(KeyStoreTest, NamesTheMissingPath) {
  const auto store = KeyStore::load(folder_ / "nowhere");
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().code, ErrorCode::Io);
  EXPECT_NE(store.error().detail.find("nowhere"), std::string::npos);
}

TEST_F(KeyStoreTest, RefusesAFolderWithoutCertificates) {
  EXPECT_EQ(KeyStore::load(folder_).error().code, ErrorCode::BadValue);
}

TEST_F(KeyStoreTest, ReportsForeignFilesAndGoesOn) {
  const auto entry = organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement);
  write("90b3d51f30010000-ka.pem", entry.certificate.to_pem());
  write("90b3d51f30020000-ka.pem", entry.certificate.to_pem());
  write("90b3d51f30010000-ds.pem", entry.certificate.to_pem());
  write("fffffffffffffffe-ka.pem", "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n");
  write("empty.pem", "");
  write("abababababababab-ka.key", entry.private_key->to_pem().value());
  const auto store = KeyStore::load(folder_);
  ASSERT_TRUE(store.has_value()) << store.error().detail;
  EXPECT_EQ(store->entries().size(), 1U);
  EXPECT_EQ(store->ignored().size(), 5U);
  const auto all = fmt::format("{}", fmt::join(store->ignored(), "\n"));
  for (const auto* const said :
       {"abababababababab-ka.key: a key without a certificate beside it",
        "fffffffffffffffe-ka.pem: not a certificate", "empty.pem: not a certificate",
        "90b3d51f30020000-ka.pem: the certificate is that of 90-B3-D5-1F-30-01-00-00",
        "90b3d51f30010000-ds.pem: the certificate's key usage is another one"}) {
    EXPECT_NE(all.find(said), std::string::npos) << said << "\nin\n" << all;
  }
}

TEST_F(KeyStoreTest, RefusesAKeyOfAnotherCertificate) {
  const auto entry = organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement);
  const auto other = organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::DigitalSignature);
  write("90b3d51f30010000-ka.pem", entry.certificate.to_pem());
  write("90b3d51f30010000-ka.key", other.private_key->to_pem().value());
  const auto store = KeyStore::load(folder_);
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().code, ErrorCode::BadValue);
  EXPECT_NE(store.error().detail.find("90b3d51f30010000-ka.key"), std::string::npos) << store.error().detail;
}

TEST_F(KeyStoreTest, RefusesDamagedKeysAndCertificates) {
  const auto entry = organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement);
  const auto pem = entry.certificate.to_pem();
  const auto key = entry.private_key->to_pem().value();
  write("90b3d51f30010000-ka.pem", pem);
  write("90b3d51f30010000-ka.key", key.substr(0, key.size() / 2));
  auto store = KeyStore::load(folder_);
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().code, ErrorCode::BadValue);
  EXPECT_NE(store.error().detail.find("90b3d51f30010000-ka.key"), std::string::npos);
  EXPECT_EQ(store.error().detail.find(key.substr(40, 20)), std::string::npos) << "no key material in errors";

  write("90b3d51f30010000-ka.key", key);
  write("90b3d51f30010000-ka.pem", pem.substr(0, pem.size() / 2));
  store = KeyStore::load(folder_);
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().code, ErrorCode::BadValue);
  EXPECT_NE(store.error().detail.find("90b3d51f30010000-ka.pem"), std::string::npos);
}

std::string in_json(std::string text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n') {
      escaped += "\\n";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

TEST_F(KeyStoreTest, ReadsTheJsonForm) {
  const auto entry = organisation(kSupplier, RemotePartyRole::Supplier, KeyUsage::KeyAgreement);
  const auto json = fmt::format(
      R"({{"90b3d51f30010000": {{"keyAgreement": {{"1": {{"certificate": "{}", "privateKey": "{}",
           "name": "Z1-supplierPP-ka", "role": 2}}}}}}}})",
      in_json(entry.certificate.to_pem()), in_json(entry.private_key->to_pem().value()));
  write("keystore.json", json);
  const auto store = KeyStore::load(folder_ / "keystore.json");
  ASSERT_TRUE(store.has_value()) << store.error().detail;
  ASSERT_EQ(store->entries().size(), 1U);
  EXPECT_EQ(store->entries()[0].certificate.der(), entry.certificate.der());
  EXPECT_TRUE(store->entries()[0].private_key.has_value());
  EXPECT_TRUE(store->entries()[0].prepayment);
}

TEST_F(KeyStoreTest, RefusesJsonOfAnotherShape) {
  for (const auto* const bad :
       {"", "[]", "{", "{\"nobody\": {}}", "{\"90b3d51f30010000\": {\"keyAgreement\": {\"1\": {}}}}",
        "{\"90b3d51f30010000\": {\"keyAgreement\": {\"1\": 7}}}",
        "{\"90b3d51f30010000\": {\"keyAgreement\": 7}}",
        "{\"90b3d51f30010000\": {\"keyAgreement\": {\"1\": {\"certificate\": \"x\"}}}}"}) {
    const auto store = KeyStore::from_json(bad, "store.json");
    ASSERT_FALSE(store.has_value()) << bad;
    EXPECT_EQ(store.error().code, ErrorCode::BadValue);
    EXPECT_NE(store.error().detail.find("store.json"), std::string::npos) << store.error().detail;
  }
}

}  // namespace
}  // namespace enocheck::crypto
