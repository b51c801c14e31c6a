#include "server/smki_server.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "crypto/test_pki.h"

namespace enocheck::server {
namespace {

using crypto::KeyUsage;
using crypto::RemotePartyRole;

constexpr Eui64 kEno{0x90B3D51F30020000};
constexpr Eui64 kEsme{0x00DB1234567890A0};

class SmkiTest : public testing::Test {
 protected:
  SmkiTest() {
    const auto pki = crypto::TestPki::create(46);
    for (const auto usage : {KeyUsage::DigitalSignature, KeyUsage::KeyAgreement}) {
      const auto organisation = pki->organisation(kEno, RemotePartyRole::NetworkOperator, usage);
      const auto device = pki->device(kEsme, usage);
      keys_.add({.certificate = organisation->certificate, .private_key = organisation->key});
      keys_.add({.certificate = device->certificate, .private_key = device->key});
    }
  }
  [[nodiscard]] net::HttpResponse ask(const std::string& call, const std::string& body,
                                      const std::string& type = "application/xml") const {
    return answer_smki(keys_, {"POST", "/services/" + call, {{"apikey", "any"}}, type, body, {}});
  }
  [[nodiscard]] net::HttpResponse search(const std::string& element, const std::string& text) const {
    return ask("certificatesearch", R"(<?xml version="1.0" encoding="utf-8"?><CertificateSearchRequest><)" +
                                        element + ">" + text + "</" + element +
                                        "></CertificateSearchRequest>");
  }
  [[nodiscard]] net::HttpResponse retrieve(const std::string& serial) const {
    return ask("retrievecertificate", "<CertificateDataRequest><CertificateSerial>" + serial +
                                          "</CertificateSerial></CertificateDataRequest>");
  }
  [[nodiscard]] static std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) { ++found; }
    return found;
  }

  crypto::KeyStore keys_;
};

TEST_F(SmkiTest, FindsAllCertificatesOfAnOrganisationInEitherCase) {
  const auto answer = search("CertificateSubjectName", "90-b3-d5-1f-30-02-00-00");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.media_type, "application/xml");
  EXPECT_EQ(count(answer.body, "<Result>"), 2U);
  EXPECT_EQ(count(answer.body, "<CertificateRole>3</CertificateRole>"), 2U);
  EXPECT_EQ(count(answer.body, "<CertificateUsage>KA</CertificateUsage>"), 1U);
}

TEST_F(SmkiTest, ADeviceIsFoundByItsAlternativeNameAndHasNoRole) {
  const auto answer = search("CertificateSubjectAltName", "00-DB-12-34-56-78-90-A0");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(count(answer.body, "<CertificateSubjectAltName>00-DB-12-34-56-78-90-A0<"), 2U);
  EXPECT_EQ(count(answer.body, "CertificateRole"), 0U);
  EXPECT_EQ(search("CertificateSubjectName", "00-DB-12-34-56-78-90-A0").status, 402)
      << "it is no organisation";
}

TEST_F(SmkiTest, RetrievesBySerialAsANumberAndGivesTheCertificateAlone) {
  for (const auto& entry : keys_.entries()) {
    auto serial = entry.certificate.serial_hex();
    const auto as_it_is = retrieve(serial);
    EXPECT_EQ(as_it_is.status, 200) << serial;
    EXPECT_NE(as_it_is.body.find(encode_base64(entry.certificate.der())), std::string::npos);
    serial.erase(0, serial.find_first_not_of('0'));
    std::transform(serial.begin(), serial.end(), serial.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    EXPECT_EQ(retrieve(serial).body, as_it_is.body) << "as the public client writes it";
    EXPECT_EQ(retrieve("00" + serial).body, as_it_is.body);
  }
}

TEST_F(SmkiTest, SaysNothingFoundAndBadSearchApart) {
  EXPECT_EQ(retrieve("1234").status, 402);
  EXPECT_EQ(search("CertificateSubjectName", "90-B3-D5-1F-30-09-09-09").status, 402);
  EXPECT_EQ(retrieve("").status, 401);
  EXPECT_EQ(retrieve("xyz").status, 401);
  EXPECT_EQ(search("CertificateSubjectName", "nobody").status, 401);
  EXPECT_EQ(search("Other", "90-B3-D5-1F-30-02-00-00").status, 401);
  EXPECT_EQ(ask("certificatesearch", "no XML <").status, 401);
  EXPECT_EQ(ask("certificatesearch", "<CertificateDataRequest/>").status, 401);
  EXPECT_EQ(ask("retrievecertificate", "<CertificateDataRequest/>", "text/plain").status, 415);
  EXPECT_EQ(ask("other", "").status, 404);
  EXPECT_EQ(answer_smki(keys_, {"GET", "/services/certificatesearch", {}, {}, {}, {}}).status, 405);
}

}  // namespace
}  // namespace enocheck::server
