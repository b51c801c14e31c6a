#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <memory>

#include "core/files.h"
#include "core/owned.h"
#include "net/http_client.h"
#include "net/http_server.h"
#include "net/test_peer.h"

namespace enocheck::net {
namespace {

namespace fs = std::filesystem;
using OwnedX509 = std::unique_ptr<X509, Freed<X509_free>>;
using OwnedKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using OwnedBio = std::unique_ptr<BIO, Freed<BIO_free_all>>;

/// Seconds from now.
struct Validity {
  long from = -3600;
  long until = 3600;
};

void add_extension(X509& certificate, int nid, const std::string& value) {
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str()));
  ASSERT_NE(extension, nullptr) << value;
  X509_add_ext(&certificate, extension.get(), -1);
}

/// A **test** authority that lives as long as its test.
class TestAuthority {
 public:
  TestAuthority(fs::path folder, const std::string& name)
      : folder_(std::move(folder)), name_(name), key_(EVP_EC_gen("P-256")) {
    certificate_ = issue(*key_, name, "", {});
    write(name, *certificate_, *key_);
  }
  [[nodiscard]] fs::path file(const std::string& name, const std::string& kind) const {
    return folder_ / ("test-" + name + kind);
  }
  /// The files of a new certificate for `name`, with what they trust: this authority.
  [[nodiscard]] TlsFiles issue_files(const std::string& name, const std::string& alternative_name = "",
                                     const Validity& validity = {}) const {
    const OwnedKey key(EVP_EC_gen("P-256"));
    write(name, *issue(*key, name, alternative_name, validity), *key);
    return {file(name, ".pem"), file(name, ".key"), file(name_, ".pem")};
  }

 private:
  [[nodiscard]] OwnedX509 issue(EVP_PKEY& key, const std::string& name, const std::string& alternative_name,
                                const Validity& validity) const {
    OwnedX509 made(X509_new());
    X509_set_version(made.get(), X509_VERSION_3);
    static long serial = 0;
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), validity.from);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), validity.until);
    const auto* const common_name = reinterpret_cast<const unsigned char*>(name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8, common_name, -1, -1,
                               0);
    X509_set_issuer_name(made.get(), X509_get_subject_name(certificate_ ? certificate_.get() : made.get()));
    X509_set_pubkey(made.get(), &key);
    if (!certificate_) { add_extension(*made, NID_basic_constraints, "critical,CA:TRUE"); }
    if (!alternative_name.empty()) { add_extension(*made, NID_subject_alt_name, alternative_name); }
    EXPECT_GT(X509_sign(made.get(), key_.get(), EVP_sha256()), 0);
    return made;
  }
  void write(const std::string& name, X509& certificate, EVP_PKEY& key) const {
    const OwnedBio pem(BIO_new_file(file(name, ".pem").c_str(), "wb"));
    const OwnedBio secret(BIO_new_file(file(name, ".key").c_str(), "wb"));
    ASSERT_EQ(PEM_write_bio_X509(pem.get(), &certificate), 1);
    ASSERT_EQ(PEM_write_bio_PrivateKey(secret.get(), &key, nullptr, nullptr, 0, nullptr, nullptr), 1);
  }

  fs::path folder_;
  std::string name_;
  OwnedKey key_;
  OwnedX509 certificate_;
};

class TlsTest : public testing::Test {
 protected:
  TlsTest() { fs::create_directories(folder_); }
  ~TlsTest() override { fs::remove_all(folder_); }

  void start(const TlsFiles& files, bool requires_client_certificate, const HttpLimits& limits = {}) {
    auto started = HttpServer::start({}, ServerTls{files, requires_client_certificate}, limits, log_,
                                     [](const HttpRequest& request) {
                                       HttpResponse response;
                                       response.body = text_of(request.client_certificate);
                                       return response;
                                     });
    ASSERT_TRUE(started.has_value()) << started.error().detail;
    server_ = *std::move(started);
  }
  /// One call; `host` stands for the server's address.
  [[nodiscard]] Result<HttpResponse> get(const TlsFiles& files, const std::string& host = "127.0.0.1") const {
    auto client = HttpClient::create({true, {host, server_->endpoint().port}, ""}, files);
    if (!client) { return tl::unexpected(client.error()); }
    return (*client)->get("/", kLongEnough);
  }
  void expect_failure(const Result<HttpResponse>& response, const std::string& why) const {
    ASSERT_FALSE(response.has_value());
    EXPECT_EQ(response.error().code, ErrorCode::Io);
    EXPECT_TRUE(response.error().detail.starts_with(server_->url() + ": ")) << response.error().detail;
    EXPECT_NE(response.error().detail.find(why), std::string::npos) << response.error().detail;
  }
  void expect_served(const TlsFiles& files) const {
    const auto response = get(files);
    EXPECT_TRUE(response.has_value()) << response.error().detail;
  }

  const fs::path folder_ =
      fs::path(testing::TempDir()) / ("enocheck_tls_" + std::to_string(getpid()) + "_" +
                                      testing::UnitTest::GetInstance()->current_test_info()->name());
  Lines log_;
  std::unique_ptr<HttpServer> server_;
};

/// With an authority, the files of a server for 127.0.0.1 and of a client.
class TlsPair : public TlsTest {
 protected:
  TestAuthority authority_{folder_, "authority"};
  TlsFiles server_files_ = authority_.issue_files("server", "IP:127.0.0.1,DNS:localhost");
  TlsFiles client_files_ = authority_.issue_files("client");
  TlsFiles nameless_ = {{}, {}, client_files_.trusted};
};

TEST_F(TlsPair, MutualTlsHandsOnTheCertificate) {
  start(server_files_, true);
  EXPECT_EQ(server_->url(), "https://" + to_string(server_->endpoint()));
  auto client = *HttpClient::create(*parse_url(server_->url()), client_files_);
  const OwnedBio in(BIO_new_file(client_files_.certificate.c_str(), "rb"));
  const OwnedX509 own(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
  for (int i = 0; i < 3; ++i) {
    const auto response = client->get("/", kLongEnough);
    ASSERT_TRUE(response.has_value()) << response.error().detail;
    const auto* der = reinterpret_cast<const unsigned char*>(response->body.data());
    const OwnedX509 seen(d2i_X509(nullptr, &der, static_cast<long>(response->body.size())));
    ASSERT_NE(seen, nullptr);
    EXPECT_EQ(X509_cmp(seen.get(), own.get()), 0);
  }
}

TEST_F(TlsPair, AClientNeedsNoCertificateUnlessAsked) {
  start(server_files_, false);
  const auto response = get(nameless_);
  ASSERT_TRUE(response.has_value()) << response.error().detail;
  EXPECT_EQ(response->body, "");
  EXPECT_TRUE(get(nameless_, "localhost").has_value()) << "by its DNS name";
}

TEST_F(TlsPair, AMissingClientCertificateIsNamed) {
  start(server_files_, true);
  expect_failure(get(nameless_),
                 "the server refused our client certificate: tlsv13 alert certificate required");
  EXPECT_TRUE(log_.shows("why=the client showed no certificate"));
  expect_served(client_files_);
}

TEST_F(TlsPair, AClientCertificateOfAStrangerIsRefused) {
  const TestAuthority stranger(folder_, "stranger");
  auto files = stranger.issue_files("impostor");
  files.trusted = client_files_.trusted;
  start(server_files_, true);
  expect_failure(get(files), "the server refused our client certificate: tlsv1 alert unknown ca");
  EXPECT_TRUE(log_.shows("TLS handshake failed client=127.0.0.1:"));
  expect_served(client_files_);
}

TEST_F(TlsPair, AnExpiredClientCertificateIsRefused) {
  start(server_files_, true);
  expect_failure(get(authority_.issue_files("expired", "", {-7200, -3600})),
                 "the server refused our client certificate: sslv3 alert certificate expired");
  expect_failure(get(authority_.issue_files("early", "", {3600, 7200})),
                 "the server refused our client certificate");
}

TEST_F(TlsPair, AServerHasToBeTrusted) {
  const TestAuthority stranger(folder_, "stranger");
  start(server_files_, false);
  expect_failure(get(stranger.issue_files("other")),
                 "the server's certificate is not trusted: unable to get local issuer");
}

TEST_F(TlsPair, AServerHasToBeWhoItSays) {
  start(authority_.issue_files("elsewhere", "IP:192.0.2.1,DNS:elsewhere.test"), false);
  expect_failure(get(nameless_), "the server's certificate is not trusted: IP address mismatch");
  const auto by_name = get(nameless_, "localhost");
  ASSERT_FALSE(by_name.has_value());
  EXPECT_NE(by_name.error().detail.find("not trusted: hostname mismatch"), std::string::npos)
      << by_name.error().detail;
}

TEST_F(TlsPair, AnExpiredServerIsNotTrusted) {
  start(authority_.issue_files("old", "IP:127.0.0.1", {-7200, -3600}), false);
  expect_failure(get(nameless_), "the server's certificate is not trusted: certificate has expired");
}

TEST_F(TlsPair, ClientsWithoutTlsDoNoHarm) {
  HttpLimits limits;
  limits.idle = std::chrono::milliseconds(100);
  start(server_files_, true, limits);
  auto plain = HttpClient::create({false, server_->endpoint(), ""});
  EXPECT_FALSE((*plain)->get("/", kLongEnough).has_value());
  EXPECT_TRUE(log_.shows("why=the client speaks no TLS"));
  for (const auto& garbage :
       {std::string("\x16\x03\x01\xFF\xFF\x01", 6), std::string(100000, '\x80'), std::string()}) {
    auto wire = Wire::to(server_->endpoint());
    wire.send(garbage);
    EXPECT_FALSE(wire.read_all().ends_with("?")) << "cut off";
  }
  expect_served(client_files_);
}

TEST_F(TlsPair, AServerWithoutTlsIsNamed) {
  auto server =
      HttpServer::start({}, std::nullopt, {}, log_, [](const HttpRequest&) { return HttpResponse{}; });
  ASSERT_TRUE(server.has_value());
  const auto client = HttpClient::create({true, (*server)->endpoint(), ""}, client_files_);
  const auto response = (*client)->get("/", kLongEnough);
  ASSERT_FALSE(response.has_value());
  EXPECT_NE(response.error().detail.find("the server speaks no TLS"), std::string::npos)
      << response.error().detail;
}

TEST_F(TlsPair, PatienceEndsAHandshakeToo) {
  const PlainListener silent;
  const auto client = HttpClient::create({true, silent.endpoint(), ""}, client_files_);
  const auto response = (*client)->get("/", std::chrono::milliseconds(100));
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, ErrorCode::Timeout);
  EXPECT_NE(response.error().detail.find("no TLS handshake within 100 ms"), std::string::npos);
}

TEST_F(TlsPair, LargeMessagesTravelWhole) {
  auto started = HttpServer::start({}, ServerTls{server_files_, false}, {.body = 8U << 20U}, log_,
                                   [](const HttpRequest& request) {
                                     HttpResponse response;
                                     response.body = request.body;
                                     return response;
                                   });
  ASSERT_TRUE(started.has_value());
  const auto client = HttpClient::create(*parse_url((*started)->url()), nameless_);
  const std::string body(5000000, 'x');
  EXPECT_TRUE((*client)->post("/", "a/b", body, kLongEnough).value_or(HttpResponse{}).body == body);
  EXPECT_EQ(
      (*client)->post("/", "a/b", std::string(9000000, 'x'), kLongEnough).value_or(HttpResponse{}).status,
      413);
}

TEST_F(TlsPair, BadFilesAreNamed) {
  const auto other = authority_.issue_files("other").key;
  const auto empty = folder_ / "test-empty.pem";
  ASSERT_TRUE(write_file(empty, {}).has_value());
  const auto damaged = folder_ / "test-damaged.pem";
  const auto whole = *read_text(server_files_.certificate);
  ASSERT_TRUE(write_file(damaged, bytes_of(whole + whole.substr(0, whole.size() / 2))).has_value());
  const auto with = [this](fs::path TlsFiles::*which, const fs::path& file) {
    auto files = client_files_;
    files.*which = file;
    return files;
  };
  const std::vector<std::pair<TlsFiles, std::string>> cases = {
      {with(&TlsFiles::certificate, empty), empty.string() + ": no PEM certificate"},
      {with(&TlsFiles::certificate, damaged), damaged.string() + ": certificate 2 is damaged"},
      {with(&TlsFiles::certificate, folder_ / "no"),
       (folder_ / "no").string() + ": cannot open: No such file"},
      {with(&TlsFiles::key, empty), empty.string() + ": no PEM private key"},
      {with(&TlsFiles::key, other), other.string() + ": key does not belong to certificate"},
      {with(&TlsFiles::key, ""), "TLS needs a PEM file: the private key"},
      {with(&TlsFiles::trusted, empty), empty.string() + ": no PEM certificate"},
      {with(&TlsFiles::trusted, ""), "TLS needs a PEM file: the trusted certificates"},
  };
  for (const auto& [files, why] : cases) {
    const auto client = HttpClient::create({true, {}, ""}, files);
    ASSERT_FALSE(client.has_value()) << why;
    EXPECT_NE(client.error().detail.find(why), std::string::npos) << client.error().detail;
    const auto server = HttpServer::start({}, ServerTls{files, true}, {}, log_,
                                          [](const HttpRequest&) { return HttpResponse{}; });
    ASSERT_FALSE(server.has_value()) << why;
    EXPECT_NE(server.error().detail.find(why), std::string::npos) << server.error().detail;
  }
}

TEST_F(TlsPair, HttpsNeedsFiles) {
  EXPECT_FALSE(HttpClient::create({true, {}, ""}).has_value());
  EXPECT_TRUE(HttpClient::create({false, {}, ""}).has_value());
}

}  // namespace
}  // namespace enocheck::net
